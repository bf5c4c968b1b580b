package io.github.enet4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetException;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.support.Patience;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Attempts to connect, and what becomes of them. */
class ENetClientsTest {
    private final AtomicInteger connected = new AtomicInteger();

    private ENetServer serve() {
        return ENetServer.builder(loop -> new ENetListener() {
            @Override
            public void connected(ENetPacketPeer peer, long data) {
                connected.incrementAndGet();
            }
        }).bind("127.0.0.1", 0).maxPeers(1000).start();
    }

    private static ENetError failure(CompletableFuture<ENetPacketPeer> attempt) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> attempt.get(30, TimeUnit.SECONDS));
        return ((ENetException) e.getCause()).error();
    }

    @Test
    void manyOnAFewLoops() {
        try (ENetServer server = serve();
                ENetClients clients = ENetClients.builder(loop -> new ENetListener() { }).threads(2).start()) {
            List<ENetPacketPeer> peers = Bots.connect(clients, server.getLocalPort(), 500);
            assertEquals(500, peers.stream().distinct().count());
            assertEquals(16, peers.stream().map(ENetPacketPeer::connection).distinct().count());
            Patience.until("all at the server", () -> connected.get() == 500);
            AtomicInteger there = new AtomicInteger();
            peers.forEach(peer -> clients.execute(peer, there::incrementAndGet));
            Patience.until("tasks", () -> there.get() == 500);
        }
    }

    @Test
    void failuresSayWhy() throws Exception {
        ENetClients clients = ENetClients.builder(loop -> new ENetListener() { }).sockets(1, 1).start();
        try (DatagramSocket silent = new DatagramSocket()) {
            assertEquals(ENetError.CANT_RESOLVE, failure(clients.connect("no such host.invalid", 1, 1, 0)));
            assertThrows(IllegalArgumentException.class, () -> clients.connect("127.0.0.1", 0, 1, 0));
            CompletableFuture<ENetPacketPeer> pending = clients.connect("127.0.0.1", silent.getLocalPort(), 1, 0);
            assertEquals(ENetError.CANT_CREATE, failure(clients.connect("127.0.0.1", 7, 1, 0)));
            clients.close();
            assertEquals(ENetError.UNAVAILABLE, failure(pending));
            assertEquals(ENetError.UNAVAILABLE, failure(clients.connect("127.0.0.1", 7, 1, 0)));
        }
    }

    @Test
    void addressesOfTheJdks() {
        try (ENetServer server = ENetServer.builder(loop -> new ENetListener() { })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).separatePorts(2).start();
                ENetClients clients = ENetClients.builder(loop -> new ENetListener() { }).start()) {
            for (ENetConnection room : server.loops().get(0).connections()) {
                int port = room.getLocalPort();
                for (InetSocketAddress address : List.of(
                        new InetSocketAddress("127.0.0.1", port),
                        InetSocketAddress.createUnresolved("127.0.0.1", port))) {
                    ENetPacketPeer peer = Patience.get(clients.connect(address, 1, 0));
                    assertEquals(new InetSocketAddress("127.0.0.1", port), peer.getRemoteSocketAddress());
                }
            }
            InetSocketAddress unknown = InetSocketAddress.createUnresolved("no.such.host.invalid", 5);
            assertEquals(ENetError.CANT_RESOLVE, failure(clients.connect(unknown, 1, 0)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> clients.connect(new InetSocketAddress("127.0.0.1", 0), 1, 0));
        }
    }

    /** Its place is free again then, though nobody has answered. */
    @Test
    void aCancelledOneIsEnded() throws Exception {
        try (ENetServer server = serve(); DatagramSocket silent = new DatagramSocket();
                ENetClients clients = ENetClients.builder(loop -> new ENetListener() { }).sockets(1, 1).start()) {
            CompletableFuture<ENetPacketPeer> attempt = clients.connect("127.0.0.1", silent.getLocalPort(), 1, 0);
            assertEquals(ENetError.CANT_CREATE, failure(clients.connect("127.0.0.1", server.getLocalPort(), 1, 0)));
            assertTrue(attempt.cancel(false));
            ENetPacketPeer next = Patience.get(clients.connect("127.0.0.1", server.getLocalPort(), 1, 0));
            assertTrue(next.isActive());
        }
    }

    @Test
    void oneThatTheProgramNoLongerWaitsForIsEnded() throws Exception {
        try (ENetServer server = serve(); DatagramSocket silent = new DatagramSocket();
                ENetClients clients = ENetClients.builder(loop -> new ENetListener() { }).sockets(1, 1).start()) {
            CompletableFuture<ENetPacketPeer> attempt = clients.connect("127.0.0.1", silent.getLocalPort(), 1, 0)
                    .orTimeout(100, TimeUnit.MILLISECONDS);
            assertThrows(ExecutionException.class, () -> attempt.get(30, TimeUnit.SECONDS));
            assertTrue(Patience.get(clients.connect("127.0.0.1", server.getLocalPort(), 1, 0)).isActive());
        }
    }

    /** Whichever sockets' peers have gone, as many fit again. */
    @Test
    void aFullSocketIsPassedOver() {
        try (ENetServer server = serve(); ENetClients clients =
                ENetClients.builder(loop -> new ENetListener() { }).threads(2).sockets(2, 2).start()) {
            int port = server.getLocalPort();
            List<ENetPacketPeer> peers = Bots.connect(clients, port, 8);
            assertEquals(ENetError.CANT_CREATE, failure(clients.connect("127.0.0.1", port, 1, 0)));
            peers.get(0).peerDisconnectNow(0);
            peers.get(4).peerDisconnectNow(0); // of the same socket
            Bots.connect(clients, port, 2);
            assertEquals(ENetError.CANT_CREATE, failure(clients.connect("127.0.0.1", port, 1, 0)));
        }
    }

    /** The port of a client is known to everybody that it connects to. */
    @Test
    void nobodyConnectsToAClient() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        AtomicInteger all = new AtomicInteger();
        try (ENetServer server = serve(); ENetClients visitor = Bots.quiet(1);
                ENetClients clients = ENetClients.builder(loop -> new ENetListener() {
                    @Override
                    public void connected(ENetPacketPeer peer, long data) {
                        all.incrementAndGet();
                    }
                }).sockets(1, 8).onFailure(FailurePolicy.CLOSE, (peer, failure) -> failures.incrementAndGet())
                        .start()) {
            CompletableFuture<ENetPacketPeer> first = clients.connect("127.0.0.1", server.getLocalPort(), 1, 0);
            ENetConnection socket = Patience.get(first).connection();
            int port = socket.getLocalPort();
            CompletableFuture<ENetPacketPeer> visit = visitor.connect("127.0.0.1", port, 1, 0);
            assertThrows(TimeoutException.class, () -> visit.get(300, TimeUnit.MILLISECONDS));
            socket.duplicatePeers(10); // unless the program wants that
            Patience.get(visitor.connect("127.0.0.1", port, 1, 0));
            Patience.until("a visitor", () -> all.get() > 1);
            assertEquals(0, failures.get());
        }
    }
}
