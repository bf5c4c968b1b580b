package io.github.enet4j.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
                DtlsPair.until("the goodbye", () -> pair.serviceBoth() && jdk.pump() && jdk.isClosed());
                assertEquals(1, pair.server.getDtlsCounters().cookies());
                assertEquals(1, pair.server.getDtlsCounters().done());
                assertEquals(0, pair.server.getDtlsCounters().sessions());
            }
        }
    }

    private static void run(DtlsPair pair, JdkDtls jdk) throws InterruptedException {
        boolean[] done = new boolean[1];
        Thread pump = new Thread(() -> {
            while (!done[0] && !Thread.interrupted()) {
                jdk.pump();
            }
        });
        pump.setDaemon(true);
        pump.start();
        try {
            pair.connect(jdk.port());
            assertTrue(jdk.suite().startsWith("TLS_ECDHE_") && jdk.suite().contains("_GCM_")
                    || jdk.suite().contains("CHACHA20"), jdk.suite());
            pair.exchange();
            pair.disconnect();
        } finally {
            pump.interrupt();
            pump.join();
        }
    }
}
