package io.github.enet4j.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.DtlsError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With openssl's s_server and s_client: handshakes in every suite, and records with known contents both ways. */
class OpensslTest {
    private static final int CONNECT_SIZE = 52;

    @TempDir
    Path folder;

    private Process process;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final List<String> intercepted = new ArrayList<>();

    @AfterEach
    void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void openssl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(() -> {
            try (InputStream in = process.getInputStream()) {
                for (int b = in.read(); b >= 0; b = in.read()) {
                    synchronized (said) {
                        said.write(b);
                    }
                }
            } catch (IOException e) {
                /* It is over. */
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    private byte[] said() {
        synchronized (said) {
            return said.toByteArray();
        }
    }

    private boolean hasSaid(String text) {
        return new String(said(), StandardCharsets.ISO_8859_1).contains(text);
    }

    private void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, ECDHE-RSA-CHACHA20-POLY1305, false", "RSA, ECDHE-RSA-AES256-GCM-SHA384, true",
        "RSA, ECDHE-RSA-AES128-GCM-SHA256, false", "EC, ECDHE-ECDSA-CHACHA20-POLY1305, true",
        "EC, ECDHE-ECDSA-AES256-GCM-SHA384, false", "EC, ECDHE-ECDSA-AES128-GCM-SHA256, true",
    })
    void opensslServes(String algorithm, String suite, boolean withCookie) throws IOException {
        try (DtlsPair pair = new DtlsPair(algorithm)) {
            int port = serve(pair, suite, withCookie ? "-listen" : "-state");
            pair.encryptClient();
            pair.client.intercept(datagram ->
                    intercepted.add(StandardCharsets.US_ASCII.decode(datagram.data()).toString()));
            ENetPacketPeer peer = pair.client.connectToHost(DtlsPair.LOCALHOST, port, 2, 0x41424344);
            /* The connect command, in the clear, is the first thing that it prints of us: its data, ABCD, ends it. */
            DtlsPair.until("the connect command", () -> pair.serviceBoth() && hasSaid("ABCD"));
            byte[] all = said();
            int end = new String(all, StandardCharsets.ISO_8859_1).indexOf("ABCD") + 4;
            assertArrayEquals(new byte[] {(byte) 0x8f, (byte) 0xff},
                    Arrays.copyOfRange(all, end - CONNECT_SIZE, end - CONNECT_SIZE + 2));
            assertTrue(hasSaid(suite), suite);
            type("hello\n");
            DtlsPair.until("the record", () -> pair.serviceBoth() && intercepted.contains("hello\n"));
            peer.reset();
            DtlsPair.until("our goodbye", () -> pair.serviceBoth() && hasSaid("DONE"));
        }
    }

    private int serve(DtlsPair pair, String suite, String option) throws IOException {
        int port = freePort();
        openssl("s_server", "-dtls1_2", "-accept", DtlsPair.LOCALHOST + ":" + port, "-cipher", suite, option, "-cert",
                pair.certificateFile(folder).toString(), "-key", pair.keyFile(folder).toString());
        DtlsPair.until("openssl", () -> hasSaid("ACCEPT"));
        return port;
    }

    /** Nothing in common: the reason is known at once. */
    @Test
    void noCommonSuite() throws IOException {
        try (DtlsPair pair = new DtlsPair("RSA")) {
            int port = serve(pair, "ECDHE-RSA-AES128-SHA", "-state");
            pair.encryptClient();
            ENetPacketPeer peer = pair.client.connectToHost(DtlsPair.LOCALHOST, port);
            long start = System.nanoTime();
            DtlsPair.until("the end", () -> pair.client.service().type() == EventType.DISCONNECT);
            assertEquals(DtlsError.Kind.ALERT_RECEIVED, peer.getDtlsError().kind());
            assertTrue(peer.getDtlsError().text().contains("40"), peer.getDtlsError().text());
            assertTrue(System.nanoTime() - start < 5_000_000_000L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, ECDHE-RSA-CHACHA20-POLY1305", "RSA, ECDHE-RSA-AES256-GCM-SHA384", "RSA, ECDHE-RSA-AES128-GCM-SHA256",
        "EC, ECDHE-ECDSA-CHACHA20-POLY1305", "EC, ECDHE-ECDSA-AES256-GCM-SHA384", "EC, ECDHE-ECDSA-AES128-GCM-SHA256",
    })
    void opensslConnects(String algorithm, String suite) throws IOException {
        try (DtlsPair pair = new DtlsPair(algorithm)) {
            int[] port = new int[1];
            pair.encryptServer();
            pair.server.intercept(datagram -> {
                port[0] = datagram.port();
                return intercepted.add(StandardCharsets.US_ASCII.decode(datagram.data()).toString());
            });
            connect(pair, "-cipher", suite);
            DtlsPair.until("the handshake", () -> pair.serviceBoth() && hasSaid("Verify return code: 0 (ok)"));
            assertTrue(hasSaid(suite), suite);
            assertTrue(hasSaid("Extended master secret: yes"));
            type("hello\n");
            DtlsPair.until("the record", () -> pair.serviceBoth() && intercepted.contains("hello\n"));
            pair.server.socketSend(DtlsPair.LOCALHOST, port[0], "world\n".getBytes(StandardCharsets.US_ASCII));
            DtlsPair.until("the answer", () -> pair.serviceBoth() && hasSaid("world\n"));
            assertEquals(1, pair.server.getDtlsCounters().sessions());
            type("Q\n");
            DtlsPair.until("the goodbye", () -> pair.serviceBoth() && pair.server.getDtlsCounters().sessions() == 0);
            assertEquals(1, pair.server.getDtlsCounters().cookies());
        }
    }

    private void connect(DtlsPair pair, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "s_client", "-dtls1_2", "-connect", DtlsPair.LOCALHOST + ":" + pair.server.getLocalPort(),
                    "-CAfile",
                pair.certificateFile(folder).toString(), "-verify_return_error", "-verify_hostname", "localhost"));
        arguments.addAll(List.of(more));
        openssl(arguments.toArray(new String[0]));
    }

    /** What a server must not agree to. */
    @ParameterizedTest
    @ValueSource(strings = {"AES128-SHA", "ECDHE-RSA-AES256-SHA384", "AES256-GCM-SHA384", "DHE-RSA-AES256-GCM-SHA384"})
    void weakSuitesAreRefused(String suite) throws IOException {
        try (DtlsPair pair = new DtlsPair("RSA")) {
            pair.encryptServer();
            connect(pair, "-cipher", suite);
            DtlsPair.until("the refusal", () -> pair.serviceBoth() && hasSaid("handshake failure"));
            assertEquals(0, pair.server.getDtlsCounters().done());
            assertEquals(0, pair.server.getDtlsCounters().sessions());
        }
    }

    /** A real one, that gives up because of our certificate. */
    @Test
    void opensslDoesNotTrust() throws IOException {
        try (DtlsPair pair = new DtlsPair("EC"); DtlsPair other = new DtlsPair("EC")) {
            pair.encryptServer();
            openssl("s_client", "-dtls1_2", "-connect", DtlsPair.LOCALHOST + ":" + pair.server.getLocalPort(),
                    "-CAfile",
                    other.certificateFile(folder).toString(), "-verify_return_error");
            DtlsPair.until("the alert", () -> pair.serviceBoth()
                    && pair.server.getDtlsCounters().failed(DtlsError.Kind.ALERT_RECEIVED) == 1);
            ENetEvent event = pair.server.service();
            assertEquals(EventType.NONE, event.type());
        }
    }
}
