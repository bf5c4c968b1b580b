package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connect gate from Java; native/test/connect_gate_test.c has the floods. */
class ConnectGateTest {
    @Test
    void defaults() {
        try (Loopback net = Loopback.hosts()) {
            assertEquals(ConnectGate.WHEN_BUSY, net.server.getConnectGate());
            assertEquals(ConnectGate.OFF, net.client.getConnectGate());
            assertEquals(new GateCounters(0, 0, 0, 0, 0, 0, 0, 0), net.server.getGateCounters());
            assertEquals(new LimitCounters(0, 0, 0, 0), net.server.getLimitCounters());
            assertThrows(IllegalArgumentException.class, () -> net.server.connectLimit(-1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everybodyGetsInThroughAClosedGate(CompressionMode compression) {
        try (Loopback net = Loopback.hosts()) {
            net.server.connectGate(ConnectGate.ALWAYS);
            net.server.compress(compression);
            net.client.compress(compression);
            net.connect(0);
            GateCounters counters = net.server.getGateCounters();
            assertEquals(counters.proofs(), counters.connects());
            assertEquals(0, counters.wrongCookies() + counters.refused() + counters.halfOpen() + counters.unmatched());
        }
    }

    @Test
    void whatBelongsToNobodyIsCounted() {
        try (Loopback net = Loopback.connected()) {
            net.client.socketSend(Loopback.LOCALHOST, net.port(), new byte[] {1, 2, 3, 4, 5});
            net.settle();
            assertEquals(1, net.server.getGateCounters().unmatched());
        }
    }

    @Test
    void aLimitOfConnects() {
        try (Loopback net = Loopback.hosts()) {
            net.server.connectLimit(1);
            assertEquals(1, net.server.getConnectLimit());
            for (int i = 0; i < 3; i++) {
                net.newClient().connectToHost(Loopback.LOCALHOST, net.port());
            }
            net.until("one refused", () -> net.server.getGateCounters().refused() > 0);
            net.until("all connected", () -> net.server.getPeers().size() == 3);
        }
    }
}
