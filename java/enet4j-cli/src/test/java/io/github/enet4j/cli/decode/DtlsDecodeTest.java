package io.github.enet4j.cli.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.Crypto;
import io.github.enet4j.TLSOptions;
import io.github.enet4j.testing.Direction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encrypted conversations, decrypted with what the hosts wrote down. */
class DtlsDecodeTest {
    private static final String PROPERTY = "io.github.enet4j.keylog";
    private static Path log;

    /** The file stays open in this process, so it is none of a temporary folder's. */
    @BeforeAll
    static void logKeys() throws IOException {
        log = Files.createTempFile("enet4j-keys", ".log");
        Files.delete(log);
        System.setProperty(PROPERTY, log.toString());
    }

    @AfterAll
    static void stop() throws IOException {
        System.clearProperty(PROPERTY);
        Files.delete(log);
    }

    private static void encrypt(Recording recording) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        X509Certificate certificate = Crypto.generateSelfSignedCertificate(pair.getPrivate(), "CN=test");
        recording.server.dtlsServerSetup(TLSOptions.server(pair.getPrivate(), List.of(certificate)));
        recording.client.dtlsClientSetup("test", TLSOptions.clientUnsafe());
    }

    @Test
    void everyPacketIsFound() throws NoSuchAlgorithmException, IOException {
        byte[] capture;
        List<byte[]> sent;
        try (Recording recording = new Recording(CompressionMode.ZLIB, false)) {
            encrypt(recording);
            recording.connect();
            recording.exchange(0, "secret".getBytes(StandardCharsets.US_ASCII), 1);
            recording.exchange(0, new byte[5000], 1);
            recording.disconnect();
            recording.connect();
            recording.exchange(0, "again".getBytes(StandardCharsets.US_ASCII), 1);
            capture = recording.finish();
            sent = recording.sent;
        }
        Decoder decoder = new Decoder(new KeyLog(log), () -> null);
        List<byte[]> packets = new ArrayList<>();
        for (Decoded each : Recording.decode(capture, decoder)) {
            assertEquals("CHACHA20-POLY1305", each.encryption());
            each.commands().stream().filter(command -> command.packet() != null
                    && each.direction() == Direction.TO_SERVER).forEach(command -> packets.add(command.packet()));
        }
        assertEquals(sent.size(), packets.size());
        for (int i = 0; i < sent.size(); i++) {
            assertArrayEquals(sent.get(i), packets.get(i));
        }
        assertEquals(List.of(), decoder.problems());

        Decoder without = new Decoder(null, () -> null);
        assertEquals(0, Recording.decode(capture, without).size());
        assertTrue(without.problems().toString().contains("give their keys by --keylog"));
    }

    /** Other suites than those that both ends of ours choose. */
    @ParameterizedTest
    @CsvSource({"ECDHE-ECDSA-AES128-GCM-SHA256, AES-128-GCM", "ECDHE-ECDSA-AES256-GCM-SHA384, AES-256-GCM"})
    void otherSuites(String cipher, String name) throws Exception {
        byte[] capture;
        try (Recording recording = new Recording(CompressionMode.NONE, false)) {
            encrypt(recording);
            Process client = new ProcessBuilder("openssl", "s_client", "-dtls1_2", "-cipher", cipher, "-quiet",
                    "-connect", "127.0.0.1:" + recording.proxy.getLocalPort()).redirectErrorStream(true).start();
            recording.until(() -> recording.server.getDtlsCounters().done() == 1);
            client.getOutputStream().write("8000112285ff0001".getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            long before = recording.proxy.getCounters(Direction.TO_SERVER).delivered();
            recording.until(() -> recording.proxy.getCounters(Direction.TO_SERVER).delivered() > before);
            client.destroy();
            client.waitFor(10, TimeUnit.SECONDS);
            capture = recording.finish();
        }
        DtlsConversation conversation = new DtlsConversation(new KeyLog(log));
        List<String> opened = new ArrayList<>();
        CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(capture));
        for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
            conversation.open((Udp) Udp.of(frame, new IpFragments())).forEach(data -> opened.add(
                    new String(data, StandardCharsets.US_ASCII)));
        }
        assertEquals(List.of("8000112285ff0001"), opened);
        assertEquals(name, conversation.suite());
    }
}
