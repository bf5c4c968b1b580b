package io.github.enet4j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A key and a certificate for it (P-256, as most servers have), made anew by the JDK's keytool. */
record TestCertificate(PrivateKey key, X509Certificate certificate, KeyStore store) {
    static final char[] PASSWORD = "benchmark".toCharArray();
    private static final String ALIAS = "server";

    private static TestCertificate shared;

    /** The one of this process. The first call takes a second. */
    static synchronized TestCertificate shared() {
        if (shared == null) {
            shared = create();
        }
        return shared;
    }

    private static TestCertificate create() {
        try {
            Path folder = Files.createTempDirectory("enet4j-benchmark");
            Path file = folder.resolve("server.p12");
            try {
                String program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
                Process keytool = new ProcessBuilder(
                                program, "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1",
                                "-dname", "CN=localhost", "-validity", "30", "-storetype", "PKCS12", "-keystore",
                                file.toString(), "-storepass", new String(PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (keytool.waitFor() != 0) {
                    throw new IllegalStateException("keytool failed");
                }
                KeyStore store = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(file)) {
                    store.load(in, PASSWORD);
                }
                PrivateKey key = (PrivateKey) store.getKey(ALIAS, PASSWORD);
                return new TestCertificate(key, (X509Certificate) store.getCertificate(ALIAS), store);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
