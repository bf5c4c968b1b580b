package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A path that a peer numbers before there is such a node is confirmed when there is one: Godot tells it only once. */
class AwaitedPathTest {
    private static final String NO_METHODS = "d41d8cd98f00b204e9800998ecf8427e";
    private static final String METHOD_M = "6f8f57715090da2632453988d9a1501b";

    private final Game game = Game.client(9);

    private void simplify(int sender, int number, String path, String checksum) {
        HexFormat hex = HexFormat.of();
        game.receive(sender, "01" + hex.formatHex(checksum.getBytes(StandardCharsets.US_ASCII)) + "00"
                + hex.toHexDigits((byte) number) + "000000"
                + hex.formatHex((path + '\0').getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void confirmedOnceDeclared() {
        simplify(1, 7, "World/Late", METHOD_M);
        simplify(1, 8, "World/Never", NO_METHODS);
        game.assertSent();
        RemoteNode late = game.multiplayer.node("World/Late");
        game.assertSent();
        late.rpcConfig("m", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false)
                .onRpc("m", (sender, arguments) -> game.calls.add(sender + " m"));
        game.multiplayer.poll();
        game.assertSent("02 01 07 00 00 00");
        game.receive(1, "80 07 00");
        game.assertCalls("1 m");
        game.multiplayer.poll();
        game.assertSent();
    }

    @Test
    void otherMethodsAreReported() {
        simplify(1, 7, "/root/World/../World/Late", METHOD_M);
        game.told.take();
        game.multiplayer.node("World/Late");
        game.multiplayer.poll();
        game.assertSent("02 00 07 00 00 00");
        assertTrue(game.told.take().toString().contains(METHOD_M));
    }

    @Test
    void removedBeforeThePoll() {
        simplify(1, 7, "Late", NO_METHODS);
        game.multiplayer.node("Late").remove();
        game.multiplayer.poll();
        game.assertSent();
        game.multiplayer.node("Late");
        game.multiplayer.poll();
        game.assertSent("02 01 07 00 00 00");
    }

    @Test
    void numberedAgainMeanwhile() {
        simplify(1, 7, "Late", NO_METHODS);
        simplify(1, 8, "Late", NO_METHODS);
        simplify(1, 9, "Other", NO_METHODS);
        simplify(1, 9, "Main", NO_METHODS);
        game.peer.takeSent();
        game.multiplayer.node("Late");
        game.multiplayer.node("Other");
        game.multiplayer.poll();
        game.assertSent("02 01 08 00 00 00");
    }

    /** Godot spawns by the number without a confirmation; who asks again gets one, and may repeat the spawns then. */
    @Test
    void spawnersAreConfirmedWhenAskedAgain() {
        simplify(1, 7, "Spawner", NO_METHODS);
        game.multiplayer.spawner("Spawner", "World").addSpawnableScene("res://player.tscn", node -> { });
        game.multiplayer.poll();
        game.assertSent();
        game.told.rejected.clear();
        game.receive(1, "04 00 07 00 00 00 01 00 00 00 00 00 00 00 03 00 00 00 50 31 00");
        game.assertFine();
        simplify(1, 7, "Spawner", NO_METHODS);
        game.assertSent("02 01 07 00 00 00");
        game.assertFine();
        simplify(1, 7, "Spawner", NO_METHODS);
        game.assertSent();
        assertEquals(List.of("1 ALREADY_IN_USE"), game.told.takeRejected());
    }

    @Test
    void forgottenWithTheConnection() {
        simplify(1, 7, "Late", NO_METHODS);
        game.peer.go(1);
        game.multiplayer.poll();
        game.multiplayer.node("Late");
        game.peer.come(1);
        game.multiplayer.poll();
        game.assertSent();
    }

    @Test
    void aPeerFillsNoMemory() {
        AwaitedPaths awaited = new AwaitedPaths();
        AwaitedPaths.Announcement announcement = new AwaitedPaths.Announcement(1, new byte[32]);
        int forgotten = 0;
        for (int i = 0; i < 1000; i++) {
            forgotten += awaited.put("path" + i, announcement);
        }
        int kept = 0;
        for (int i = 0; i < 1000; i++) {
            kept += awaited.get("path" + i) != null ? 1 : 0;
        }
        assertEquals(1000, kept + forgotten);
        assertTrue(kept > 50 && kept < 110, "kept " + kept);
        assertNotNull(awaited.get("path999"));
        assertEquals(kept + 1, awaited.put("x".repeat(AwaitedPaths.MOST_BYTES), announcement));
        assertNull(awaited.get("path999"));
        for (int i = 0; i < 1000; i++) {
            assertEquals(0, awaited.put("again", announcement));
        }
        simplify(1, 7, "x".repeat(AwaitedPaths.MOST_BYTES), NO_METHODS);
        assertEquals(1, game.multiplayer.getCounters().pathsForgotten());
        assertEquals(List.of(), game.told.failures);
    }
}
