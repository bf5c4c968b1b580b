package io.github.enet4j.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetPacketPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the JDK's DTLS as server and as client, and real ENet traffic through it. */
class JdkDtlsTest {
    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void jdkServes(String algorithm) throws Exception {
        try (DtlsPair pair = new DtlsPair(algorithm);
                JdkDtls jdk = JdkDtls.server(pair.key, pair.certificate, pair.server.getLocalPort())) {
            pair.encryptClient();
            run(pair, jdk);
            DtlsPair.until("the goodbye", () -> pair.serviceBoth() && jdk.pump() && jdk.isClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void jdkConnects(String algorithm) throws Exception {
        try (DtlsPair pair = new DtlsPair(algorithm)) {
            pair.encryptServer();
            try (JdkDtls jdk = JdkDtls.client(pair.certificate, pair.server.getLocalPort())) {
                run(pair, jdk);
                assertEquals(1, pair.server.getDtlsCounters().cookies());
                assertEquals(1, pair.server.getDtlsCounters().done());
                assertEquals(1, pair.server.getDtlsCounters().retained());
                pair.server.destroy();
                DtlsPair.until("the goodbye", () -> jdk.pump() && jdk.isClosed());
            }
        }
    }

    /** As Godot 4.6 does: its ENet peers come and go, and its session stays. Either side ends the connections. */
    @Test
    void jdkConnectsAgainInItsSession() throws Exception {
        try (DtlsPair pair = new DtlsPair("EC")) {
            pair.encryptServer();
            try (JdkDtls jdk = JdkDtls.client(pair.certificate, pair.server.getLocalPort())) {
                pumping(jdk, () -> {
                    for (int i = 0; i < 4; i++) {
                        pair.connect(jdk.port());
                        DtlsPair.until("the claim", () -> pair.server.getDtlsCounters().pending() == 0);
                        assertEquals(0, pair.server.getDtlsCounters().retained());
                        ENetPacketPeer leaving = i % 2 == 0 ? pair.atServer : pair.atClient;
                        if (i < 2) {
                            leaving.peerDisconnect(3);
                        } else {
                            leaving.peerDisconnectNow(3);
                        }
                        DtlsPair.until("the end", () -> pair.serviceBoth() && !pair.atClient.isActive()
                                && !pair.atServer.isActive() && pair.server.getDtlsCounters().retained() == 1);
                        pair.atServer = null;
                    }
                });
                assertFalse(jdk.isClosed());
                assertEquals(1, pair.server.getDtlsCounters().done());
            }
        }
    }

    private static void run(DtlsPair pair, JdkDtls jdk) throws InterruptedException {
        pumping(jdk, () -> {
            pair.connect(jdk.port());
            assertTrue(jdk.suite().startsWith("TLS_ECDHE_") && jdk.suite().contains("_GCM_")
                    || jdk.suite().contains("CHACHA20"), jdk.suite());
            pair.exchange();
            pair.disconnect();
        });
    }

    private static void pumping(JdkDtls jdk, Runnable action) throws InterruptedException {
        boolean[] done = new boolean[1];
        Thread pump = new Thread(() -> {
            while (!done[0] && !Thread.interrupted()) {
                jdk.pump();
            }
        });
        pump.setDaemon(true);
        pump.start();
        try {
            action.run();
        } finally {
            pump.interrupt();
            pump.join();
        }
    }
}
