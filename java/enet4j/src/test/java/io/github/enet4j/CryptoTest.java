package io.github.enet4j;

import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and certificates in files as openssl writes them, and certificates of our own. */
class CryptoTest {
    @TempDir
    Path folder;

    private Path openssl(String name, String... arguments) throws IOException, InterruptedException {
        Path file = folder.resolve(name);
        String[] command = new String[arguments.length + 3];
        command[0] = "openssl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        command[arguments.length + 1] = "-out";
        command[arguments.length + 2] = file.toString();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), said);
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "P-256", "P-384", "P-521"})
    void keysInAllForms(String kind) throws Exception {
        boolean rsa = kind.equals("rsa");
        Path pkcs8 = rsa ? openssl("key", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
                : openssl("key", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + kind);
        String in = pkcs8.toString();
        PrivateKey key = Crypto.loadKey(pkcs8);
        assertEquals(rsa ? "RSA" : "EC", key.getAlgorithm());
        byte[] expected = key.getEncoded();
        for (Path file : List.of(
                openssl("traditional", "pkey", "-in", in, "-traditional"),
                openssl("der", "pkey", "-in", in, "-outform", "DER"),
                openssl("tder", "pkey", "-in", in, "-outform", "DER", "-traditional"))) {
            assertArrayEquals(expected, Crypto.loadKey(file).getEncoded(), file.toString());
        }
        Path withOthers = folder.resolve("with others");
        Files.writeString(withOthers, "a comment\n" + Crypto.toPem(Identity.selfSigned("secp256r1", "x").root())
                + Files.readString(pkcs8));
        assertArrayEquals(expected, Crypto.loadKey(withOthers).getEncoded());
        Path rewritten = folder.resolve("rewritten");
        Files.writeString(rewritten, Crypto.toPem(key));
        assertArrayEquals(expected, Crypto.loadKey(rewritten).getEncoded());
        openssl("checked", "pkey", "-in", rewritten.toString(), "-check");
    }

    /** As they come from authorities, from editors, and out of PKCS#12. */
    @Test
    void pemAsPeopleHaveIt() throws Exception {
        Identity leaf = Identity.authority("secp256r1-ca", "ca").issue("secp256r1", "server", -1);
        byte[] key = leaf.key().getEncoded();
        String first = Crypto.toPem(leaf.chain().get(0));
        String second = Crypto.toPem(leaf.chain().get(1));
        String keyPem = Crypto.toPem(leaf.key());
        Path keyFile = Files.writeString(folder.resolve("key.pem"), keyPem);
        Path both = Files.writeString(folder.resolve("both.pem"), keyPem + first + second);
        String parameters = Files.readString(openssl("parameters", "ecparam", "-name", "prime256v1"));
        String publicKey = Files.readString(openssl("public", "pkey", "-in", keyFile.toString(), "-pubout"));
        String bundle = "Bag Attributes\n    localKeyID: 01 02 \nsubject=CN = server\n";
        String trusted = Files.readString(
                openssl("trusted", "x509", "-in", both.toString(), "-trustout", "-addtrust", "serverAuth"));
        String truncated = keyPem.substring(0, keyPem.indexOf("-----END"));
        List<String> files = List.of(
                keyPem + first + second, first + second + keyPem, first + keyPem + second,
                "\ufeff" + keyPem + first + second, "\ufeff" + first + second + keyPem,
                (parameters + keyPem + publicKey + first + publicKey + second).replace("\n", "\r\n"),
                bundle + first + bundle + second + bundle + "Key Attributes: <No Attributes>\n" + keyPem,
                "what follows '-----BEGIN' is mine\n-----BEGIN\n" + first + second + "\n\n \t\n" + keyPem + "the end",
                first.replace("CERTIFICATE", "X509 CERTIFICATE") + second + keyPem.replace("\n", " \n"),
                keyPem.replace("KEY-----\nM", "KEY-----\nSome-Header: x\nOther: y\n\nM") + first + second,
                trusted + second + keyPem,
                Files.readString(openssl("p7", "crl2pkcs7", "-nocrl", "-certfile", both.toString())) + keyPem,
                keyPem + first + second + truncated);
        for (String content : files) {
            Path file = Files.writeString(folder.resolve("server.pem"), content);
            TLSOptions options = TLSOptions.server(file, file);
            assertArrayEquals(key, options.getPrivateKey().getEncoded(), content);
            assertEquals(Set.copyOf(leaf.chain()), Set.copyOf(options.getOwnCertificate()), content);
            if (!content.contains("PKCS7")) { // which has no order
                assertEquals(leaf.chain(), options.getOwnCertificate(), content);
            }
        }
        Path cut = Files.writeString(folder.resolve("cut.pem"), first + truncated + second);
        ENetException e = assertThrows(ENetException.class, () -> Crypto.loadKey(cut));
        assertTrue(e.getMessage().contains("the line that ends 'PRIVATE KEY' is missing"), e.getMessage());
    }

    @Test
    void keysThatAreRefused() throws Exception {
        Path plain = openssl("plain", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048");
        for (Path encrypted : List.of(
                openssl("e1", "pkey", "-in", plain.toString(), "-aes128", "-passout", "pass:secret"),
                openssl("e2", "pkey", "-in", plain.toString(), "-traditional", "-aes128", "-passout", "pass:secret"))) {
            ENetException e = assertThrows(ENetException.class, () -> Crypto.loadKey(encrypted));
            assertEquals(ENetError.FAILED, e.error());
            assertTrue(e.getMessage().contains("encrypted"), e.getMessage());
        }
        assertError(ENetError.FAILED,
                () -> Crypto.loadKey(openssl("edwards", "genpkey", "-algorithm", "Ed25519")));
        assertError(ENetError.FAILED,
                () -> Crypto.loadKey(openssl("public", "pkey", "-in", plain.toString(), "-pubout")));
        assertError(ENetError.INVALID_PARAMETER, () -> Crypto.loadKey(folder.resolve("no such file")));
        for (byte[] rubbish : List.of(new byte[0], new byte[] {0x30, 3}, new byte[5000],
                "-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----".getBytes(),
                "-----BEGIN PRIVATE KEY-----\nMIIE\n".getBytes())) {
            Path file = folder.resolve("rubbish");
            Files.write(file, rubbish);
            assertError(ENetError.FAILED, () -> Crypto.loadKey(file));
            assertError(ENetError.FAILED, () -> Crypto.loadCertificates(file));
        }
        assertError(ENetError.INVALID_PARAMETER, () -> Crypto.loadCertificates(folder.resolve("no such file")));
    }

    @Test
    void certificates() throws Exception {
        Identity leaf = Identity.authority("secp384r1", "Root").issue("secp256r1", "localhost", -1);
        Path chain = folder.resolve("chain");
        Files.writeString(chain, Crypto.toPem(leaf.chain().get(0)) + "text between\n" + Crypto.toPem(leaf.root()));
        assertEquals(leaf.chain(), Crypto.loadCertificates(chain));
        Path der = folder.resolve("der");
        Files.write(der, leaf.root().getEncoded());
        assertEquals(List.of(leaf.root()), Crypto.loadCertificates(der));
        Path key = folder.resolve("key");
        Files.writeString(key, Crypto.toPem(leaf.key()));
        TLSOptions options = TLSOptions.server(key, chain);
        assertEquals(leaf.chain(), options.getOwnCertificate());
        assertArrayEquals(leaf.key().getEncoded(), options.getPrivateKey().getEncoded());
    }

    @Test
    void selfSigned() throws GeneralSecurityException {
        for (String kind : List.of("rsa2048", "secp256r1", "secp384r1", "secp521r1")) {
            X509Certificate it = Crypto.generateSelfSignedCertificate(Identity.key(kind), "CN=myserver,O=mine,C=IT");
            it.verify(it.getPublicKey());
            it.checkValidity();
            assertEquals(3, it.getVersion());
            assertEquals("C=IT,O=mine,CN=myserver", it.getSubjectX500Principal().getName());
            assertEquals(it.getSubjectX500Principal(), it.getIssuerX500Principal());
            assertTrue(it.getSigAlgName().startsWith("SHA256with"), it.getSigAlgName());
            assertEquals(0, it.getBasicConstraints());
            assertTrue(it.getCriticalExtensionOIDs().contains("2.5.29.19"));
            assertEquals(20, it.getSerialNumber().toByteArray().length);
            assertEquals(1_388_534_400_000L, it.getNotBefore().getTime());
            assertEquals(2_019_686_400_000L, it.getNotAfter().getTime());
        }
        PrivateKey key = Identity.key("secp256r1");
        assertError(ENetError.FAILED, () -> Crypto.generateSelfSignedCertificate(key, "nonsense"));
        assertError(ENetError.FAILED, () -> Crypto.generateSelfSignedCertificate(key, "CN=" + "x".repeat(5000)));
        assertError(ENetError.INVALID_PARAMETER,
                () -> Crypto.generateSelfSignedCertificate(key, "CN=x", "2020", "20300101000000"));
        assertThrows(IllegalArgumentException.class, () -> Crypto.generateRsa(512));
        assertThrows(IllegalArgumentException.class, () -> Crypto.generateRsa(1 << 20));
    }
}
