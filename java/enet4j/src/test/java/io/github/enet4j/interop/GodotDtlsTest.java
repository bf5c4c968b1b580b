package io.github.enet4j.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.DtlsError;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With Godot's DTLS, in front of a plain host of ours: Debian's Godot has none inside its ENet, but the classes that
 * the bridges use are the same code.
 */
@Tag("godot")
class GodotDtlsTest {
    @TempDir
    Path folder;

    private Godot godot;

    @AfterEach
    void close() {
        if (godot != null) {
            godot.close();
        }
    }

    private int bridge(String script, DtlsPair pair, String... arguments) {
        godot = new Godot(script, arguments);
        return Integer.parseInt(godot.await("listening").get("port"));
    }

    private int server(DtlsPair pair) {
        return bridge("dtls_bridge_server.gd", pair, "--cert=" + pair.certificateFile(folder),
                "--key=" + pair.keyFile(folder), "--backend-port=" + pair.server.getLocalPort());
    }

    private int client(DtlsPair pair, String hostname) {
        return bridge("dtls_bridge_client.gd", pair, "--server-port=" + pair.server.getLocalPort(),
                "--hostname=" + hostname, "--ca=" + pair.certificateFile(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void godotServes(String algorithm) {
        try (DtlsPair pair = new DtlsPair(algorithm)) {
            pair.encryptClient();
            pair.connect(server(pair));
            godot.await("connect");
            pair.exchange();
            pair.disconnect();
            assertEquals("closed by the peer", godot.await("disconnect").get("why"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void godotConnects(String algorithm) {
        try (DtlsPair pair = new DtlsPair(algorithm)) {
            pair.encryptServer();
            int[] port = new int[1];
            serving(pair, () -> port[0] = client(pair, "localhost"));
            pair.connect(port[0]);
            pair.exchange();
            pair.disconnect();
            pair.atServer = null;
            pair.connect(port[0]); // in the same session, as Godot's ENet does it
            pair.exchange();
            assertEquals(1, pair.server.getDtlsCounters().cookies());
            pair.server.destroy();
            assertEquals("closed by the peer", godot.await("disconnect").get("why"));
        }
    }

    /**
     * Godot drops a hello that is there before it has seen the goodbye of the session before; the next one would come a
     * second later.
     */
    @Test
    void comesBackToGodotFromTheSamePort() {
        try (DtlsPair pair = new DtlsPair("EC")) {
            pair.encryptClient();
            int port = server(pair);
            long fastest = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                pair.connect(port);
                if (i > 0) {
                    fastest = Math.min(fastest, (System.nanoTime() - start) / 1_000_000);
                }
                pair.atClient.peerDisconnectNow(0);
                pair.atServer = null;
            }
            assertTrue(fastest < 900, "the fastest took " + fastest + " ms");
        }
    }

    /** Services our server until that has been done elsewhere. */
    private static void serving(DtlsPair pair, Runnable elsewhere) {
        Thread thread = new Thread(elsewhere);
        thread.start();
        DtlsPair.until("Godot", () -> pair.server.service() != null && !thread.isAlive());
    }

    @Test
    void godotIsNotTrusted() {
        try (DtlsPair pair = new DtlsPair("RSA"); DtlsPair other = new DtlsPair("RSA")) {
            other.encryptClient();
            ENetPacketPeer peer = other.client.connectToHost(DtlsPair.LOCALHOST, server(pair));
            DtlsPair.until("the end", () -> other.client.service().type() == EventType.DISCONNECT);
            assertEquals(DtlsError.Kind.UNTRUSTED_CERTIFICATE, peer.getDtlsError().kind());
        }
    }

    @Test
    void godotDoesNotTrustTheName() {
        try (DtlsPair pair = new DtlsPair("RSA")) {
            pair.encryptServer();
            serving(pair, () -> client(pair, "example.org"));
            DtlsPair.until("the alert", () -> pair.server.service() != null
                    && pair.server.getDtlsCounters().failed(DtlsError.Kind.ALERT_RECEIVED) == 1);
            assertTrue(pair.server.getPeers().isEmpty());
        }
    }
}
