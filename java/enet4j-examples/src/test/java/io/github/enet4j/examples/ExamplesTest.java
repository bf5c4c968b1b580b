package io.github.enet4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs in examples, run as their comments say. */
class ExamplesTest {
    private static final String LISTENING = "listening on UDP port (\\d+)";
    private static final String HERE = "127.0.0.1";

    /** In Java and in Kotlin, which understand each other. */
    @ParameterizedTest
    @CsvSource({"Chat, Chat, Chat", "ChatKt, Chat, ChatKt", "Chat, ChatKt, Chat"})
    void chat(String serving, String amys, String bobs) {
        try (Program server = Program.java(serving, "serve", 0)) {
            int port = server.awaitNumber(LISTENING);
            try (Program amy = Program.java(amys, "join", HERE, port, "amy")) {
                server.await("amy is here");
                try (Program bob = Program.java(bobs, "join", HERE, port, "bob")) {
                    amy.await("bob is here");
                    bob.type("good morning");
                    amy.await("bob: good morning");
                    bob.endInput();
                    bob.await("the end: LOCAL");
                    amy.await("bob has left \\(REMOTE\\)");
                    assertEquals(0, bob.awaitEnd());
                }
                server.interrupt();
                amy.await("the end: REMOTE");
                assertEquals(0, amy.awaitEnd());
            }
        }
    }

    @Test
    void roomsAndTheirQuery() throws IOException {
        try (Program server = Program.java("RoomServer", 0)) {
            int port = server.awaitNumber(LISTENING);
            try (Guest amy = new Guest(port, "blue"); Guest bob = new Guest(port, "blue");
                    Guest eve = new Guest(port, "red")) {
                server.await("is in red");
                eve.say("to red");
                bob.say("to blue");
                assertEquals("to blue", amy.hear());
                assertEquals("blue 2\nred 1\n", ask(port, 64));
                assertEquals("blue 2", ask(port, 6), "an answer larger than the question");
            }
            server.await("has left red");
            server.interrupt();
            server.awaitEnd();
        }
    }

    /** A datagram of that size to a RoomServer, and what it answers. */
    private static String ask(int port, int size) throws IOException {
        byte[] question = new byte[size];
        Arrays.fill(question, 0, 4, (byte) 0xFF);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(30_000);
            socket.send(new DatagramPacket(question, size, InetAddress.getByName(HERE), port));
            DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theCertificateIsRenewed(@TempDir Path folder) throws IOException {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        try (Program maker = Program.java("EncryptedServer", 0, key, certificate)) {
            maker.await("made ");
            maker.await(LISTENING);
        }
        try (Program server = Program.java("EncryptedServer", 0, key, certificate)) {
            int port = server.awaitNumber(LISTENING);
            try (Guest old = new Guest(port, "first", certificate)) {
                assertEquals("first", old.hear());
                try (Program maker = Program.java(
                        "EncryptedServer", 0, folder.resolve("k2.pem"), folder.resolve("c2.pem"))) {
                    maker.await(LISTENING);
                }
                Files.move(folder.resolve("k2.pem"), key, StandardCopyOption.REPLACE_EXISTING);
                Files.move(folder.resolve("c2.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
                Files.setLastModifiedTime(certificate, FileTime.fromMillis(1_900_000_000_000L));
                server.await("is in use");
                try (Guest later = new Guest(port, "second", certificate)) {
                    assertEquals("second", later.hear());
                }
                old.say("still here");
                assertEquals("still here", old.hear());
            }
            server.interrupt();
            server.awaitEnd();
        }
    }

    @Test
    void loadTestMeasures() {
        try (Program server = Program.java("Server", 0)) {
            int port = server.awaitNumber(LISTENING);
            try (Program load = Program.java("LoadTest", HERE, port, 10, 1)) {
                assertTrue(load.awaitNumber("(\\d+) answers, 0 clients lost") > 0);
                assertEquals(0, load.awaitEnd());
            }
        }
    }

    @Test
    void friendsMeet() {
        try (Program relay = Program.java("PeerRelay", 0, 0, 10)) {
            var ports = relay.await("TCP port (\\d+) and UDP port (\\d+)");
            for (String how : new String[] {"join", "relay"}) {
                try (Program host = Program.java("LobbyPlayer", HERE, ports.group(1), ports.group(2), "host")) {
                    String oid = host.await("registered as (\\w+)").group(1);
                    try (Program guest =
                            Program.java("LobbyPlayer", HERE, ports.group(1), ports.group(2), how, oid)) {
                        guest.await("the friend at .* says hello");
                        assertEquals(0, guest.awaitEnd());
                    }
                    host.await("the guest has left");
                    assertEquals(0, host.awaitEnd());
                }
            }
        }
    }
}
