package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a private key can be found in a dump of the Java heap. */
class KeyMaterialTest {
    private static final int PIECE = 24; /* bytes that are looked for */
    private static final byte MASK = 0x5a;

    @TempDir
    Path folder;

    private Path keyFile;
    private Path certificateFile;
    private final List<byte[]> text = new ArrayList<>();
    private final List<byte[]> numbers = new ArrayList<>();

    /** Its text is wiped when it has been read, before any collection; its numbers go with the options. */
    @Test
    void isGoneAfterDestroy() throws Exception {
        writeFiles();
        System.gc(); // what writing them has left
        TLSOptions options = TLSOptions.server(keyFile, certificateFile);
        assertEquals(0, found(false, text));
        assertNotEquals(0, found(true, numbers), "the options have them");

        try (ENetConnection server = new ENetConnection()) {
            server.createHostBound(Loopback.LOCALHOST, 0);
            server.dtlsServerSetup(options);
            server.renewCertificate(TLSOptions.server(keyFile, certificateFile));
        }
        options = null;
        assertEquals(0, found(true, text));
        assertEquals(0, found(true, numbers));
    }

    private void writeFiles() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        String pem = Crypto.toPem(key);
        keyFile = Files.writeString(folder.resolve("key.pem"), pem);
        certificateFile = Files.writeString(
                folder.resolve("certificate.pem"), Crypto.toPem(Crypto.generateSelfSignedCertificate(key, "CN=a")));
        byte[] characters = pem.getBytes(StandardCharsets.US_ASCII);
        text.add(masked(characters, characters.length / 2 / 65 * 65 + 30)); // in a line
        RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key;
        for (BigInteger number : List.of(rsa.getPrivateExponent(), rsa.getPrimeP(), rsa.getPrimeQ(),
                rsa.getPrimeExponentP(), rsa.getPrimeExponentQ(), rsa.getCrtCoefficient())) {
            numbers.add(masked(number.toByteArray(), 8)); // also as a dump has the int[] of a BigInteger: big-endian
        }
    }

    /** Such that this test does not hold it. */
    private static byte[] masked(byte[] bytes, int from) {
        byte[] piece = new byte[PIECE];
        for (int i = 0; i < PIECE; i++) {
            piece[i] = (byte) (bytes[from + i] ^ MASK);
        }
        return piece;
    }

    /** How often any of them is in the heap: in what is in use, or also in what no collection has removed yet. */
    private int found(boolean onlyLive, List<byte[]> pieces) throws IOException {
        Path dump = folder.resolve("dump.hprof");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), onlyLive);
        int count = 0;
        byte[] buffer = new byte[1 << 20];
        int kept = 0;
        try (InputStream in = Files.newInputStream(dump)) {
            for (int read; (read = in.readNBytes(buffer, kept, buffer.length - kept)) > 0;) {
                int end = kept + read;
                for (byte[] piece : pieces) {
                    count += count(buffer, end, piece);
                }
                kept = Math.min(PIECE - 1, end);
                System.arraycopy(buffer, end - kept, buffer, 0, kept);
            }
        }
        Files.delete(dump);
        return count;
    }

    private static int count(byte[] bytes, int end, byte[] piece) {
        int count = 0;
        for (int at = 0; at <= end - PIECE; at++) {
            int same = 0;
            while (same < PIECE && (byte) (bytes[at + same] ^ MASK) == piece[same]) {
                same++;
            }
            count += same == PIECE ? 1 : 0;
        }
        return count;
    }
}
