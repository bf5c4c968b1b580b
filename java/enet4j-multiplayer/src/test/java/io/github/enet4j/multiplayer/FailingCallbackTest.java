package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.multiplayer.Players.Player;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a callback throws, all that goes on around it is completed. An exception is reported; an Error comes up, and
 * the next poll goes on behind it.
 */
@Timeout(60)
class FailingCallbackTest {
    private static final String ZETA = "a0 06 00 00 80 04 4d 61 69 6e 00";
    private static final String ALPHA = "a0 06 00 00 80 02 4d 61 69 6e 00";
    private static final String SCENE = "res://player.tscn";

    private final Game server = Game.serverWith(9);
    private final AssertionError error = new AssertionError("of the program");

    private void throwIt() {
        throw error;
    }

    private void assertComesUp(Runnable call) {
        assertSame(error, assertThrows(AssertionError.class, call::run));
    }

    @Test
    void errorOfAMethod() {
        server.main.onRpc("zeta", (sender, arguments) -> throwIt());
        for (String packet : new String[] {ALPHA, ZETA, ALPHA, ZETA}) {
            server.peer.inject(9, packet);
        }
        assertComesUp(server.multiplayer::poll);
        server.assertCalls("9 alpha[]");
        assertEquals(0, server.multiplayer.getRemoteSenderId());
        assertComesUp(() -> server.multiplayer.poll(1000));
        server.assertCalls("9 alpha[]");
        server.multiplayer.poll();
        server.assertFine();
        assertEquals(2, server.multiplayer.getCounters().callbacksFailed());
        assertEquals(List.of(9), server.multiplayer.getPeers());
    }

    /** Of each kind of callback: it comes up once, and what the callback was about has happened. */
    @Test
    void errorsOfAListener() {
        MultiplayerListener failing = new MultiplayerListener() {
            @Override
            public void peerConnected(int id) {
                throwIt();
            }

            @Override
            public void peerDisconnected(int id) {
                throwIt();
            }

            @Override
            public void peerPacket(int id, byte[] packet) {
                throwIt();
            }

            @Override
            public void packetRejected(int id, io.github.enet4j.ENetError reason, String what) {
                throwIt();
            }

            @Override
            public void callbackFailed(int id, Exception failure) {
                throwIt();
            }
        };
        server.multiplayer.setListener(failing);
        server.peer.come(5);
        assertComesUp(server.multiplayer::poll);
        assertEquals(List.of(9, 5), server.multiplayer.getPeers());
        server.assertSent("07 01 05 00 00 00", "07 01 09 00 00 00");
        server.peer.inject(5, "03 aa");
        assertComesUp(server.multiplayer::poll);
        server.peer.inject(5, "03");
        assertComesUp(server.multiplayer::poll);
        server.main.onRpc("zeta", (sender, arguments) -> {
            throw new IllegalStateException();
        });
        server.peer.inject(5, ZETA);
        assertComesUp(server.multiplayer::poll);
        server.peer.go(5);
        assertComesUp(server.multiplayer::poll);
        server.assertSent("07 02 05 00 00 00");
        assertEquals(List.of(9), server.multiplayer.getPeers());
        server.multiplayer.poll();
    }

    /** It ends the call that it ran in, also when that is not poll. */
    @Test
    void errorOfALocalCall() {
        server.main.rpcConfig("zeta", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, true);
        server.main.onRpc("zeta", (sender, arguments) -> throwIt());
        assertComesUp(() -> server.main.rpc("zeta"));
        assertEquals(2, server.peer.takeSent().size()); // the path, and the call
        server.multiplayer.poll();
    }

    /** All that a server had spawned goes with it, whatever becomes of the first. */
    @Test
    void errorWhileAllIsReset() {
        Game client = Game.client(5);
        Game other = new Game(MemoryPeer.server());
        other.multiplayer.spawner("Spawner", "World").addSpawnableScene(SCENE, node -> { }).spawn(SCENE, "a");
        other.multiplayer.spawner("Spawner", "World").spawn(SCENE, "b");
        client.multiplayer.spawner("Spawner", "World").addSpawnableScene(SCENE, node -> { })
                .onDespawned(node -> throwIt());
        MemoryPeer peer = MemoryPeer.client(5);
        client.multiplayer.setMultiplayerPeer(peer);
        MemoryPeer.join(other.peer, peer);
        Game.settle(other, client);
        assertEquals(2, client.multiplayer.node("World").children().size());
        peer.go(1);
        assertComesUp(client.multiplayer::poll);
        assertEquals(0, client.multiplayer.node("World").children().size());
        assertTrue(client.told.lines.contains("server disconnected"));
    }

    /** What a value's getter or a filter throws keeps nothing else from being sent. */
    @Test
    void gettersAndFilters() {
        server.multiplayer.setTickInterval(0);
        boolean[] failing = {false};
        MultiplayerSpawner spawner = server.multiplayer.spawner("Spawner", "World").addSpawnableScene(SCENE, node -> {
            node.synchronizer("Sync").property("hp", ReplicationMode.ON_CHANGE, () -> {
                if (failing[0] && node.name().equals("bad")) {
                    throw new IllegalStateException("no value");
                }
                return 1;
            }, value -> { });
        });
        spawner.spawn(SCENE, "bad");
        spawner.spawn(SCENE, "good");
        failing[0] = true;
        server.peer.takeSent();
        server.peer.come(5);
        server.multiplayer.poll();
        assertEquals(List.of("connected 5"), server.told.take());
        assertEquals(1, server.peer.takeSent().stream()
                .filter(sent -> sent.target() == 5 && sent.hex().startsWith("04")).count());
        assertTrue(server.told.failures.size() > 0);
        server.told.failures.clear();
        assertThrows(IllegalStateException.class, () -> spawner.addSpawnableScene("other", node ->
                node.synchronizer("Sync").property("x", ReplicationMode.NEVER, () -> {
                    throw new IllegalStateException("none yet");
                }, value -> { })).spawn("other", "never"));
        assertThrows(IllegalArgumentException.class, () -> spawner.addSpawnableScene("third", node ->
                node.synchronizer("Sync").property("x", ReplicationMode.NEVER, Object::new, value -> { }))
                .spawn("third", "never"));
        assertEquals(0, server.peer.takeSent().size());
        failing[0] = false;
        spawner.spawn(SCENE, "never"); // the name is free, and the numbers are in order
        server.multiplayer.node("World/good").synchronizer("Sync").addVisibilityFilter(peer -> {
            throw new IllegalArgumentException("peer " + peer);
        });
        server.multiplayer.poll();
        assertTrue(server.told.failures.stream().allMatch(failure -> failure instanceof IllegalArgumentException));
        server.receive(9, ALPHA);
        server.assertCalls("9 alpha[]");
    }

    /** Over ENet: three calls and a goodbye in one datagram. */
    @Test
    void nothingBehindItIsLost() {
        try (Players players = new Players()) {
            Player host = players.server();
            Player client = players.clientOf(host);
            int[] calls = {0};
            RemoteNode main = host.multiplayer.node("Main");
            for (RemoteNode node : List.of(main, client.multiplayer.node("Main"))) {
                node.rpcConfig("call", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
            }
            main.onRpc("call", (sender, arguments) -> {
                calls[0]++;
                throwIt();
            });
            players.until("the connection", () -> client.knows(host) && host.knows(client));
            for (int i = 0; i < 3; i++) {
                client.multiplayer.node("Main").rpcId(1, "call", i);
            }
            String goodbye = "disconnected " + client.id();
            client.peer.getPeer(1).peerDisconnectLater(0);
            int errors = 0;
            while (!host.told.lines.contains(goodbye)) {
                client.multiplayer.poll();
                try {
                    host.multiplayer.poll(1);
                } catch (AssertionError e) {
                    assertSame(error, e);
                    errors++;
                }
            }
            assertEquals(3, calls[0]);
            assertEquals(3, errors);
        }
    }
}
