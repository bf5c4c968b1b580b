package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetError;
import io.github.enet4j.ENetException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server and clients without a network between: spawned nodes and their state, whoever owns it, come what may. */
class ReplicationTest {
    private static final String SCENE = "res://player.tscn";

    /** What is kept alike of a player: the server's part, and that of the client whose number is the node's name. */
    private static final class Avatar {
        int hp = 100;
        float speed = 1.5f;
        private double x;
        String[] items = {};
    }

    /** A side with a spawner for avatars. */
    private static final class Side {
        final Game game;
        final Map<String, Avatar> avatars = new HashMap<>();
        final MultiplayerSpawner spawner;

        Side(MemoryPeer peer) {
            game = new Game(peer);
            game.multiplayer.setTickInterval(0);
            spawner = game.multiplayer.spawner("Spawner", "World").addSpawnableScene(SCENE, this::setUp);
            spawner.onDespawned(node -> avatars.remove(node.name()));
        }

        private void setUp(RemoteNode node) {
            Avatar avatar = new Avatar();
            avatars.put(node.name(), avatar);
            node.synchronizer("Sync")
                    .fields(MethodHandles.lookup(), avatar, ReplicationMode.ON_CHANGE, "hp", "items")
                    .fields(MethodHandles.lookup(), avatar, ReplicationMode.NEVER, "speed");
            node.rpcConfig("hit", RpcMode.AUTHORITY, TransferMode.RELIABLE, 0, false);
            node.onRpc("hit", (sender, arguments) -> avatar.hp--);
            node.synchronizer("Input").fields(MethodHandles.lookup(), avatar, ReplicationMode.ALWAYS, "x");
            node.node("Input").setMultiplayerAuthority(Integer.parseInt(node.name()));
        }

        Avatar avatar(int client) {
            return avatars.get("" + client);
        }

        RemoteNode spawn(int client) {
            return spawner.spawn(SCENE, "" + client);
        }
    }

    private final Side server = new Side(MemoryPeer.server());
    private final Side first = new Side(MemoryPeer.client(5));
    private final Side second = new Side(MemoryPeer.client(7));

    private void join(Side client) {
        MemoryPeer.join(server.game.peer, client.game.peer);
        settle();
    }

    private void settle() {
        Game.settle(server.game, first.game, second.game);
    }

    @Test
    void stateGoesBothWays() {
        join(first);
        server.spawn(5);
        join(second);
        server.spawn(7);
        server.avatar(5).hp = 50;
        server.avatar(5).speed = 3;
        first.avatar(5).x = 12;
        settle();
        assertEquals(50, first.avatar(5).hp);
        assertEquals(50, second.avatar(5).hp);
        assertEquals(1.5f, first.avatar(5).speed);
        assertEquals(12, server.avatar(5).x);
        assertEquals(12, second.avatar(5).x);
        second.avatar(5).x = 1; // not its own
        second.avatar(7).x = 2;
        server.avatar(7).items = new String[] {"sword"};
        settle();
        assertEquals(12, second.avatar(5).x);
        assertEquals(2, first.avatar(7).x);
        assertEquals("sword", second.avatar(7).items[0]);
        server.avatar(7).items[0] = "bow"; // changed in place
        settle();
        assertEquals("bow", first.avatar(7).items[0]);
        for (Side side : List.of(server, first, second)) {
            side.game.assertFine();
        }
    }

    @Test
    void nodesGoAndComeAgain() {
        join(first);
        RemoteNode node = server.spawn(5);
        settle();
        Avatar before = first.avatar(5);
        node.remove();
        settle();
        assertEquals(Map.of(), first.avatars);
        assertTrue(node.isRemoved());
        server.spawn(5);
        server.avatar(5).hp = 1;
        settle();
        assertNotSame(before, first.avatar(5));
        assertEquals(1, first.avatar(5).hp);
        first.avatar(5).x = 9;
        settle();
        assertEquals(9, server.avatar(5).x);
        first.game.assertFine();
    }

    @Test
    void nodesGoWithTheirServer() {
        join(first);
        server.spawn(5);
        settle();
        first.game.peer.go(1);
        first.game.multiplayer.poll();
        assertEquals(Map.of(), first.avatars);
        /* The server's stay, and the next connection gets them. */
        server.game.peer.go(5);
        settle();
        MemoryPeer again = MemoryPeer.client(5);
        first.game.multiplayer.setMultiplayerPeer(again);
        MemoryPeer.join(server.game.peer, again);
        settle();
        assertEquals(100, first.avatar(5).hp);
        first.game.assertFine();
    }

    @Test
    void spawnsFromBeforeThereWasAPeer() {
        Game alone = new Game(MemoryPeer.server());
        alone.multiplayer.setMultiplayerPeer(null);
        alone.multiplayer.spawner("Spawner", "World").addSpawnableScene(SCENE, node -> { }).spawn(SCENE, "5");
        MemoryPeer peer = MemoryPeer.server();
        alone.multiplayer.setMultiplayerPeer(peer);
        peer.come(9);
        alone.multiplayer.poll();
        assertEquals("04 00 01 00 00 00 01 00 00 00 00 00 00 00 02 00 00 00 35 00", peer.takeSent().get(1).hex());
    }

    @Test
    void visibility() {
        join(first);
        join(second);
        RemoteNode node = server.spawn(5);
        settle();
        MultiplayerSynchronizer sync = node.synchronizer("Sync");
        sync.setPublicVisibility(false);
        settle();
        assertEquals(Map.of(), first.avatars);
        assertEquals(Map.of(), second.avatars);
        server.avatar(5).hp = 7;
        sync.setVisibilityFor(7, true);
        settle();
        assertEquals(7, second.avatar(5).hp);
        assertEquals(Map.of(), first.avatars);
        server.game.peer.takeSent();
        node.rpc("hit");
        assertTrue(server.game.peer.takeSent().stream().allMatch(sent -> sent.target() == 7));
        int[] hidden = {7};
        sync.addVisibilityFilter(peer -> peer != hidden[0]);
        settle();
        assertEquals(Map.of(), second.avatars);
        hidden[0] = 0;
        settle();
        assertEquals(7, second.avatar(5).hp);
        second.game.assertFine();
    }

    /** A client that has not loaded the scene yet gets it when it has. */
    @Test
    void repeatsWhatAClientCouldNotTake() throws InterruptedException {
        Game late = new Game(MemoryPeer.client(9));
        late.multiplayer.setTickInterval(0);
        server.spawn(5);
        MemoryPeer.join(server.game.peer, late.peer);
        Game.settle(server.game, late);
        assertEquals("1 DOES_NOT_EXIST", late.told.takeRejected().get(0));
        Avatar avatar = new Avatar();
        late.multiplayer.spawner("Spawner", "World").addSpawnableScene(SCENE, node -> {
            node.synchronizer("Sync")
                    .fields(MethodHandles.lookup(), avatar, ReplicationMode.ON_CHANGE, "hp", "items")
                    .fields(MethodHandles.lookup(), avatar, ReplicationMode.NEVER, "speed");
        });
        server.avatar(5).hp = 3;
        long end = System.nanoTime() + 30_000_000_000L;
        while (avatar.hp != 3 && System.nanoTime() - end < 0) {
            Game.settle(server.game, late);
            Thread.sleep(10);
        }
        assertEquals(3, avatar.hp);
    }

    @Test
    void refusesWhatCannotBe() {
        for (String name : new String[] {"", "a.b", "a:b", "a@b", "a/b", "a\"b", "a%b"}) {
            assertThrows(IllegalArgumentException.class, () -> server.spawner.spawn(SCENE, name), name);
        }
        server.spawn(5);
        assertThrows(IllegalArgumentException.class, () -> server.spawn(5));
        assertThrows(IllegalArgumentException.class, () -> server.spawner.spawn("no scene", "6"));
        assertThrows(IllegalStateException.class, () -> server.spawner.spawnCustom(1, "6"));
        assertThrows(NumberFormatException.class, () -> server.spawner.spawn(SCENE, "x"));
        assertFalse(server.game.multiplayer.node("World").node("x").isRemoved());
        join(first);
        assertEquals(ENetError.UNAUTHORIZED, assertThrows(ENetException.class, () -> first.spawn(9)).error());
        MultiplayerSynchronizer sync = server.game.multiplayer.synchronizer("Other/Sync");
        assertThrows(IllegalArgumentException.class,
                () -> sync.fields(MethodHandles.publicLookup(), server.avatar(5), ReplicationMode.ALWAYS, "x"));
        assertThrows(IllegalArgumentException.class,
                () -> sync.fields(MethodHandles.lookup(), server.avatar(5), ReplicationMode.ALWAYS, "nothing"));
        for (int i = 0; i < 64; i++) {
            sync.property("p" + i, ReplicationMode.ON_CHANGE, () -> 1, value -> { });
        }
        assertThrows(IllegalStateException.class,
                () -> sync.property("p", ReplicationMode.ON_CHANGE, () -> 1, value -> { }));
    }

    /** Alike on the side that spawns and on the others, and what late joiners get does not change. */
    @Test
    void argumentsOfCustomSpawns() {
        List<Object> got = new ArrayList<>();
        for (Side side : List.of(server, first, second)) {
            side.spawner.setSpawnFunction((node, data) -> got.add(data));
        }
        join(first);
        List<Object> given = new ArrayList<>(List.of(7, "x"));
        server.spawner.spawnCustom(given, "a");
        given.clear();
        join(second);
        List<Object> received = List.of(7L, "x");
        assertEquals(List.of(received, received, received), got);
        assertThrows(IllegalArgumentException.class, () -> server.spawner.spawnCustom(new Object(), "b"));
        assertEquals(3, got.size());
    }

    /** Packets are filled up to the limit, and no further. */
    @Test
    void packetSizes() {
        server.game.peer.come(9);
        server.game.multiplayer.poll();
        server.game.multiplayer.setMaxSyncPacketSize(128);
        for (int i = 0; i < 5; i++) {
            String state = "x".repeat(i < 4 ? 40 : 140);
            server.game.multiplayer.spawner("Texts", "Texts").setSpawnFunction((node, data) -> node.synchronizer("Sync")
                    .property("text", ReplicationMode.ALWAYS, () -> state, value -> { })).spawnCustom(i, "" + i);
        }
        server.game.peer.takeSent();
        server.game.multiplayer.poll();
        List<Integer> sizes = server.game.peer.takeSent().stream().map(sent -> (sent.hex().length() + 1) / 3).toList();
        assertEquals(List.of(3 + 2 * 56, 3 + 2 * 56), sizes);
        assertEquals(List.of("1 OUT_OF_MEMORY"), server.game.told.takeRejected());
    }

    @Test
    void intervals() {
        join(first);
        server.spawn(5).synchronizer("Sync").setIntervals(1000, 1000);
        settle();
        server.avatar(5).hp = 1;
        settle();
        assertEquals(100, first.avatar(5).hp);
        assertThrows(IllegalArgumentException.class, () -> first.game.multiplayer.setTickInterval(-1));
        assertThrows(IllegalArgumentException.class,
                () -> server.game.multiplayer.synchronizer("A/S").setIntervals(-1, 0));
    }

    /** A setter gets whatever the owner sends: what it throws ends nothing. */
    @Test
    void valuesThatDoNotFit() {
        join(first);
        server.spawn(5);
        settle();
        MultiplayerSynchronizer wrong = first.game.multiplayer.node("World/5").synchronizer("Wrong");
        wrong.property("x", ReplicationMode.ALWAYS, () -> "text", value -> { });
        first.game.multiplayer.node("World/5/Wrong").setMultiplayerAuthority(5);
        server.game.multiplayer.node("World/5").synchronizer("Wrong")
                .fields(MethodHandles.lookup(), server.avatar(5), ReplicationMode.ALWAYS, "hp");
        server.game.multiplayer.node("World/5/Wrong").setMultiplayerAuthority(5);
        settle();
        assertTrue(server.game.told.failures.size() > 0);
        assertTrue(server.game.told.failures.stream().allMatch(one -> one instanceof ClassCastException));
        assertEquals(100, server.avatar(5).hp);
    }
}
