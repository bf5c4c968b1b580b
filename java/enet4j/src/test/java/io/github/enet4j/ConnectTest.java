package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** connectToHost, and what both sides see of it. */
@ExtendWith(NoLeaks.class)
class ConnectTest {
    private static final String UNKNOWN = "no.such.host.invalid";

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65536, Integer.MIN_VALUE})
    void portHasARange(int port) {
        try (ENetConnection host = new ENetConnection()) {
            assertError(ENetError.UNCONFIGURED, () -> host.connectToHost(UNKNOWN, port));
            host.createHost(1, 0, 0, 0);
            assertError(ENetError.INVALID_PARAMETER, () -> host.connectToHost(UNKNOWN, port));
            host.connectToHost(LOCALHOST, 9);
            assertError(ENetError.INVALID_PARAMETER, () -> host.connectToHost(LOCALHOST, port));
            assertError(ENetError.CANT_RESOLVE, () -> host.connectToHost(UNKNOWN, 9));
            assertError(ENetError.CANT_CREATE, () -> host.connectToHost(LOCALHOST, 9));
            assertEquals(1, host.getPeers().size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0", "1, 1", "-1, 4294967295", "2147483647, 2147483647", "-2147483648, 2147483648", "305419896, 305419896"
    })
    void dataArrivesUnsigned(int data, long arrives) {
        try (Loopback net = Loopback.hosts()) {
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, net.port(), 2, data);
            Loopback.Seen accepted = net.await(net.server, EventType.CONNECT);
            assertEquals(arrives, accepted.data());
            assertEquals(0, accepted.channel());
            Loopback.Seen connected = net.await(net.client, EventType.CONNECT);
            assertEquals(0, connected.data());
            assertEquals(0, connected.channel());
            assertSame(peer, connected.peer());
            assertSame(net.server, accepted.peer().connection());
            assertSame(net.client, peer.connection());
        }
    }

    /** Asked for, the server's limit, granted; the client's own limit plays no part. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 255, 255", "-7, 0, 255, 255", "-2147483648, 0, 255, 255", "1, 0, 1, 1", "254, 0, 254, 254",
        "255, 0, 255, 255", "256, 0, 255, 255", "2147483647, 0, 255, 255", "200, 10, 200, 10", "10, 200, 10, 10",
        "0, 1, 255, 1"
    })
    void channels(int asked, int limit, int before, int granted) {
        try (Loopback net = Loopback.hosts(); ENetConnection client = new ENetConnection()) {
            net.server.channelLimit(limit);
            client.createHost(1, 3, 0, 0);
            net.add(client);
            ENetPacketPeer peer = client.connectToHost(LOCALHOST, net.port(), asked, 0);
            assertEquals(before, peer.getChannels());
            net.await(client, EventType.CONNECT);
            assertEquals(granted, peer.getChannels());
            assertEquals(granted, net.await(net.server, EventType.CONNECT).peer().getChannels());
        }
    }

    @Test
    void statesOnTheWay() {
        try (Loopback net = Loopback.hosts()) {
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, net.port());
            assertEquals(PeerState.CONNECTING, peer.getState());
            assertTrue(peer.isActive());
            assertEquals(List.of(peer), net.client.getPeers());
            assertEquals(ENetError.FAILED, peer.send(0, new byte[1], 1), "not connected yet");
            assertEquals(EventType.NONE, net.client.service().type());
            net.await(net.client, EventType.CONNECT);
            assertEquals(PeerState.CONNECTED, peer.getState());
            ENetPacketPeer accepted = net.await(net.server, EventType.CONNECT).peer();
            assertEquals(PeerState.CONNECTED, accepted.getState());
            assertEquals(List.of(accepted), net.server.getPeers());
        }
    }

    @Test
    @Timeout(60)
    void flushSendsToo() {
        try (Loopback net = Loopback.hosts()) {
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, net.port());
            assertEquals(EventType.NONE, net.server.service(1).type());
            assertEquals(0, net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS));
            net.client.flush();
            for (double got = 0; got == 0; got = net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS)) {
                net.server.service(1);
            }
            net.until("the connection", () -> peer.getState() == PeerState.CONNECTED);
        }
    }

    @Test
    void severalAtATime() {
        try (Loopback net = Loopback.hosts()) {
            ENetConnection second = new ENetConnection();
            second.createHostBound("::1", 0);
            net.add(second);
            List<ENetPacketPeer> peers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                peers.add(net.client.connectToHost(LOCALHOST, net.port(), 0, i));
                peers.add(net.client.connectToHost("::1", second.getLocalPort(), 0, i));
            }
            assertEquals(peers, net.client.getPeers());
            for (int i = 0; i < peers.size(); i++) {
                assertTrue(peers.contains(net.await(net.client, EventType.CONNECT).peer()));
            }
            /* One more while others are connected, and one from the server, which has incoming ones. */
            ENetPacketPeer more = net.client.connectToHost(LOCALHOST, net.port());
            assertSame(more, net.await(net.client, EventType.CONNECT).peer());
            ENetPacketPeer back = net.server.connectToHost(LOCALHOST, net.client.getLocalPort());
            net.until("that one", () -> back.getState() == PeerState.CONNECTED);
            for (ENetPacketPeer peer : net.client.getPeers()) {
                assertEquals(PeerState.CONNECTED, peer.getState());
            }
            assertEquals(5, net.server.getPeers().size());
            assertEquals(3, second.getPeers().size());
            assertEquals(8, net.client.getPeers().size());
        }
    }

    @Test
    void slotsAreUsedAgain() {
        try (ENetConnection host = new ENetConnection(); Loopback net = Loopback.hosts()) {
            host.createHost(2, 0, 0, 0);
            net.add(host);
            ENetPacketPeer first = host.connectToHost(LOCALHOST, net.port());
            host.connectToHost(LOCALHOST, net.port());
            assertError(ENetError.CANT_CREATE, () -> host.connectToHost(LOCALHOST, net.port()));
            first.reset();
            ENetPacketPeer third = host.connectToHost(LOCALHOST, net.port());
            assertNotSame(first, third);
            assertEquals(3, host.getPeers().size(), "the reset one leaves the list at the next service");
            net.await(host, EventType.CONNECT);
            net.await(host, EventType.CONNECT);
            assertEquals(2, host.getPeers().size());
            assertFalse(host.getPeers().contains(first));
            assertFalse(first.isActive());
            assertError(ENetError.CANT_CREATE, () -> host.connectToHost(LOCALHOST, net.port()));
            third.peerDisconnect(0);
            net.await(host, EventType.DISCONNECT);
            host.connectToHost(LOCALHOST, net.port());
        }
    }

    @Test
    void failureIsADisconnect() {
        try (Loopback net = Loopback.hosts()) {
            net.server.intercept(datagram -> true);
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, net.port(), 0, 77);
            peer.setTimeout(1, 1, 1);
            Loopback.Seen gone = net.await(net.client, EventType.DISCONNECT);
            assertSame(peer, gone.peer());
            assertEquals(0, gone.data());
            assertFalse(peer.isActive());
            assertEquals(PeerState.DISCONNECTED, peer.getState());
            assertEquals(0, peer.getChannels());
            assertEquals(List.of(), net.client.getPeers());
            assertEquals(LOCALHOST, peer.getRemoteAddress());
            assertEquals(net.port(), peer.getRemotePort());
            assertEquals(500, peer.getStatistic(PeerStatistic.ROUND_TRIP_TIME));
            net.assertNothingSeen();
        }
    }

    @Test
    void lostConnectIsSentAgain() {
        try (Loopback net = Loopback.hosts()) {
            int[] count = new int[1];
            net.server.intercept(datagram -> count[0]++ == 0);
            net.connect(0);
            assertTrue(count[0] >= 2);
        }
    }

    @Test
    void byName() {
        try (Loopback net = Loopback.hosts(); ENetConnection all = new ENetConnection()) {
            all.createHostBound("*", 0);
            net.add(all);
            ENetPacketPeer peer = net.client.connectToHost("localhost", all.getLocalPort());
            net.await(net.client, EventType.CONNECT);
            assertTrue(List.of("127.0.0.1", "0:0:0:0:0:0:0:1").contains(peer.getRemoteAddress()),
                    peer::getRemoteAddress);
            net.await(all, EventType.CONNECT);
        }
    }

    @Test
    void fullServerDoesNotAnswer() {
        try (ENetConnection full = new ENetConnection(); Loopback net = Loopback.hosts()) {
            full.createHostBound(LOCALHOST, 0, 1, 0, 0, 0);
            net.add(full);
            net.client.connectToHost(LOCALHOST, full.getLocalPort());
            net.await(net.client, EventType.CONNECT);
            net.await(full, EventType.CONNECT);
            ENetPacketPeer second = net.client.connectToHost(LOCALHOST, full.getLocalPort());
            second.setTimeout(1, 1, 1);
            assertSame(second, net.await(net.client, EventType.DISCONNECT).peer());
            net.assertNothingSeen();
            assertEquals(1, full.getPeers().size());
            assertError(ENetError.CANT_CREATE, () -> full.connectToHost(LOCALHOST, net.port()));
        }
    }

    /** Both ends of one host. */
    @Test
    void toItself() {
        try (Loopback net = Loopback.hosts()) {
            ENetPacketPeer peer = net.server.connectToHost(LOCALHOST, net.port(), 0, 5);
            ENetPacketPeer a = net.await(net.server, EventType.CONNECT).peer();
            ENetPacketPeer b = net.await(net.server, EventType.CONNECT).peer();
            assertNotSame(a, b);
            ENetPacketPeer accepted = a == peer ? b : a;
            assertEquals(ENetError.OK, peer.send(0, new byte[] {1, 2}, 0));
            assertArrayEquals(new byte[] {1, 2}, net.receive(accepted));
        }
    }
}
