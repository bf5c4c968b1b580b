package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.PeerState;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A member of a mesh waits for all of its connections at once, however many there are. */
@Timeout(60)
class MeshTest {
    private static final int FOREVER_MILLIS = 600_000;
    private static final int MEMBERS = 8;

    private final ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
    private final SceneMultiplayer multiplayer = new SceneMultiplayer();
    private final List<ENetConnection> others = new ArrayList<>();

    MeshTest() {
        peer.createMesh(1);
        multiplayer.setMultiplayerPeer(peer);
    }

    @AfterEach
    void close() {
        multiplayer.close();
        others.forEach(ENetConnection::close);
    }

    /** The other side's end of a new connection. */
    private ENetPacketPeer add() {
        ENetConnection host = new ENetConnection();
        host.createHostBound("127.0.0.1", 0, 1, 0, 0, 0);
        ENetConnection other = new ENetConnection();
        other.createHost();
        others.add(other);
        ENetPacketPeer end = other.connectToHost("127.0.0.1", host.getLocalPort(), 0, 0);
        while (end.getState() != PeerState.CONNECTED || host.getPeers().isEmpty()
                || host.getPeers().get(0).getState() != PeerState.CONNECTED) {
            other.service(1);
            host.service(1);
        }
        assertEquals(ENetError.OK, peer.addMeshPeer(others.size() + 1, host));
        return end;
    }

    private CompletableFuture<Void> pollLong() {
        return CompletableFuture.runAsync(() -> multiplayer.poll(FOREVER_MILLIS));
    }

    private void serviceOthersUntilDone(CompletableFuture<Void> poll) throws Exception {
        for (int i = 0; i < 3000 && !poll.isDone(); i++) {
            for (ENetConnection other : others) {
                other.service(1);
            }
        }
        poll.get(1, TimeUnit.SECONDS);
    }

    @Test
    void waitsForAnyOfMany() throws Exception {
        List<ENetPacketPeer> ends = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            ends.add(add());
        }
        Told told = new Told();
        multiplayer.setListener(told);
        for (int i = MEMBERS - 1; i >= 0; i--) {
            CompletableFuture<Void> poll = pollLong();
            Thread.sleep(20);
            assertFalse(poll.isDone());
            ends.get(i).send(0, new byte[] {Command.RAW, (byte) i}, ENetPacketPeer.FLAG_RELIABLE);
            serviceOthersUntilDone(poll);
            assertEquals(List.of("packet " + (i + 2) + " 0" + i), told.take());
        }
        CompletableFuture<Void> poll = pollLong();
        ends.get(3).peerDisconnect(0);
        serviceOthersUntilDone(poll);
        assertEquals(List.of("disconnected 5"), told.take());
        assertEquals(MEMBERS - 1, multiplayer.getPeers().size());
    }

    /** Also while it has nobody: it neither returns at once nor spins, and hears of who is added meanwhile. */
    @Test
    void waitsWithoutAny() throws Exception {
        long thread = Thread.currentThread().getId();
        long cpu = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);
        long start = System.nanoTime();
        multiplayer.poll(500);
        assertTrue(System.nanoTime() - start >= 490_000_000);
        assertTrue(ManagementFactory.getThreadMXBean().getThreadCpuTime(thread) - cpu < 300_000_000);
        multiplayer.wakeup();
        multiplayer.poll(FOREVER_MILLIS);
        CompletableFuture<Void> poll = pollLong();
        Thread.sleep(50);
        add().send(0, new byte[] {Command.RAW, 1}, ENetPacketPeer.FLAG_RELIABLE);
        serviceOthersUntilDone(poll);
        CompletableFuture<Void> woken = pollLong();
        multiplayer.wakeup();
        woken.get(30, TimeUnit.SECONDS);
    }
}
