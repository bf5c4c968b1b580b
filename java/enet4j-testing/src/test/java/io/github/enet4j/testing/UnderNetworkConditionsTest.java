package io.github.enet4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetPacketPeer;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventType;

@UnderNetworkConditions(preset = "3g")
class UnderNetworkConditionsTest {
    @Test
    void theClassIsAsked(NetworkProxy network) {
        assertEquals(NetworkPreset.THREE_G.conditions(Direction.TO_CLIENT).toString(),
                network.getConditions(Direction.TO_CLIENT).toString());
    }

    @Test
    @UnderNetworkConditions(value = "latency=20 loss=10%", seed = 5)
    void theMethodIsAskedFirst(NetworkProxy network, NetworkProxy again) {
        assertEquals(network, again);
        assertEquals("latency=20ms loss=10%", network.getConditions(Direction.TO_SERVER).toString());
        assertEquals(5, network.getSeed());
        try (ENetPair net = new ENetPair(CompressionMode.NONE, network)) {
            ENetPacketPeer peer = net.connect();
            peer.send(0, new byte[20], ENetPacketPeer.FLAG_RELIABLE);
            net.until(() -> net.atServer.size() == 1);
        }
    }

    /** Run by the test below. */
    static class Failing {
        static NetworkProxy last;

        @Test
        @UnderNetworkConditions(value = "loss=50%", seed = 77)
        void fails(NetworkProxy network) {
            last = network;
            fail("on purpose");
        }

        @Test
        @UnderNetworkConditions("speed=3")
        void isMisspelt(NetworkProxy network) {
            fail("must not run");
        }
    }

    @Test
    void failuresTellTheirSeed() {
        var events = EngineTestKit.engine("junit-jupiter").selectors(selectClass(Failing.class)).execute().allEvents();
        assertEquals(2, events.failed().count());
        String report = events.filter(e -> e.getType() == EventType.REPORTING_ENTRY_PUBLISHED)
                .findFirst().orElseThrow().getPayload().orElseThrow().toString();
        assertTrue(report.contains("-Denet4j.network.seed=77"), report);
        assertFalse(Failing.last.isOpen());
    }
}
