package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.DtlsError.Kind;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ENet over DTLS: all that works without it works with it, and sessions come and go with their peers. */
@ExtendWith(NoLeaks.class)
class DtlsTrafficTest {
    private static final Identity IDENTITY = Identity.selfSigned("secp256r1", "localhost");
    private static final long HALF_SECOND = 500_000_000L;

    private static Loopback hosts() {
        Loopback net = Loopback.hosts();
        net.server.dtlsServerSetup(IDENTITY.server());
        net.client.dtlsClientSetup("localhost", IDENTITY.client());
        return net;
    }

    private static Loopback connected() {
        Loopback net = hosts();
        net.connect(0);
        return net;
    }

    private static ENetConnection newClient(Loopback net) {
        ENetConnection client = net.newClient();
        client.dtlsClientSetup("localhost", IDENTITY.client());
        return client;
    }

    private static void exchange(Loopback net, int size, int flags) {
        byte[] packet = Loopback.pattern(size);
        assertEquals(ENetError.OK, net.atClient.send(1, packet, flags));
        assertArrayEquals(packet, net.receive(net.atServer));
        assertEquals(ENetError.OK, net.atServer.send(1, packet, flags));
        assertArrayEquals(packet, net.receive(net.atClient));
    }

    @ParameterizedTest
    @EnumSource
    void packetsOfAllSizesInAllModes(CompressionMode mode) {
        try (Loopback net = hosts()) {
            net.server.compress(mode);
            net.client.compress(mode);
            net.connect(0);
            for (int size : new int[] {0, 1, 100, 1300, 1392, 5000, 200_000}) {
                exchange(net, size, ENetPacketPeer.FLAG_RELIABLE);
            }
            exchange(net, 1000, ENetPacketPeer.FLAG_UNSEQUENCED);
            exchange(net, 1000, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {576, 1392, 4096})
    void datagramsOfAllSizes(int mtu) {
        try (Loopback net = hosts()) {
            net.server.mtu(mtu);
            net.client.mtu(mtu);
            net.connect(0);
            exchange(net, mtu - 20, ENetPacketPeer.FLAG_RELIABLE);
            exchange(net, 10 * mtu, ENetPacketPeer.FLAG_RELIABLE);
            exchange(net, 10 * mtu, ENetPacketPeer.FLAG_UNRELIABLE_FRAGMENT);
            assertNull(net.atClient.getDtlsError());
        }
    }

    @Test
    void withChecksum() {
        try (Loopback net = hosts()) {
            net.server.checksum(true);
            net.client.checksum(true);
            net.connect(0);
            exchange(net, 3000, ENetPacketPeer.FLAG_RELIABLE);
        }
    }

    @Test
    void overIpv6() {
        try (Loopback net = Loopback.hosts()) {
            ENetConnection server = net.add(new ENetConnection());
            server.createHostBound("::1", 0);
            server.dtlsServerSetup(IDENTITY.server());
            net.client.dtlsClientSetup("localhost", IDENTITY.client());
            ENetPacketPeer peer = net.client.connectToHost("::1", server.getLocalPort());
            net.until("the connection", () -> peer.getState() == PeerState.CONNECTED);
            assertEquals("0:0:0:0:0:0:0:1", net.await(server, EventType.CONNECT).peer().getRemoteAddress());
        }
    }

    /** The first CONNECT is not lost: ENet's own resend would come after 500 ms. */
    @Test
    void connectsAtOnce() {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5 && best > HALF_SECOND; i++) {
            long start = System.nanoTime();
            try (Loopback net = connected()) {
                best = Math.min(best, System.nanoTime() - start);
                assertTrue(net.atServer.isActive());
            }
        }
        assertTrue(best < HALF_SECOND, best + " ns");
    }

    /** Statistics count what is encrypted, not the records, nor the handshake. */
    @Test
    void statistics() {
        try (Loopback net = connected()) {
            net.settle();
            net.noPings();
            for (HostStatistic one : HostStatistic.values()) {
                net.client.popStatistic(one);
                net.server.popStatistic(one);
            }
            net.atClient.send(0, new byte[100], 0);
            net.settle();
            double sent = net.client.popStatistic(HostStatistic.TOTAL_SENT_DATA);
            assertEquals(2 + 8 + 100, sent);
            assertEquals(sent, net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_DATA));
            assertEquals(1, net.client.popStatistic(HostStatistic.TOTAL_SENT_PACKETS));
        }
    }

    @Test
    void manyClients() {
        try (Loopback net = hosts()) {
            List<ENetPacketPeer> peers = IntStream.range(0, 20)
                    .mapToObj(i -> newClient(net).connectToHost(LOCALHOST, net.port())).toList();
            net.until("all", () -> peers.stream().allMatch(peer -> peer.getState() == PeerState.CONNECTED));
            net.until("all at the server", () -> net.server.getPeers().stream()
                    .filter(peer -> peer.getState() == PeerState.CONNECTED).count() == 20);
            peers.forEach(peer -> peer.send(0, new byte[] {7}, 1));
            net.until("a packet from each", () -> net.server.getPeers().stream()
                    .allMatch(peer -> peer.getAvailablePacketCount() == 1));
            assertEquals(20, net.server.getDtlsCounters().sessions());
            assertEquals(20, net.server.getDtlsCounters().done());
            peers.forEach(peer -> peer.peerDisconnect(3));
            net.until("no sessions", () -> net.server.getDtlsCounters().sessions() == 0);
        }
    }

    /** One client host in sessions with two servers, of which one is not trusted. */
    @Test
    void severalServers() {
        try (Loopback net = connected()) {
            ENetConnection second = net.add(new ENetConnection());
            second.createHostBound(LOCALHOST, 0);
            second.dtlsServerSetup(Identity.selfSigned("secp256r1-other", "localhost").server());
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, second.getLocalPort());
            assertEquals(peer, net.await(net.client, EventType.DISCONNECT).peer());
            assertEquals(Kind.UNTRUSTED_CERTIFICATE, peer.getDtlsError().kind());
            exchange(net, 10, 1);
            assertNull(net.atClient.getDtlsError());
        }
    }

    /** Hosts share nothing: handshakes and traffic of many at a time, each on a thread of its own, with one RSA key. */
    @Test
    void hostsOnSeveralThreads() throws Exception {
        Identity rsa = Identity.selfSigned("rsa2048", "localhost");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                results.add(threads.submit(() -> {
                    try (Loopback net = Loopback.hosts()) {
                        net.server.dtlsServerSetup(rsa.server());
                        net.client.dtlsClientSetup("localhost", rsa.client());
                        net.connect(0);
                        exchange(net, 10_000, ENetPacketPeer.FLAG_RELIABLE);
                    }
                }));
            }
            for (Future<?> result : results) {
                result.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /* ---- Ends ---- */

    @Test
    void sessionsEndWithTheirPeers() {
        try (Loopback net = connected()) {
            net.atClient.peerDisconnect(5);
            assertEquals(5, net.await(net.server, EventType.DISCONNECT).data());
            assertEquals(net.atClient, net.await(net.client, EventType.DISCONNECT).peer());
            assertNull(net.atClient.getDtlsError());
            assertNull(net.atServer.getDtlsError());
            net.until("the goodbye", () -> net.server.getDtlsCounters().sessions() == 0);
            net.until("its answer", () -> net.client.getDtlsCounters().sessions() == 0);
            net.connect(0);
            net.atServer.peerDisconnectNow(6);
            assertEquals(6, net.await(net.client, EventType.DISCONNECT).data());
            assertNull(net.atClient.getDtlsError());
            net.connect(0);
            exchange(net, 10, 1);
            net.atServer.reset();
            assertEquals(0, net.await(net.client, EventType.DISCONNECT).data());
            assertEquals(Kind.CLOSED, net.atClient.getDtlsError().kind());
            net.assertNothingSeen();
        }
    }

    /** Its packets are delivered, then the peer hears of the end at once. */
    @Test
    void theOtherHostGoesAway() {
        try (Loopback net = connected()) {
            net.atServer.send(0, new byte[] {1}, 1);
            net.server.flush();
            net.server.destroy();
            net.server.createHost();
            net.until("the end", () -> !net.atClient.isActive());
            assertEquals(Kind.CLOSED, net.atClient.getDtlsError().kind());
            assertTrue(net.atClient.getDtlsError().text().contains("closed"));
            assertNotEquals(0, net.atClient.getDtlsError().code());
            assertArrayEquals(new byte[] {1}, net.receive(net.atClient));
            net.await(net.client, EventType.DISCONNECT);
        }
    }

    @Test
    void theClientGoesAway() {
        try (Loopback net = connected()) {
            net.client.destroy();
            net.client.createHost();
            assertEquals(net.atServer, net.await(net.server, EventType.DISCONNECT).peer());
            assertEquals(Kind.CLOSED, net.atServer.getDtlsError().kind());
        }
    }

    /** The system tells that nobody is there; after the third hello, 3 s, that is believed. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void nobodyListens() {
        try (Loopback net = connected()) {
            int port = net.port();
            net.server.destroy();
            net.server.createHost();
            net.until("the end", () -> !net.atClient.isActive());
            net.await(net.client, EventType.DISCONNECT);
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, port);
            long start = System.nanoTime();
            net.until("the end", () -> !peer.isActive());
            assertEquals(Kind.TIMEOUT, peer.getDtlsError().kind());
            assertTrue(peer.getDtlsError().text().contains("nobody listens"), peer.getDtlsError().text());
            assertTrue(System.nanoTime() - start > 2_000_000_000L);
            net.await(net.client, EventType.DISCONNECT);
        }
    }

    /** Nobody answers, or not in DTLS: ENet's timeout counts, and the reason is known. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodySpeaksDtls(boolean plainServer) {
        try (Loopback net = Loopback.hosts()) {
            net.client.dtlsClientSetup("localhost", IDENTITY.client());
            int port = net.port();
            if (!plainServer) {
                net.server.destroy();
                net.server.createHost();
            }
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, port);
            peer.setTimeout(2, 200, 1000);
            assertEquals(peer, net.await(net.client, EventType.DISCONNECT).peer());
            assertEquals(Kind.TIMEOUT, peer.getDtlsError().kind());
            assertEquals(1, net.client.getDtlsCounters().failed(Kind.TIMEOUT));
        }
    }

    /** A client comes back from the port it had, which the server still has a session with. */
    @Test
    void sameAddressComesBack() throws IOException {
        try (Relay relay = new Relay(); Loopback net = hosts()) {
            relay.server = net.port();
            ENetPacketPeer first = net.client.connectToHost(LOCALHOST, relay.port());
            net.until("the first", () -> relay.pump() && first.getState() == PeerState.CONNECTED);
            ENetPacketPeer atServer = net.await(net.server, EventType.CONNECT).peer();
            relay.mute = true;
            net.client.destroy();
            relay.pump();
            relay.mute = false;
            ENetConnection again = newClient(net);
            net.client.createHost();
            long start = System.nanoTime();
            ENetPacketPeer second = again.connectToHost(LOCALHOST, relay.port());
            net.until("the second", () -> relay.pump() && second.getState() == PeerState.CONNECTED);
            assertTrue(System.nanoTime() - start < 2 * HALF_SECOND);
            assertEquals(atServer, net.await(net.server, EventType.DISCONNECT).peer());
            assertEquals(Kind.CLOSED, atServer.getDtlsError().kind());
            ENetPacketPeer anew = net.await(net.server, EventType.CONNECT).peer();
            second.send(0, new byte[] {9}, 1);
            net.until("a packet", () -> relay.pump() && anew.getAvailablePacketCount() == 1);
            assertEquals(1, net.server.getDtlsCounters().sessions());
        }
    }

    /** Passes datagrams between one client after the other and a server, which sees one address. */
    private static final class Relay implements AutoCloseable {
        private final DatagramSocket front = new DatagramSocket(new InetSocketAddress(LOCALHOST, 0));
        private final DatagramSocket back = new DatagramSocket(new InetSocketAddress(LOCALHOST, 0));
        private int client;
        private int server;
        private boolean mute;

        Relay() throws IOException {
            front.setSoTimeout(1);
            back.setSoTimeout(1);
        }

        int port() {
            return front.getLocalPort();
        }

        /** Always true, for use in conditions. */
        boolean pump() {
            DatagramPacket packet = new DatagramPacket(new byte[5000], 5000);
            try {
                if (take(front, packet)) {
                    client = packet.getPort();
                    pass(back, packet, server);
                }
                if (take(back, packet)) {
                    pass(front, packet, client);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return true;
        }

        private static boolean take(DatagramSocket socket, DatagramPacket packet) throws IOException {
            try {
                packet.setLength(5000);
                socket.receive(packet);
                return true;
            } catch (java.net.SocketTimeoutException e) {
                return false;
            }
        }

        private void pass(DatagramSocket socket, DatagramPacket packet, int port) throws IOException {
            if (!mute) {
                socket.send(new DatagramPacket(
                        packet.getData(), packet.getLength(), new InetSocketAddress(LOCALHOST, port)));
            }
        }

        @Override
        public void close() {
            front.close();
            back.close();
        }
    }

    /* ---- Refusing, and datagrams beside ENet ---- */

    @Test
    void refusing() {
        try (Loopback net = connected()) {
            net.server.refuseNewConnections(true);
            ENetConnection late = newClient(net);
            ENetPacketPeer peer = late.connectToHost(LOCALHOST, net.port());
            net.until("the refusal", () -> net.server.getDtlsCounters().refused() > 0);
            net.settle();
            assertEquals(PeerState.CONNECTING, peer.getState());
            exchange(net, 10, 1);
            ENetPacketPeer second = net.client.connectToHost(LOCALHOST, net.port()); // over the session that there is
            net.until("the second of the first", () -> second.getState() == PeerState.CONNECTED);
            net.server.refuseNewConnections(false);
            net.until("the late one", () -> peer.getState() == PeerState.CONNECTED);
        }
    }

    /** Between the two first messages of a client: as in Godot, the second one is dropped too. */
    @Test
    void refusingARunningHandshake() throws IOException {
        try (Relay relay = new Relay(); Loopback net = hosts()) {
            relay.server = net.port();
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, relay.port());
            while (net.server.getDtlsCounters().cookies() == 0) {
                net.client.service();
                relay.pump();
                net.server.service();
            }
            net.server.refuseNewConnections(true);
            net.until("the refusal", () -> relay.pump() && net.server.getDtlsCounters().refused() > 0);
            assertEquals(0, net.server.getDtlsCounters().started());
            net.server.refuseNewConnections(false);
            while (net.server.getDtlsCounters().started() == 0) {
                net.client.service();
                relay.pump();
                net.server.service();
            }
            net.server.refuseNewConnections(true); // it has shown its cookie: it gets in
            net.until("the connection", () -> relay.pump() && peer.getState() == PeerState.CONNECTED);
        }
    }

    @Test
    void socketSend() {
        try (Loopback net = connected()) {
            List<byte[]> seen = new ArrayList<>();
            net.server.intercept(datagram -> {
                byte[] bytes = new byte[datagram.data().remaining()];
                datagram.data().get(bytes);
                return bytes[0] == 99 && seen.add(bytes);
            });
            net.client.socketSend(LOCALHOST, net.port(), new byte[] {99, 1});
            net.client.socketSend(LOCALHOST, net.port(), new byte[5000]); // too large: dropped
            net.client.socketSend(LOCALHOST, net.port(), new byte[0]);
            net.until("the datagram", () -> seen.size() == 1);
            assertArrayEquals(new byte[] {99, 1}, seen.get(0));
            net.server.socketSend(LOCALHOST, 9, new byte[] {1}); // to nobody
            exchange(net, 10, 1);
        }
    }

    /** Datagrams of strangers: nothing is answered, nobody is disturbed. */
    @Test
    void garbageFromStrangers() throws IOException {
        try (Loopback net = connected(); DatagramSocket stranger = new DatagramSocket()) {
            Random random = new Random(1);
            for (int i = 0; i < 2000; i++) {
                byte[] junk = new byte[random.nextInt(i % 100 == 0 ? 20000 : 200)];
                random.nextBytes(junk);
                if (junk.length > 2 && i % 3 == 0) {
                    junk[0] = 22;
                    junk[1] = (byte) 0xfe;
                }
                stranger.send(new DatagramPacket(junk, junk.length, new InetSocketAddress(LOCALHOST, net.port())));
                if (i % 50 == 0) {
                    exchange(net, 10, 1);
                }
            }
            net.settle();
            assertEquals(1, net.server.getDtlsCounters().sessions());
            assertTrue(net.server.getDtlsCounters().ignored() > 500);
            assertEquals(0, net.server.getDtlsCounters().cookies() - 1);
            assertFalse(net.seen().stream().anyMatch(one -> one.type() == EventType.ERROR));
        }
    }

    /** More handshakes at a time than the limit of pending sessions of a small host: all get in after all. */
    @Test
    void rush() {
        try (Loopback net = Loopback.hosts()) {
            ENetConnection server = net.add(new ENetConnection());
            server.createHostBound(LOCALHOST, 0, 150, 0, 0, 0);
            server.dtlsServerSetup(IDENTITY.server());
            ENetConnection many = net.add(new ENetConnection());
            many.createHost(1, 0, 0, 0);
            List<ENetPacketPeer> peers = Stream.generate(() -> {
                ENetConnection client = newClient(net);
                return client.connectToHost(LOCALHOST, server.getLocalPort(), 1, 0);
            }).limit(100).toList();
            net.until("all", () -> peers.stream().allMatch(peer -> peer.getState() == PeerState.CONNECTED));
            assertEquals(100, server.getDtlsCounters().done());
            assertEquals(0, server.getDtlsCounters().evicted());
        }
    }
}
