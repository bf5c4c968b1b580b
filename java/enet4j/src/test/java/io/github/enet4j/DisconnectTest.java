package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to end a connection, from both sides. */
@ExtendWith(NoLeaks.class)
class DisconnectTest {
    private static final int LONG = 20_000;

    private static Arguments way(String name, Consumer<ENetPacketPeer> call) {
        return Arguments.of(name, call);
    }

    static Stream<Arguments> withoutEvent() {
        return Stream.of(
                way("now", peer -> peer.peerDisconnectNow(-3)), way("reset", ENetPacketPeer::reset));
    }

    static Stream<Arguments> withEvent() {
        return Stream.of(
                way("disconnect", peer -> peer.peerDisconnect(-3)), way("later", peer -> peer.peerDisconnectLater(-3)));
    }

    static Stream<Arguments> all() {
        return Stream.concat(withoutEvent(), withEvent());
    }

    private static void assertEnded(ENetPacketPeer peer) {
        assertFalse(peer.isActive());
        assertEquals(PeerState.DISCONNECTED, peer.getState());
        assertEquals(0, peer.getChannels());
        assertEquals(ENetError.UNCONFIGURED, peer.send(0, new byte[1], 1));
    }

    /** Who is not told finds out by a timeout. */
    private static void noticeReset(Loopback net, String way) {
        if (way.equals("reset")) {
            net.atServer.setTimeout(1, 1, 1);
            net.atServer.ping();
        }
    }

    /** ENet would drop what the server waits for to make the connection, and wait 31.5 s for an answer. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("withEvent")
    void rightAfterConnecting(String way, Consumer<ENetPacketPeer> call) {
        try (Loopback net = Loopback.hosts()) {
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, net.server.getLocalPort());
            for (int i = 0; peer.getState() != PeerState.CONNECTED && i < LONG; i++) {
                net.server.service(1);
                net.client.service();
            }
            long start = System.nanoTime();
            call.accept(peer);
            while (peer.isActive()) {
                net.server.service(1);
                net.client.service();
            }
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis < LONG, way + " took " + millis + " ms");
            assertEquals(DisconnectReason.LOCAL, peer.getDisconnectReason());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withEvent")
    void asksAndWaits(String name, Consumer<ENetPacketPeer> call) {
        try (Loopback net = Loopback.connected(9)) {
            net.settle();
            call.accept(net.atClient);
            assertTrue(net.atClient.isActive(), name);
            assertEquals(PeerState.DISCONNECTING, net.atClient.getState());
            assertEquals(0, net.atClient.getChannels());
            assertEquals(List.of(net.atClient), net.client.getPeers());
            call.accept(net.atClient);
            net.atClient.peerDisconnect(99);
            net.client.service();
            ENetEvent remote = net.server.service(LONG);
            assertEquals(EventType.DISCONNECT, remote.type());
            assertSame(net.atServer, remote.peer());
            assertEquals(4294967293L, remote.data());
            assertEquals(List.of(), net.server.getPeers());
            assertEnded(net.atServer);
            assertTrue(net.atClient.isActive());
            Loopback.Seen local = net.await(net.client, EventType.DISCONNECT);
            assertSame(net.atClient, local.peer());
            assertEquals(0, local.data());
            assertEnded(net.atClient);
            assertEquals(List.of(), net.client.getPeers());
            net.settle();
            net.assertNothingSeen();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutEvent")
    void endsAtOnce(String name, Consumer<ENetPacketPeer> call) {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            noticeReset(net, name);
            call.accept(net.atClient);
            assertEnded(net.atClient);
            assertEquals(List.of(net.atClient), net.client.getPeers(), "until the next service");
            net.client.service();
            assertEquals(List.of(), net.client.getPeers());
            Loopback.Seen remote = net.await(net.server, EventType.DISCONNECT);
            assertSame(net.atServer, remote.peer());
            assertEquals(name.equals("now") ? 4294967293L : 0, remote.data());
            assertEnded(net.atServer);
            net.settle();
            net.assertNothingSeen();
        }
    }

    /** peerDisconnectNow needs no service call to reach the other side, a reset never does. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void whatLeavesAtOnce(String name, Consumer<ENetPacketPeer> call) {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.noPings();
            net.settle();
            net.client.popStatistic(HostStatistic.TOTAL_SENT_PACKETS);
            net.client.popStatistic(HostStatistic.TOTAL_SENT_DATA);
            call.accept(net.atClient);
            boolean now = name.equals("now");
            assertEquals(now ? 1 : 0, net.client.popStatistic(HostStatistic.TOTAL_SENT_PACKETS));
            assertEquals(now ? 10 : 0, net.client.popStatistic(HostStatistic.TOTAL_SENT_DATA));
            net.client.flush();
            boolean reset = name.equals("reset");
            assertEquals(now || reset ? 0 : 1, net.client.popStatistic(HostStatistic.TOTAL_SENT_PACKETS));
            assertEquals(now || reset ? 0 : 12, net.client.popStatistic(HostStatistic.TOTAL_SENT_DATA));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void whileConnecting(String name, Consumer<ENetPacketPeer> call) {
        try (Loopback net = Loopback.hosts()) {
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, net.port(), 7, 0);
            call.accept(peer);
            assertEnded(peer);
            assertEquals(500, peer.getStatistic(PeerStatistic.ROUND_TRIP_TIME), name);
            net.settle();
            net.assertNothingSeen();
            assertEquals(List.of(), net.client.getPeers());
            assertEquals(List.of(), net.server.getPeers());

            ENetPacketPeer sent = net.client.connectToHost(LOCALHOST, net.port(), 7, 0);
            net.client.service();
            call.accept(sent);
            assertEnded(sent);
            net.settle();
            net.assertNothingSeen();
            assertEquals(List.of(), net.server.getPeers());
            net.connect(0);
        }
    }

    /** Only peerDisconnectLater keeps what is queued. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void queuedData(String name, Consumer<ENetPacketPeer> call) {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            noticeReset(net, name);
            int[] sizes = {10, 100_000, 0};
            for (int size : sizes) {
                assertEquals(ENetError.OK, net.atClient.send(0, Loopback.pattern(size), 1));
            }
            call.accept(net.atClient);
            boolean later = name.equals("later");
            assertEquals(later ? PeerState.DISCONNECT_LATER : name.equals("disconnect") ? PeerState.DISCONNECTING
                    : PeerState.DISCONNECTED, net.atClient.getState());
            net.await(net.server, EventType.DISCONNECT);
            assertEquals(later ? 3 : 0, net.atServer.getAvailablePacketCount());
            for (int size : later ? sizes : new int[0]) {
                assertArrayEquals(Loopback.pattern(size), net.atServer.getPacket());
            }
        }
    }

    @Test
    void laterSendsWhatIsLostAgain() {
        try (Loopback net = Loopback.connected(6)) {
            net.settle();
            boolean[] lost = new boolean[1];
            net.server.intercept(datagram -> !lost[0] && (lost[0] = true));
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {1}, 1));
            net.atClient.peerDisconnectLater(12);
            assertEquals(PeerState.DISCONNECT_LATER, net.atClient.getState());
            assertTrue(net.atClient.isActive());
            assertEquals(6, net.atClient.getChannels());
            assertEquals(ENetError.FAILED, net.atClient.send(0, new byte[1], 1));
            assertEquals(12, net.await(net.server, EventType.DISCONNECT).data());
            assertTrue(lost[0]);
            assertArrayEquals(new byte[] {1}, net.atServer.getPacket());
            assertEquals(0, net.await(net.client, EventType.DISCONNECT).data());
        }
    }

    /** A second call changes the mind of a peerDisconnectLater. */
    @Test
    void disconnectDuringLater() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[1], 1));
            net.atClient.peerDisconnectLater(1);
            assertEquals(PeerState.DISCONNECT_LATER, net.atClient.getState());
            net.atClient.peerDisconnect(2);
            assertEquals(PeerState.DISCONNECTING, net.atClient.getState());
            assertEquals(2, net.await(net.server, EventType.DISCONNECT).data());
            net.await(net.client, EventType.DISCONNECT);
            assertEquals(0, net.atServer.getAvailablePacketCount());
        }
    }

    /** Data that service has not delivered yet is dropped by each of them, also by peerDisconnectLater. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void pendingDataIsDropped(String name, Consumer<ENetPacketPeer> call) {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            for (int i = 0; i < 5; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[i * 700], 1));
            }
            net.client.flush();
            assertEquals(EventType.RECEIVE, net.server.service(LONG).type());
            assertEquals(ENetError.OK, net.atServer.send(0, new byte[] {3}, 1));
            call.accept(net.atServer);
            for (int i = 0; i < 3; i++) {
                assertEquals(EventType.NONE, net.server.checkEvents().type(), name);
            }
            assertEquals(1, net.atServer.getAvailablePacketCount(), "what was delivered stays");
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[4], 1));
            if (name.equals("disconnect") || name.equals("later")) {
                net.await(net.server, EventType.DISCONNECT);
                net.await(net.client, EventType.DISCONNECT);
            }
            if (name.equals("later")) {
                assertArrayEquals(new byte[] {3}, net.receive(net.atClient));
            }
            net.settle();
            assertEquals(1, net.atServer.getAvailablePacketCount());
            assertArrayEquals(new byte[0], net.atServer.getPacket());
        }
    }

    @Test
    void remoteGoesSilent() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.server.intercept(datagram -> true);
            net.atClient.setTimeout(1, 1, 1);
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[1], 1));
            Loopback.Seen gone = net.await(net.client, EventType.DISCONNECT);
            assertSame(net.atClient, gone.peer());
            assertEquals(0, gone.data());
            assertEnded(net.atClient);
        }
    }

    /** The request is sent again, and given up at last. */
    @Test
    void disconnectWithoutAnswer() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            int[] dropped = new int[1];
            net.server.intercept(datagram -> {
                dropped[0]++;
                return true;
            });
            net.atClient.setTimeout(0, 100, 100);
            net.atClient.peerDisconnect(1);
            assertEquals(0, net.await(net.client, EventType.DISCONNECT).data());
            assertEnded(net.atClient);
            net.settle();
            assertTrue(dropped[0] >= 2, "sent " + dropped[0] + " times");
            assertTrue(net.atServer.isActive());
        }
    }

    @Test
    void bothAtOnce() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.atClient.peerDisconnect(1);
            net.atServer.peerDisconnect(2);
            net.await(net.client, EventType.DISCONNECT);
            net.await(net.server, EventType.DISCONNECT);
            net.settle();
            net.assertNothingSeen();
        }
    }

    /** A new connection in the same slot is another peer, and the old one does nothing to it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void connectsAgain(String name, Consumer<ENetPacketPeer> call) {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            ENetPacketPeer oldAtClient = net.atClient;
            ENetPacketPeer oldAtServer = net.atServer;
            for (int i = 0; i < 6; i++) {
                call.accept(net.atClient);
                if (name.equals("disconnect") || name.equals("later")) {
                    net.await(net.client, EventType.DISCONNECT);
                }
                if (name.equals("reset")) {
                    net.atServer.reset();
                } else {
                    net.await(net.server, EventType.DISCONNECT);
                }
                net.connect(0);
                assertNotSame(oldAtClient, net.atClient);
                assertNotSame(oldAtServer, net.atServer);
                call.accept(oldAtClient);
                call.accept(oldAtServer);
                assertEquals(PeerState.CONNECTED, net.atClient.getState());
                assertEquals(PeerState.CONNECTED, net.atServer.getState());
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {1}, 1));
                assertArrayEquals(new byte[] {1}, net.receive(net.atServer));
                assertEquals(List.of(net.atClient), net.client.getPeers());
            }
        }
    }

    /** In which order peers came, whoever left in between. */
    @Test
    void listKeepsItsOrder() {
        try (Loopback net = Loopback.hosts()) {
            ENetPacketPeer[] peers = new ENetPacketPeer[6];
            for (int i = 0; i < peers.length; i++) {
                peers[i] = net.client.connectToHost(LOCALHOST, net.port(), 1, i);
                net.await(net.client, EventType.CONNECT);
            }
            List<ENetPacketPeer> snapshot = net.client.getPeers();
            assertEquals(List.of(peers), snapshot);
            peers[1].peerDisconnect(0);
            peers[3].reset();
            assertEquals(List.of(peers), net.client.getPeers());
            net.await(net.client, EventType.DISCONNECT);
            ENetPacketPeer next = net.client.connectToHost(LOCALHOST, net.port(), 1, 0);
            assertEquals(List.of(peers[0], peers[2], peers[4], peers[5], next), net.client.getPeers());
            assertEquals(List.of(peers), snapshot, "a copy");
            snapshot.clear();
            assertEquals(5, net.client.getPeers().size());
        }
    }

    /** Packets, address and port, and the last statistics outlive the connection. */
    @ParameterizedTest
    @ValueSource(strings = {"disconnect", "later", "now", "reset", "remote", "remoteNow", "timeout", "destroy"})
    void whatStays(String way) {
        try (Loopback net = Loopback.connected()) {
            ENetPacketPeer peer = net.atClient;
            peer.throttleConfigure(4321, 6, 7);
            int[] sizes = {3, 0, 5000};
            for (int size : sizes) {
                assertEquals(ENetError.OK, net.atServer.send(size % 255, Loopback.pattern(size), 1));
                net.until("a packet", () -> peer.getPacketSize() >= 0 && peer.getAvailablePacketCount() > 0);
            }
            net.until("all packets", () -> peer.getAvailablePacketCount() == 3);
            net.settle();
            int port = peer.getRemotePort();
            double epoch = peer.getStatistic(PeerStatistic.PACKET_LOSS_EPOCH);
            assertTrue(epoch > 0);
            switch (way) {
                case "disconnect" -> peer.peerDisconnect(0);
                case "later" -> peer.peerDisconnectLater(0);
                case "now" -> peer.peerDisconnectNow(0);
                case "reset" -> peer.reset();
                case "remote" -> net.atServer.peerDisconnect(0);
                case "remoteNow" -> net.atServer.peerDisconnectNow(0);
                case "timeout" -> {
                    net.server.intercept(datagram -> true);
                    peer.setTimeout(1, 1, 1);
                    peer.ping();
                }
                default -> net.client.destroy();
            }
            if (way.equals("destroy")) {
                net.client.createHost();
            }
            net.until("the end", () -> !peer.isActive());
            assertEquals(LOCALHOST, peer.getRemoteAddress());
            assertEquals(port, peer.getRemotePort());
            assertEquals(4321, peer.getStatistic(PeerStatistic.PACKET_THROTTLE_INTERVAL));
            assertEquals(6, peer.getStatistic(PeerStatistic.PACKET_THROTTLE_ACCELERATION));
            assertEquals(7, peer.getStatistic(PeerStatistic.PACKET_THROTTLE_DECELERATION));
            assertEquals(32, peer.getStatistic(PeerStatistic.PACKET_THROTTLE_LIMIT));
            assertEquals(epoch, peer.getStatistic(PeerStatistic.PACKET_LOSS_EPOCH));
            assertTrue(peer.getStatistic(PeerStatistic.ROUND_TRIP_TIME) < 500);
            assertEquals(3, peer.getAvailablePacketCount());
            for (int size : sizes) {
                assertEquals(size % 255, peer.getPacketChannel());
                assertArrayEquals(Loopback.pattern(size), peer.getPacket());
                assertEquals(ENetError.OK, peer.getPacketError());
            }
            assertEquals(null, peer.getPacket());
            assertEquals(ENetError.UNCONFIGURED, peer.getPacketError());
        }
    }
}
