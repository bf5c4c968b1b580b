package io.github.enet4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.support.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Listeners that throw, block, or take all memory. */
class FailureTest {
    private static final byte[] BAD = {1};
    private static final byte[] GOOD = {2};

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Queue<DisconnectReason> ends = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> good = new ConcurrentLinkedQueue<>();

    /** Does something bad for a bad packet. */
    private ENetServer serve(FailurePolicy policy, Runnable bad) {
        return ENetServer.builder(loop -> new ENetListener() {
            @Override
            public void received(ENetPacketPeer peer, ENetEvent event) {
                if (event.getPacket()[0] == BAD[0]) {
                    bad.run();
                } else {
                    good.add(1);
                }
            }

            @Override
            public void disconnected(ENetPacketPeer peer, DisconnectReason reason, long data) {
                ends.add(reason);
            }
        }).bind("127.0.0.1", 0).onFailure(policy, (peer, failure) -> failures.add(failure)).start();
    }

    @Test
    void onePeerEndsAndTheOthersGoOn() {
        IllegalStateException thrown = new IllegalStateException("bad packet");
        try (ENetServer server = serve(FailurePolicy.DISCONNECT_PEER, () -> {
            throw thrown;
        }); ENetClients clients = Bots.quiet(2)) {
            List<ENetPacketPeer> peers = Bots.connect(clients, server.getLocalPort(), 2);
            peers.get(0).putPacket(BAD);
            Patience.until("its end", () -> !peers.get(0).isActive());
            assertEquals(DisconnectReason.REMOTE, peers.get(0).getDisconnectReason());
            peers.get(1).putPacket(GOOD);
            Patience.until("a good packet", () -> good.size() == 1);
            assertEquals(List.of(thrown), List.copyOf(failures));
            assertEquals(List.of(DisconnectReason.LOCAL), List.copyOf(ends));
        }
    }

    @Test
    void takingAllMemoryEndsOnePeer() {
        try (ENetServer server = serve(FailurePolicy.DISCONNECT_PEER, () -> {
            for (List<Object> all = new ArrayList<>();;) {
                all.add(new long[Integer.MAX_VALUE - 8]);
            }
        }); ENetClients clients = Bots.quiet(2)) {
            List<ENetPacketPeer> peers = Bots.connect(clients, server.getLocalPort(), 2);
            peers.get(0).putPacket(BAD);
            Patience.until("its end", () -> !peers.get(0).isActive());
            peers.get(1).putPacket(GOOD);
            Patience.until("a good packet", () -> good.size() == 1);
            assertSame(OutOfMemoryError.class, failures.remove().getClass());
        }
    }

    @Test
    void theServerEndsIfItIsToldTo() {
        IllegalStateException thrown = new IllegalStateException("bad packet");
        try (ENetServer server = serve(FailurePolicy.CLOSE, () -> {
            throw thrown;
        }); ENetClients clients = Bots.quiet(2)) {
            List<ENetPacketPeer> peers = Bots.connect(clients, server.getLocalPort(), 2);
            peers.get(0).putPacket(BAD);
            ExecutionException e = assertThrows(
                    ExecutionException.class, () -> server.terminated().get(30, TimeUnit.SECONDS));
            assertSame(thrown, e.getCause());
            Patience.until("all ends", () -> peers.stream().noneMatch(ENetPacketPeer::isActive));
            assertEquals(List.of(thrown), List.copyOf(failures));
        }
    }

    @Test
    void blockingShowsAndLosesNobody() {
        try (ENetServer server = serve(FailurePolicy.DISCONNECT_PEER, () -> Patience.sleep(2000));
                ENetClients clients = Bots.quiet(2)) {
            List<ENetPacketPeer> peers = Bots.connect(clients, server.getLocalPort(), 2);
            assertTrue(server.health(Duration.ofSeconds(10)).healthy());
            peers.get(0).putPacket(BAD);
            peers.get(1).putPacket(GOOD);
            Patience.until("bad health", () -> !server.health().healthy());
            assertTrue(server.health().loops().get(0).alive());
            Patience.until("good health", () -> server.health().healthy());
            Patience.until("a good packet", () -> good.size() == 1);
            assertTrue(peers.stream().allMatch(ENetPacketPeer::isActive));
        }
    }

    /** A connection is the loop's; without it all end, and say so. */
    @Test
    void theServerEndsWithAConnectionThatIsClosedUnderIt() {
        ENetServer server = serve(FailurePolicy.DISCONNECT_PEER, () -> { });
        server.loops().get(0).connections().get(0).close();
        ExecutionException e = assertThrows(
                ExecutionException.class, () -> server.terminated().get(30, TimeUnit.SECONDS));
        assertSame(IllegalStateException.class, e.getCause().getClass());
        server.close();
        assertFalse(failures.isEmpty());
    }

    @Test
    void closeInterruptsAListenerThatDoesNotReturn() throws InterruptedException {
        CountDownLatch blocking = new CountDownLatch(1);
        ENetServer server = serve(FailurePolicy.DISCONNECT_PEER, () -> { });
        server.loops().get(0).execute(() -> {
            blocking.countDown();
            Patience.sleep(600_000);
        });
        blocking.await();
        server.close();
        assertTrue(server.terminated().isDone());
    }

    /** Anybody can have it called, so it must not end the server, on one port or several. */
    @Test
    void anAdmissionThatThrowsRefusesAndTheServerGoesOn() {
        RuntimeException thrown = new RuntimeException("admission");
        for (int ports : new int[] {1, 3}) {
            try (ENetServer server = ENetServer.builder(loop -> new ENetListener() { }).bind("127.0.0.1", 0)
                    .separatePorts(ports).setup(connection -> connection.admission((address, port, data) -> {
                        if (data == 66) {
                            throw thrown;
                        }
                        return true;
                    })).onFailure(FailurePolicy.DISCONNECT_PEER, (peer, failure) -> failures.add(failure)).start();
                    ENetClients clients = Bots.quiet(2)) {
                clients.connect("127.0.0.1", server.getLocalPort(), 1, 66);
                Patience.until("the failure", () -> !failures.isEmpty());
                assertSame(thrown, failures.remove());
                Bots.connect(clients, server.getLocalPort(), 2);
                assertFalse(server.terminated().isDone());
            }
            failures.clear(); // it may have asked again
        }
    }

    @Test
    void aFactoryThatMakesNoListenerIsToldAtTheStart() {
        assertThrows(NullPointerException.class, () -> ENetServer.builder(loop -> null).bind("127.0.0.1", 0).start());
        assertThrows(NullPointerException.class, () -> ENetClients.builder(loop -> null).start());
    }

    @Test
    void tasksAndTicksFailAlone() {
        RuntimeException thrown = new RuntimeException("task");
        RuntimeException tick = new RuntimeException("tick");
        try (ENetServer server = ENetServer.builder(loop -> new ENetListener() {
            @Override
            public void tick(long number) {
                if (number < 2) {
                    throw tick;
                }
                good.add((int) number);
            }
        }).bind("127.0.0.1", 0).tick(Duration.ofMillis(5), 1000)
                .onFailure(FailurePolicy.DISCONNECT_PEER, (peer, failure) -> failures.add(failure)).start()) {
            server.loops().get(0).execute(() -> {
                throw thrown;
            });
            Patience.until("ticks", () -> good.size() >= 20);
            assertTrue(failures.remove(thrown));
            assertEquals(List.of(tick, tick), List.copyOf(failures));
            assertEquals(2, good.peek());
            assertTrue(server.health().loops().get(0).ticks() >= 20);
            assertFalse(server.terminated().isDone());
        }
    }
}
