package io.github.enet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.enet4j.Crypto;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.EventType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PingCommandTest {
    @TempDir
    private static Path folder;

    /** An echo server, which ends by itself when its test is long over; its port. */
    private static int serve(String... options) {
        List<String> arguments = new ArrayList<>(List.of("echo", "127.0.0.1:0", "--duration", "25"));
        arguments.addAll(List.of(options));
        return Integer.parseInt(Cli.start(arguments.toArray(String[]::new)).await("echo on 127.0.0.1:(\\d+)"));
    }

    private static Cli ping(int port, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "ping", "127.0.0.1:" + port, "-w", "0.5", "-c", "2", "-i", "0.1"));
        arguments.addAll(List.of(options));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private static String[] words(String text) {
        return text.isEmpty() ? new String[0] : text.split(" ");
    }

    private static String[] identity() throws IOException, NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        Path key = Files.writeString(folder.resolve("key.pem"), Crypto.toPem(pair.getPrivate()));
        Path certificate = Files.writeString(folder.resolve("certificate.pem"), Crypto.toPem(
                Crypto.generateSelfSignedCertificate(pair.getPrivate(), "CN=play.example.org")));
        return new String[] {"--key", key.toString(), "--certificate", certificate.toString()};
    }

    @ParameterizedTest
    @CsvSource({"''", "--compress zlib", "--compress range --checksum", "--mtu 600"})
    void roundTripsAreMeasured(String options) {
        Cli ping = ping(serve(words(options)), words(options + (options.isEmpty() ? "" : " ") + "-w 20"));
        assertEquals(0, ping.status(), ping::output);
        assertTrue(ping.output().contains("2 pings, 0 unanswered"), ping::output);
    }

    @Test
    void json() {
        Cli ping = ping(serve(), "--json", "--godot-id", "-w", "20");
        List<JsonObject> lines = ping.output().lines().map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertEquals(List.of("connected", "ping", "ping", "summary"),
                lines.stream().map(line -> line.get("event").getAsString()).toList());
        assertEquals(2, lines.get(3).get("sent").getAsInt());
        assertTrue(lines.get(3).get("medianMillis").getAsDouble() > 0);
    }

    @ParameterizedTest
    @CsvSource({
        "compression, --compress zlib, ''", "compression, '', --compress fastlz",
        "compression, --compress zlib, --compress zstd",
        "compression, --compress range, --compress zlib", "checksum, --checksum, ''", "checksum, '', --checksum",
        "plain, '', --dtls"})
    void whyItDoesNotConnect(String code, String server, String client) {
        assertFinding(code, ping(serve(words(server)),
                words(client.isEmpty() ? "--json" : "--json " + client)));
    }

    @Test
    void aGateIsPassed() {
        assertFinding("compression", ping(serve("--gate", "ALWAYS"), "--compress", "zlib", "--json"));
    }

    private static JsonObject assertFinding(String code, Cli ping) {
        assertEquals(1, ping.status(), ping::output);
        JsonObject diagnosis = JsonParser.parseString(ping.output()).getAsJsonObject().getAsJsonObject("diagnosis");
        assertEquals(code, diagnosis.get("code").getAsString(), ping::output);
        return diagnosis;
    }

    @Test
    void whyDtlsDoesNotConnect() throws IOException, NoSuchAlgorithmException {
        String[] identity = identity();
        String trust = identity[3];
        int port = serve(identity);
        assertTrue(assertFinding("dtls", ping(port, "--json")).get("text").getAsString().contains("play.example.org"));
        assertFinding("certificate-untrusted", ping(port, "--json", "--dtls", "-w", "20"));
        assertFinding("certificate-name", ping(port, "--json", "--trust", trust, "-w", "20"));
        Cli trusted = ping(port, "-w", "20", "--trust", trust, "--dtls-name", "play.example.org");
        assertEquals(0, trusted.status(), trusted::output);
        assertEquals(0, ping(port, "-w", "20", "--insecure").status());
        assertFinding("compression", ping(port, "--json", "--insecure", "--compress", "zlib"));
    }

    @Test
    void nobodyIsThere() throws IOException {
        int closed;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            assertFinding("silent", ping(socket.getLocalPort(), "--json"));
            closed = socket.getLocalPort();
        }
        assertFinding("closed", ping(closed, "--json"));
        Cli text = ping(closed);
        assertTrue(text.output().contains("why: ICMP: the port is closed."), text::output);
    }

    /** What answers everything, with something else. */
    @Test
    void anotherProtocol() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try {
                    for (DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);;) {
                        server.receive(packet);
                        server.send(new DatagramPacket(new byte[100], 100, packet.getSocketAddress()));
                    }
                } catch (IOException e) {
                    // Closed.
                }
            });
            thread.setDaemon(true);
            thread.start();
            assertFinding("other-protocol", ping(server.getLocalPort(), "--json"));
            assertFinding("other-protocol", ping(server.getLocalPort(), "--json", "--insecure"));
        }
    }

    /** As a server of Godot's high-level multiplayer does with data that is no id. */
    @ParameterizedTest
    @CsvSource({"'', true", "--godot-id 7, false"})
    void aServerThatEndsItSuggestsTheId(String options, boolean suggested) throws InterruptedException {
        try (ENetConnection server = new ENetConnection()) {
            server.createHostBound("127.0.0.1", 0);
            int port = server.getLocalPort();
            AtomicBoolean over = new AtomicBoolean();
            Thread thread = new Thread(() -> {
                while (!over.get()) {
                    ENetEvent event = server.service(100);
                    if (event.type() == EventType.CONNECT) {
                        event.peer().peerDisconnect(0);
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
            Cli cli = ping(port, ("-w 10 " + options).split(" "));
            assertEquals(1, cli.status(), cli::output);
            assertTrue(cli.output().contains("the connection ended: REMOTE"), cli::output);
            assertEquals(suggested, cli.output().contains("without --godot-id"), cli::output);
            over.set(true);
            thread.join();
        }
    }

    /** A full server says nothing at all, or, with a gate, only that it is there. */
    @ParameterizedTest
    @CsvSource({"silent, OFF", "no-peer, ALWAYS"})
    void fullServer(String code, String gate) {
        int port = serve("--peers", "1", "--gate", gate);
        try (ENetConnection first = new ENetConnection()) {
            first.createHost();
            first.connectToHost("127.0.0.1", port);
            first.service(10_000);
            assertTrue(assertFinding(code, ping(port, "--json")).get("text").getAsString().contains("full"));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, --compress lzma", "2, --mtu 5", "2, -c -1", "2, -i -1", "2, -w 0", "2, --data -1",
        "2, --data 4294967296", "2, --godot-id 1", "2, --trust /nonexistent", "2, -4 -6"})
    void mistakesAreTold(int status, String options) {
        Cli cli = ping(9, words(options));
        assertEquals(status, cli.status(), cli::output);
        assertTrue(!cli.output().contains("\tat "), cli::output);
    }
}
