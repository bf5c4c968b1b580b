package io.github.enet4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ConnectGate;
import io.github.enet4j.Crypto;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetException;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.TLSOptions;
import io.github.enet4j.support.Patience;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One port, several threads. */
@EnabledOnOs(OS.LINUX)
class ENetServerTest {
    private static final int THREADS = 3;
    private static final int CLIENTS = 300;
    private static final int PACKETS = 20;

    /** Answers each packet, and keeps who has come to which loop. */
    private static final class Echo implements ENetListener {
        final ENetLoop loop;
        final Set<ENetPacketPeer> peers = new HashSet<>();
        volatile int connected;
        int wrongThread;

        Echo(ENetLoop loop) {
            this.loop = loop;
        }

        @Override
        public void connected(ENetPacketPeer peer, long data) {
            peers.add(peer);
            connected = peers.size();
        }

        @Override
        public void received(ENetPacketPeer peer, ENetEvent event) {
            wrongThread += loop.isCurrent() && peers.contains(peer) ? 0 : 1;
            peer.send(event.channel(), event.getPacket(), ENetPacketPeer.FLAG_RELIABLE);
        }
    }

    /** Counts what comes to each client. */
    private static final class Counting implements ENetListener {
        final Map<ENetPacketPeer, AtomicInteger> received = new ConcurrentHashMap<>();

        @Override
        public void received(ENetPacketPeer peer, ENetEvent event) {
            event.getPacket();
            received.computeIfAbsent(peer, p -> new AtomicInteger()).incrementAndGet();
        }

        int total() {
            return received.values().stream().mapToInt(AtomicInteger::get).sum();
        }
    }

    private final List<Echo> echoes = new ArrayList<>();
    private final Counting counting = new Counting();

    private ENetServerBuilder builder() {
        return ENetServer.builder(loop -> {
            echoes.add(new Echo(loop));
            return echoes.get(loop.index());
        }).bind("127.0.0.1", 0).threads(THREADS).maxPeers(THREADS * CLIENTS);
    }

    private ENetServer serve() {
        return builder().start();
    }

    private ENetClients clients() {
        return ENetClients.builder(loop -> counting).sockets(CLIENTS, 1).start();
    }

    @Test
    void allClientsAreServedAndNothingIsLost() {
        try (ENetServer server = serve(); ENetClients clients = clients()) {
            List<ENetPacketPeer> peers = Bots.connect(clients, server.getLocalPort(), CLIENTS);
            for (int i = 0; i < PACKETS; i++) {
                byte[] packet = {(byte) i};
                peers.forEach(peer -> peer.send(0, packet, ENetPacketPeer.FLAG_RELIABLE));
            }
            Patience.until("all answers", () -> counting.total() == CLIENTS * PACKETS);
            counting.received.values().forEach(count -> assertEquals(PACKETS, count.get()));
            assertTrue(server.health().healthy(), server.health().toString());
            assertEquals(CLIENTS, echoes.stream().mapToInt(e -> e.connected).sum());
            for (Echo echo : echoes) {
                assertTrue(echo.connected > CLIENTS / THREADS / 3, "a loop has " + echo.connected + " clients");
                assertEquals(0, echo.wrongThread);
            }
        }
    }

    /** Sessions, cookies and what the gate keeps are each socket's own. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void encryptedOrWithProvenAddresses(boolean dtls) {
        PrivateKey key = Crypto.generateRsa(2048).getPrivate();
        TLSOptions tls = TLSOptions.server(key, List.of(Crypto.generateSelfSignedCertificate(key, "CN=enet4j")));
        ENetServerBuilder builder = builder().compress(CompressionMode.ZSTD);
        builder = dtls ? builder.dtls(tls).setup(connection -> connection.handshakeLimit(0, 0))
                : builder.connectGate(ConnectGate.ALWAYS);
        try (ENetServer server = builder.start();
                ENetClients clients = ENetClients.builder(loop -> counting).sockets(30, 1).setup(connection -> {
                    connection.compress(CompressionMode.ZSTD);
                    if (dtls) {
                        connection.dtlsClientSetup("enet4j", TLSOptions.clientUnsafe());
                    }
                }).start()) {
            List<ENetPacketPeer> peers = Bots.connect(clients, server.getLocalPort(), 30);
            for (int i = 0; i < PACKETS; i++) {
                peers.forEach(peer -> peer.send(0, new byte[2000], ENetPacketPeer.FLAG_RELIABLE));
            }
            Patience.until("all answers", () -> counting.total() == 30 * PACKETS);
            assertTrue(echoes.stream().allMatch(e -> e.connected < 30));
            assertTrue(Patience.get(server.drain(Duration.ofSeconds(30))));
        }
    }

    @Test
    void packetsToManyCrossLoops() {
        try (ENetServer server = serve(); ENetClients clients = clients()) {
            Bots.connect(clients, server.getLocalPort(), CLIENTS);
            Patience.until("all clients", () -> echoes.stream().mapToInt(e -> e.connected).sum() == CLIENTS);
            server.broadcast(0, new byte[] {1}, ENetPacketPeer.FLAG_RELIABLE);
            Patience.until("a broadcast", () -> counting.total() == CLIENTS);
            ENetPacketPeer one = echoes.get(1).peers.iterator().next();
            server.execute(one, () -> server.broadcastExcept(0, new byte[2], ENetPacketPeer.FLAG_RELIABLE, one));
            Patience.until("a broadcast but to one", () -> counting.total() == 2 * CLIENTS - 1);
            List<ENetPacketPeer> room = echoes.stream().map(e -> e.peers.iterator().next()).toList();
            server.broadcast(room, 1, new byte[3], ENetPacketPeer.FLAG_RELIABLE);
            Patience.until("a broadcast to a room", () -> counting.total() == 2 * CLIENTS - 1 + THREADS);
            assertThrows(ENetException.class, () -> server.broadcast(-1, new byte[1], 0));
            assertThrows(ENetException.class, () -> server.broadcast(0, new byte[1], 64));
        }
    }

    @Test
    void tasksAreDoneOnTheLoopOfThePeerInTheirOrder() throws InterruptedException {
        try (ENetServer server = serve(); ENetClients clients = clients()) {
            Bots.connect(clients, server.getLocalPort(), 9);
            Patience.until("all clients", () -> echoes.stream().mapToInt(e -> e.connected).sum() == 9);
            for (Echo echo : echoes) {
                for (ENetPacketPeer peer : echo.peers) {
                    List<Integer> order = new ArrayList<>();
                    AtomicReference<ENetLoop> seen = new AtomicReference<>();
                    CountDownLatch done = new CountDownLatch(1);
                    for (int i = 0; i < 1000; i++) {
                        int number = i;
                        server.execute(peer, () -> order.add(number));
                    }
                    server.execute(peer, () -> {
                        seen.set(server.loops().stream().filter(ENetLoop::isCurrent).findFirst().orElseThrow());
                        done.countDown();
                    });
                    done.await();
                    assertEquals(echo.loop, seen.get());
                    assertEquals(1000, order.size());
                    assertEquals(order.stream().sorted().toList(), order);
                }
            }
        }
    }

    @Test
    void whatItRefuses() {
        ENetServer server = serve();
        int port = server.getLocalPort();
        assertThrows(ENetException.class, () -> ENetServer.builder(l -> new ENetListener() { })
                .bind("127.0.0.1", port).threads(2).start());
        assertThrows(IllegalArgumentException.class, () -> ENetServer.builder(l -> new ENetListener() { })
                .maxPeers(5000).start());
        assertThrows(ENetException.class, () -> ENetServer.builder(l -> new ENetListener() { })
                .bind("127.0.0.1", 65535).separatePorts(2).start());
        assertThrows(IllegalStateException.class, () -> ENetServer.builder(l -> {
            throw new IllegalStateException("no listener");
        }).bind("127.0.0.1", 0).threads(2).start());
        server.close();
        server.close();
        assertThrows(RejectedExecutionException.class, () -> server.loops().get(0).execute(() -> { }));
        assertThrows(IllegalStateException.class, () -> server.broadcast(0, new byte[1], 0));
        assertFalse(server.health().healthy());
        Patience.get(server.terminated());
        assertTrue(Patience.get(server.drain(Duration.ofSeconds(1))));
        ENetServer.builder(l -> new ENetListener() { }).bind("127.0.0.1", port).threads(2).start().close();
    }

    @Test
    void closesItselfOnItsOwnThread() {
        ENetServer server = serve();
        server.loops().get(1).execute(server::close);
        Patience.get(server.terminated());
    }
}
