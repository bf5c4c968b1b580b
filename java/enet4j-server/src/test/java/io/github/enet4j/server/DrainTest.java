package io.github.enet4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.support.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How servers end. */
class DrainTest {
    private static final int CLIENTS = 60;
    private static final int THREADS = System.getProperty("os.name").equals("Linux") ? 2 : 1;

    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger local = new AtomicInteger();
    private final AtomicInteger timeouts = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    /** Sends to everybody at each tick, and a last word. */
    private final class Talking implements ENetListener {
        private final ENetLoop loop;

        Talking(ENetLoop loop) {
            this.loop = loop;
        }

        @Override
        public void connected(ENetPacketPeer peer, long data) {
            connected.incrementAndGet();
        }

        @Override
        public void tick(long number) {
            for (ENetPacketPeer peer : loop.connections().get(0).getPeers()) {
                say(peer);
            }
        }

        private void say(ENetPacketPeer peer) {
            if (peer.send(0, new byte[700], ENetPacketPeer.FLAG_RELIABLE) == ENetError.OK) {
                accepted.incrementAndGet();
            }
        }

        @Override
        public void draining() {
            told.incrementAndGet();
            loop.connections().get(0).getPeers().forEach(this::say);
        }

        @Override
        public void disconnected(ENetPacketPeer peer, DisconnectReason reason, long data) {
            (reason == DisconnectReason.LOCAL ? local : timeouts).incrementAndGet();
        }

        @Override
        public void closed() {
            closed.incrementAndGet();
        }
    }

    private ENetServer serve() {
        return ENetServer.builder(Talking::new).bind("127.0.0.1", 0).threads(THREADS).maxPeers(2 * CLIENTS)
                .tick(Duration.ofMillis(5)).start();
    }

    @Test
    void everythingAcceptedArrives() {
        try (ENetClients clients = ENetClients.builder(loop -> new ENetListener() {
            @Override
            public void received(ENetPacketPeer peer, ENetEvent event) {
                event.getPacket();
                received.incrementAndGet();
            }
        }).sockets(CLIENTS, 2).start(); ENetServer server = serve()) {
            int port = server.getLocalPort();
            List<ENetPacketPeer> peers = Bots.connect(clients, port, CLIENTS);
            Patience.until("traffic", () -> connected.get() == CLIENTS && received.get() > 20 * CLIENTS);
            CompletableFuture<Boolean> drained = server.drain(Duration.ofSeconds(30));
            CompletableFuture<ENetPacketPeer> late = clients.connect("127.0.0.1", port, 1, 0);
            assertTrue(Patience.get(drained));
            Patience.until("the ends of all", () -> peers.stream().noneMatch(ENetPacketPeer::isActive));
            peers.forEach(peer -> assertEquals(DisconnectReason.REMOTE, peer.getDisconnectReason()));
            assertEquals(accepted.get(), received.get());
            assertEquals(CLIENTS, local.get());
            assertEquals(0, timeouts.get());
            assertEquals(THREADS, told.get());
            assertEquals(THREADS, closed.get());
            assertFalse(late.isDone() && !late.isCompletedExceptionally());
        }
    }

    /** Who does not confirm is cut off when the time is over, and the listener is told so. */
    @Test
    void whoDoesNotAnswerIsCutOff() {
        try (ENetConnection silent = new ENetConnection(); ENetServer server = serve()) {
            silent.createHost();
            ENetPacketPeer peer = silent.connectToHost("127.0.0.1", server.getLocalPort());
            Patience.until("a connection", () -> silent.service(10).type() == EventType.CONNECT);
            silent.flush(); // what makes it connected for the server, too
            Patience.until("packets on their way", () -> accepted.get() > 3);
            assertFalse(Patience.get(server.drain(Duration.ofMillis(300))));
            assertEquals(1, timeouts.get());
            Patience.until("the end", () -> silent.service(10).type() == EventType.DISCONNECT);
            assertEquals(DisconnectReason.REMOTE, peer.getDisconnectReason());
        }
    }

    @Test
    void aSecondDrainBringsTheEndForward() {
        try (ENetConnection silent = new ENetConnection(); ENetServer server = serve()) {
            silent.createHost();
            silent.connectToHost("127.0.0.1", server.getLocalPort());
            Patience.until("a connection", () -> silent.service(10).type() == EventType.CONNECT);
            silent.flush();
            Patience.until("packets on their way", () -> accepted.get() > 3);
            CompletableFuture<Boolean> longest = server.drain(Duration.ofSeconds(Long.MAX_VALUE));
            assertFalse(Patience.get(server.drain(Duration.ofMillis(100))));
            assertFalse(Patience.get(longest));
            assertEquals(THREADS, told.get());
        }
    }

    @Test
    void closeTellsPeersAndListeners() {
        ENetServer server = serve();
        try (ENetClients clients = Bots.quiet(4)) {
            List<ENetPacketPeer> peers = Bots.connect(clients, server.getLocalPort(), 8);
            Patience.until("all at the server", () -> connected.get() == 8);
            server.close();
            assertEquals(THREADS, closed.get());
            assertEquals(8, local.get());
            Patience.until("the ends of all", () -> peers.stream().noneMatch(ENetPacketPeer::isActive));
        }
    }

    /** From many threads, while it drains, and right after the start. */
    @Test
    void closeAtAnyTime() {
        for (int i = 0; i < 20; i++) {
            ENetServer server = serve();
            CompletableFuture<Boolean> drained = i % 2 == 0 ? server.drain(Duration.ofSeconds(5)) : null;
            List<CompletableFuture<Void>> closing = List.of(
                    CompletableFuture.runAsync(server::close), CompletableFuture.runAsync(server::close));
            server.close();
            closing.forEach(Patience::get);
            assertTrue(server.terminated().isDone());
            assertTrue(drained == null || Patience.get(drained));
        }
    }

    /** A whole JVM, since that is what ends. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theSystemsSignalDrains() throws Exception {
        Process jvm = program();
        endsInPeace(jvm, peer -> jvm.destroy());
    }

    /** Its thread waits for the JVM's hooks then, and the hook for the loop. */
    @Test
    void exitInAListenerDrains() throws Exception {
        Process jvm = program();
        endsInPeace(jvm, peer -> peer.putPacket(new byte[] {SignalledServer.EXIT}));
        assertEquals(SignalledServer.EXIT, jvm.exitValue());
    }

    private static Process program() throws IOException {
        return new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"),
                SignalledServer.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static void endsInPeace(Process jvm, Consumer<ENetPacketPeer> asked) throws Exception {
        try (ENetConnection client = new ENetConnection()) {
            client.createHost();
            int port = Integer.parseInt(jvm.inputReader().readLine());
            ENetPacketPeer peer = client.connectToHost("127.0.0.1", port);
            Patience.until("a connection", () -> client.service(10).type() == EventType.CONNECT);
            asked.accept(peer);
            Patience.until("the end", () -> client.service(10).type() == EventType.DISCONNECT);
            assertEquals(DisconnectReason.REMOTE, peer.getDisconnectReason());
            assertEquals("last word", new String(peer.getPacket()));
            assertTrue(jvm.waitFor(30, TimeUnit.SECONDS));
        } finally {
            jvm.destroyForcibly();
        }
    }
}
