package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events: what they say, in which order they come, and what service and checkEvents do besides. */
@ExtendWith(NoLeaks.class)
class ServiceTest {
    private static final int LONG = 20_000;

    @Test
    void noneSaysNothing() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            assertNone(net.server.service());
            assertNone(net.server.service(0));
            assertNone(net.server.service(2));
            assertNone(net.server.service(-1));
            assertNone(net.server.service(Integer.MIN_VALUE));
            assertNone(net.server.checkEvents());
        }
    }

    private static void assertNone(ENetEvent event) {
        assertEquals(EventType.NONE, event.type());
        assertNull(event.peer());
        assertEquals(0, event.data());
        assertEquals(0, event.channel());
        assertEquals("NONE", event.toString());
    }

    @Test
    void oneEventPerCallInOneObject() {
        try (Loopback net = Loopback.connected()) {
            for (int channel : new int[] {0, 7, 254}) {
                assertEquals(ENetError.OK, net.atClient.send(channel, new byte[channel], 1));
            }
            net.client.service();
            ENetEvent first = net.server.service(LONG);
            for (int channel : new int[] {0, 7, 254}) {
                assertEquals(EventType.RECEIVE, first.type());
                assertSame(net.atServer, first.peer());
                assertEquals(channel, first.channel());
                assertEquals(0, first.data());
                assertTrue(first.toString().contains("RECEIVE"), first::toString);
                assertEquals(1, net.atServer.getAvailablePacketCount());
                assertEquals(channel, net.atServer.getPacket().length);
                assertSame(first, net.server.service());
            }
            assertNone(first);
            assertSame(first, net.server.checkEvents());
        }
    }

    @Test
    void disconnectedPeerIsInactiveAlready() {
        try (Loopback net = Loopback.connected()) {
            net.atClient.peerDisconnect(-5);
            net.client.service();
            ENetEvent event = net.server.service(LONG);
            assertEquals(EventType.DISCONNECT, event.type());
            assertSame(net.atServer, event.peer());
            assertEquals(4294967291L, event.data());
            assertEquals(0, event.channel());
            assertFalse(event.peer().isActive());
            assertEquals(PeerState.DISCONNECTED, event.peer().getState());
            assertEquals(List.of(), net.server.getPeers());
            assertTrue(event.toString().contains("data=4294967291"), event::toString);
        }
    }

    /** While there are events, nothing is received, and nothing that is queued leaves. */
    @Test
    void queuedEventsComeWithoutTraffic() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.noPings();
            for (int i = 0; i < 3; i++) {
                assertEquals(ENetError.OK, net.atClient.send(i, new byte[] {(byte) i}, 1));
            }
            net.client.flush();
            assertEquals(EventType.RECEIVE, net.server.service(LONG).type());
            assertEquals(ENetError.OK, net.atClient.send(3, new byte[] {3}, 1));
            net.client.flush();
            assertEquals(ENetError.OK, net.atServer.send(0, new byte[] {9}, 0));
            net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS);
            net.server.popStatistic(HostStatistic.TOTAL_SENT_PACKETS);
            for (int i = 1; i < 3; i++) {
                ENetEvent event = i == 1 ? net.server.service(LONG) : net.server.service();
                assertEquals(EventType.RECEIVE, event.type());
                assertEquals(i, event.channel());
                assertEquals(0, net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS));
                assertEquals(0, net.server.popStatistic(HostStatistic.TOTAL_SENT_PACKETS));
            }
            assertEquals(3, net.server.service(LONG).channel());
            assertEquals(1, net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS));
            assertTrue(net.server.popStatistic(HostStatistic.TOTAL_SENT_PACKETS) > 0);
            assertArrayEquals(new byte[] {9}, net.receive(net.atClient));
        }
    }

    @Test
    void checkEventsDoesNoTraffic() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.noPings();
            for (int i = 0; i < 2; i++) {
                assertEquals(ENetError.OK, net.atClient.send(i, new byte[1], 1));
            }
            net.client.flush();
            assertEquals(ENetError.OK, net.atServer.send(0, new byte[1], 1));
            net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS);
            net.server.popStatistic(HostStatistic.TOTAL_SENT_PACKETS);
            for (int i = 0; i < 10; i++) {
                assertNone(net.server.checkEvents());
            }
            assertEquals(0, net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS));
            assertEquals(0, net.server.popStatistic(HostStatistic.TOTAL_SENT_PACKETS));
            assertEquals(0, net.server.service(LONG).channel());
            ENetEvent event = net.server.checkEvents();
            assertEquals(EventType.RECEIVE, event.type());
            assertEquals(1, event.channel());
            assertNone(net.server.checkEvents());
        }
    }

    /** checkEvents drops peers that ended without an event from the list, as service does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endedPeersLeaveTheList(boolean service) {
        try (Loopback net = Loopback.connected()) {
            net.atServer.reset();
            assertEquals(List.of(net.atServer), net.server.getPeers());
            assertNone(service ? net.server.service() : net.server.checkEvents());
            assertEquals(List.of(), net.server.getPeers());
        }
    }

    /** A disconnect overtakes what service has not received yet, as in ENet and Godot. */
    @Test
    void dataAndDisconnectInOnePass() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[10], 1));
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[10], 0));
            net.client.flush();
            net.atClient.peerDisconnectNow(3);
            Loopback.Seen gone = net.await(net.server, EventType.DISCONNECT);
            assertEquals(3, gone.data());
            assertSame(net.atServer, gone.peer());
            net.settle();
            net.assertNothingSeen();
            assertEquals(0, net.atServer.getAvailablePacketCount());
        }
    }

    /** Packets that service received before come first. */
    @Test
    void dataThenDisconnect() {
        try (Loopback net = Loopback.connected()) {
            for (int i = 0; i < 3; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {(byte) i}, 1));
            }
            net.client.flush();
            assertEquals(EventType.RECEIVE, net.server.service(LONG).type());
            net.atClient.peerDisconnectNow(3);
            assertEquals(EventType.RECEIVE, net.server.service(LONG).type());
            assertEquals(EventType.RECEIVE, net.server.service(LONG).type());
            assertEquals(EventType.DISCONNECT, net.server.service(LONG).type());
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(new byte[] {(byte) i}, net.atServer.getPacket());
            }
        }
    }

    /** There is no way from an IPv4 address to an IPv6 address: that is one destination's matter, not the host's. */
    @Test
    void unreachableDestinationIsNoError() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            ENetPacketPeer unreachable = net.server.connectToHost("::1", 9);
            assertEquals(EventType.NONE, net.server.service(50).type());
            assertTrue(unreachable.isActive(), "that takes a timeout");
            assertEquals(1, net.server.getUnsentDatagrams());
            assertEquals(0, net.client.getUnsentDatagrams());
            assertEquals(ENetError.OK, net.atServer.send(0, new byte[] {4}, 1));
            assertArrayEquals(new byte[] {4}, net.receive(net.atClient), "the host goes on");
        }
    }

    /** More than one batch: many packets, many bytes, from several peers at once. */
    @Test
    void nothingIsLostOrMixedUp() {
        try (Loopback net = Loopback.connected()) {
            ENetConnection other = net.newClient();
            ENetPacketPeer second = other.connectToHost(Loopback.LOCALHOST, net.port());
            ENetPacketPeer secondAtServer = net.await(net.server, EventType.CONNECT).peer();
            net.await(other, EventType.CONNECT);
            int packets = 3000;
            for (int i = 0; i < packets; i++) {
                assertEquals(ENetError.OK, net.atClient.send(i % 3, Loopback.pattern(i % 2500), 1));
                assertEquals(ENetError.OK, second.send(0, Loopback.pattern((packets - i) % 1700), 1));
                if (i % 50 == 0) {
                    net.pump();
                }
            }
            net.until("all packets", () -> net.atServer.getAvailablePacketCount() == packets
                    && secondAtServer.getAvailablePacketCount() == packets);
            int[] next = {0, 1, 2};
            for (int i = 0; i < packets; i++) {
                int channel = net.atServer.getPacketChannel();
                assertArrayEquals(Loopback.pattern(next[channel] % 2500), net.atServer.getPacket());
                next[channel] += 3;
                assertArrayEquals(Loopback.pattern((packets - i) % 1700), secondAtServer.getPacket());
            }
        }
    }
}
