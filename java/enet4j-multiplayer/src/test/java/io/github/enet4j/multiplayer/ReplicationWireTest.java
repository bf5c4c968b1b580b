package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.multiplayer.MemoryPeer.Sent;
import io.github.enet4j.variant.Vector2;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spawners and synchronizers, byte for byte as a Godot 4.6.3 sent them, and what is made of such packets. */
class ReplicationWireTest {
    private static final String SPAWN = "04 01 01 00 00 00 01 00 00 00 01 00 00 00 03 00 00 00 02 00 00 00 50 31 00"
            + " 05 00 00 00 00 00 80 3f 00 00 00 40 02 64 1d 00 00 00 02 00 00 00 09 08 00 00";
    private static final String CUSTOM = "04 ff 01 00 00 00 03 00 00 00 01 00 00 00 04 00 00 00 04 00 00 00 43 34 32 00"
            + " 02 00 00 00 02 2a 05 00 00 00 00 00 80 3f 00 00 00 40 02 64 1d 00 00 00 02 00 00 00 09 08 00 00";
    private static final String STATE = "05 00 00 00 00 00 80 3f 00 00 00 40";
    private static final String ALL_CHANGES = "16 02 00 00 00 03 00 00 00 00 00 00 00 0e 00 00 00 02 64"
            + " 04 00 00 00 01 00 00 00 74 00 00 00";
    private static final String SYNC_PATH = "01 64 34 31 64 38 63 64 39 38 66 30 30 62 32 30 34 65 39 38 30 30 39 39"
            + " 38 65 63 66 38 34 32 37 65 00 01 00 00 00 57 2f 50 31 2f 53 79 6e 63 00";

    /** What is kept alike of one player. */
    private static final class Player {
        Vector2 position = new Vector2(1, 2);
        long hp = 100;
        byte[] blob = {9, 8};
        String title = "t";

        void declare(RemoteNode node) {
            node.synchronizer("Sync")
                    .property("position", ReplicationMode.ALWAYS, () -> position, value -> position = (Vector2) value)
                    .property("hp", ReplicationMode.ON_CHANGE, () -> hp, value -> hp = (Long) value)
                    .property("blob", ReplicationMode.NEVER, () -> blob, value -> blob = (byte[]) value)
                    .property("title", ReplicationMode.ON_CHANGE, false, () -> title, value -> title = (String) value);
        }
    }

    private final List<Player> players = new ArrayList<>();

    private Player player(int index) {
        return players.get(index);
    }

    private MultiplayerSpawner spawnerOf(Game game) {
        game.multiplayer.setTickInterval(0);
        return game.multiplayer.spawner("Spawner", "W")
                .addSpawnableScene("other", node -> { })
                .addSpawnableScene("player", this::addPlayer)
                .setSpawnFunction((node, data) -> addPlayer(node));
    }

    private void addPlayer(RemoteNode node) {
        Player player = new Player();
        players.add(player);
        player.declare(node);
    }

    /** What one poll sends. */
    private static List<String> tick(Game game) {
        game.peer.takeSent();
        game.multiplayer.poll();
        return game.peer.takeSent().stream().map(Sent::hex).toList();
    }

    @Test
    void spawns() {
        Game server = Game.serverWith(9);
        MultiplayerSpawner spawner = spawnerOf(server);
        spawner.spawn("player", "P1");
        List<Sent> sent = server.peer.takeSent();
        assertEquals(2, sent.size());
        assertTrue(sent.get(0).hex().startsWith("01 64 34 31 64 38 63 64 39 38"), sent.get(0).hex());
        assertEquals(new Sent(9, TransferMode.RELIABLE, 0, SPAWN), sent.get(1));
        RemoteNode custom = spawner.spawnCustom(42, "C42");
        server.assertSent(CUSTOM);
        server.receive(9, "02 01 01 00 00 00");
        server.peer.takeSent();
        custom.remove();
        server.assertSent("05 03 00 00 00");
    }

    @Test
    void sendsStateAndChanges() {
        Game server = Game.serverWith(9);
        spawnerOf(server).spawn("player", "P1");
        assertEquals(List.of("06 01 00 02 00 00 00 0c 00 00 00 " + STATE, ALL_CHANGES), tick(server));
        player(0).hp = 50;
        assertEquals(List.of("06 02 00 02 00 00 00 0c 00 00 00 " + STATE,
                "16 02 00 00 00 01 00 00 00 00 00 00 00 02 00 00 00 02 32"), tick(server));
        assertEquals(List.of("06 03 00 02 00 00 00 0c 00 00 00 " + STATE), tick(server));
        server.peer.come(5);
        server.multiplayer.poll();
        List<Sent> sent = server.peer.takeSent();
        assertEquals(SPAWN.replace("02 64 1d", "02 32 1d"), sent.get(3).hex());
        assertEquals(List.of(9, 5, 5), sent.subList(4, 7).stream().map(Sent::target).toList());
        assertEquals(ALL_CHANGES.replace("02 64", "02 32"), sent.get(6).hex());
        assertEquals(TransferMode.RELIABLE, sent.get(6).mode());
        assertEquals(TransferMode.UNRELIABLE, sent.get(5).mode());
        server.assertFine();
    }

    @Test
    void ownerSendsByPathOnceConfirmed() {
        Game client = Game.client(9);
        client.multiplayer.setTickInterval(0);
        RemoteNode node = client.multiplayer.node("W/P1");
        addPlayer(node);
        node.setMultiplayerAuthority(9);
        assertEquals(List.of(SYNC_PATH), tick(client));
        assertEquals(List.of(), tick(client));
        client.receive(1, "02 01 01 00 00 00");
        client.peer.takeSent();
        player(0).position = new Vector2(6, 1);
        List<String> sent = tick(client);
        assertEquals("06 04 00 01 00 00 80 0c 00 00 00 05 00 00 00 00 00 c0 40 00 00 80 3f", sent.get(0));
        client.assertFine();
    }

    private Game receiver() {
        Game client = Game.client(9);
        spawnerOf(client);
        client.receive(1, "01 64 34 31 64 38 63 64 39 38 66 30 30 62 32 30 34 65 39 38 30 30 39 39 38 65"
                + " 63 66 38 34 32 37 65 00 01 00 00 00 53 70 61 77 6e 65 72 00");
        client.assertSent("02 01 01 00 00 00");
        return client;
    }

    @Test
    void receives() {
        Game client = receiver();
        List<String> events = new ArrayList<>();
        client.multiplayer.spawner("Spawner", "W").onSpawned(node -> events.add("spawned " + node))
                .onDespawned(node -> events.add("despawned " + node + " " + node.isRemoved()));
        client.receive(1, SPAWN.replace("80 3f", "a0 40").replace("02 64", "02 07").replace("09 08", "01 02"));
        assertEquals(new Vector2(5, 2), player(0).position);
        assertEquals(7, player(0).hp);
        assertArrayEquals(new byte[] {1, 2}, player(0).blob);
        client.receive(1, CUSTOM);
        client.receive(1, "06 01 00 02 00 00 00 0c 00 00 00 " + STATE + " 04 00 00 00 0c 00 00 00 "
                + STATE.replace("80 3f", "00 40"));
        assertEquals(new Vector2(1, 2), player(0).position);
        assertEquals(new Vector2(2, 2), player(1).position);
        client.receive(1, ALL_CHANGES);
        assertEquals(100, player(0).hp);
        client.receive(1, "05 01 00 00 00");
        client.receive(1, "06 02 00 02 00 00 00 0c 00 00 00 " + STATE);
        client.assertFine();
        client.peer.go(1);
        client.multiplayer.poll();
        assertEquals(List.of("spawned W/P1", "spawned W/C42", "despawned W/P1 true", "despawned W/C42 true"), events);
    }

    @Test
    void dropsLateStates() {
        Game client = receiver();
        client.receive(1, SPAWN);
        long[][] timesAndWhetherNew = {
            {5, 1}, {4, 0}, {5, 0}, {6, 1}, {0xffff, 1}, {0x7fff, 1}, {0xfffe, 1}, {1, 1}, {0, 0},
        };
        for (long[] one : timesAndWhetherNew) {
            player(0).position = new Vector2(0, 0);
            String time = "%02x %02x".formatted(one[0] & 0xff, one[0] >> 8);
            client.receive(1, "06 " + time + " 02 00 00 00 0c 00 00 00 " + STATE);
            assertEquals(one[1] == 1 ? new Vector2(1, 2) : new Vector2(0, 0), player(0).position, time);
        }
        client.assertFine();
    }

    @Test
    void refusesInGodotsOrder() {
        Game client = receiver();
        client.receive(1, SPAWN);
        String[][] bad = {
            {"INVALID_DATA", "04 01 01 00 00 00 01 00 00 00 00 00 00 00 03 00 00"},
            {"DOES_NOT_EXIST", SPAWN.replace("04 01 01", "04 01 07")},
            {"INVALID_DATA", SPAWN.replace("03 00 00 00 02 00 00 00 50", "03 00 00 7f 02 00 00 00 50")},
            {"INVALID_DATA", SPAWN.replace("01 00 00 00 03 00 00 00 02", "ff ff ff 7f 03 00 00 00 02")},
            {"INVALID_DATA", SPAWN.replace("01 00 00 00 03 00 00 00 02", "ff ff ff ff 03 00 00 00 02")},
            {"INVALID_DATA", SPAWN.replace("03 00 00 00 02 00 00 00 50", "00 00 00 00 02 00 00 00 50")},
            {"INVALID_DATA", SPAWN.replace("50 31 00", "50 40 00")},
            {"INVALID_DATA", SPAWN},
            {"UNAUTHORIZED", SPAWN.replace("04 01", "04 02").replace("50 31", "50 32")},
            {"ALREADY_IN_USE", SPAWN.replace("50 31", "50 32")},
            {"INVALID_DATA", CUSTOM.replace("02 00 00 00 02 2a", "ff 00 00 00 02 2a")},
            {"INVALID_DATA", CUSTOM.replace("02 00 00 00 02 2a", "02 00 00 00 42 2a")},
            {"INVALID_DATA", "05 01 00 00"},
            {"UNAUTHORIZED", "05 02 00 00 00"},
            {"INVALID_DATA", "06 01 00"},
            {"INVALID_DATA", "06 01 00 02 00 00 00 ff 00 00 00 05"},
            {"INVALID_DATA", "06 01 00 02 00 00 00 01 00 00 00 05"},
            {"DOES_NOT_EXIST", ALL_CHANGES.replace("16 02", "16 09")},
            {"INVALID_DATA", ALL_CHANGES.replace("03 00 00 00 00 00 00 00 0e", "04 00 00 00 00 00 00 00 0e")},
            {"INVALID_DATA", ALL_CHANGES.replace("03 00 00 00 00 00 00 00 0e", "01 00 00 00 00 00 00 00 0e")},
            {"FILE_EOF", ALL_CHANGES.replace("03 00 00 00 00 00 00 00 0e", "03 00 00 00 00 00 00 00 0d")},
            {"INVALID_DATA", ALL_CHANGES.replace("03 00 00 00 00 00 00 00 0e", "03 00 00 00 00 00 00 00 ff")},
        };
        for (String[] one : bad) {
            client.receive(1, one[1]);
            assertEquals(List.of("1 " + one[0]), client.told.takeRejected(), one[1]);
        }
        client.receive(1, "07 03 05 00 00 00 " + ALL_CHANGES);
        assertEquals(List.of("5 DOES_NOT_EXIST"), client.told.takeRejected());
        assertEquals(1, players.size());
        client.multiplayer.node("W/P1").setMultiplayerAuthority(9);
        client.receive(1, ALL_CHANGES);
        assertEquals(List.of("1 UNAUTHORIZED"), client.told.takeRejected());
        client.multiplayer.node("Spawner").setMultiplayerAuthority(9);
        client.receive(1, SPAWN.replace("50 31", "50 33"));
        client.receive(1, "05 01 00 00 00");
        assertEquals(List.of("1 UNAUTHORIZED", "1 UNAUTHORIZED"), client.told.takeRejected());
    }
}
