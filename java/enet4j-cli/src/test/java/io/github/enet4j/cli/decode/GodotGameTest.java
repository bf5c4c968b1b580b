package io.github.enet4j.cli.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.cli.Failure;
import io.github.enet4j.testing.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packets of the arena in examples/godot-game, recorded between Godots, read with the help of its files. */
class GodotGameTest {
    private static final Path ARENA = Path.of("../../examples/godot-game");
    private static final String MAIN =
            "01 3634326430306138306633316662323539356333356336653065323830613766 00 %s 4d61696e00";
    private static final String NO_METHODS = "6434316438636439386630306232303465393830303939386563663834323765";
    private static final String SPAWNER = "01 " + NO_METHODS + " 00 01000000"
            + "4d61696e2f506c61796572537061776e657200";
    private static final String INPUT = "01 " + NO_METHODS + " 00 02000000"
            + "4d61696e2f506c61796572732f3332323436353838322f496e70757453796e6300";
    private static final String SPAWN = "04 00 01000000 01000000 01000000 0a000000 02000000 33323234363538383200"
            + "05000000f46fd243a2a0ae42 0400000003000000616d7900 0203 0200";
    private static final String AMY = "Main/Players/322465882";

    @TempDir
    private Path folder;

    private GodotLayer layer = layer(ARENA);

    private static GodotLayer layer(Path project) {
        GodotGame game = new GodotGame(project);
        assertEquals(List.of(), game.problems());
        return new GodotLayer(new GodotNodes(new MethodNames(List.of()), game));
    }

    private String up(String hex) {
        return layer.describe(Direction.TO_SERVER, Captures.bytes(hex));
    }

    private String down(String hex) {
        return layer.describe(Direction.TO_CLIENT, Captures.bytes(hex));
    }

    @Test
    void spawnedNodesAndTheirSynchronizersHaveNames() {
        down(SPAWNER);
        assertEquals("SPAWN " + AMY + " = node #1 by Main/PlayerSpawner, res://player.tscn, state: position = "
                + "Vector2(420.8746337890625, 87.31373596191406), title = \"amy\", health = 3, score = 0", down(SPAWN));
        assertEquals("SYNC at 1 " + AMY + "/ServerSync: position = Vector2(420.8746337890625, 87.31373596191406)",
                down("06 0100 02000000 0c000000 05000000 f46fd243a2a0ae42"));
        assertEquals("DELTA " + AMY + "/ServerSync: health = 3, score = 0",
                down("16 02000000 0300000000000000 04000000 0203 0200"));
        assertEquals("DELTA " + AMY + "/ServerSync: score = 1", down("16 02000000 0200000000000000 02000000 0201"));
        assertEquals("SIMPLIFY_PATH " + AMY + "/InputSync = 2", up(INPUT));
        assertEquals("SYNC at 4 " + AMY + "/InputSync: direction = Vector2(0.0, 0.0)",
                up("06 0400 02000080 0c000000 05000000 00000000 00000000"));
        assertEquals("DESPAWN " + AMY, down("05 01000000"));
    }

    @Test
    void methodsHaveNames() {
        down(String.format(MAIN, "02000000"));
        assertEquals("RPC Main.said(\"server\", \"bob has joined\")", down("20 02000000 01 02"
                + "0400000006000000736572766572000004000000 0e000000 626f6220686173206a6f696e65640000"));
        down(SPAWNER);
        down(SPAWN);
        /* The capture lacks the path's SIMPLIFY_PATH: the scene that was spawned there tells. */
        assertEquals("RPC " + AMY + ".shoot(Vector2(-276.1703796386719, 201.1828155517578))", up("20 13000080 01 01"
                + "05000000cf158ac3cd2e4943 4d61696e2f506c61796572732f33323234363538383200"));
    }

    @Test
    void numbersOfRelayedPeersAreTheirOwn() {
        down(String.format(MAIN, "02000000"));
        assertEquals("RELAY from 798007252: SIMPLIFY_PATH " + AMY + "/InputSync = 2",
                down("07 03 d49f902f" + INPUT));
        assertEquals("RPC Main.said()", down("80 02 01"));
        up(INPUT);
        assertEquals("RELAY from 798007252: CONFIRM_PATH " + AMY + "/InputSync",
                down("07 03 d49f902f 02 01 02000000"));
        assertEquals("RELAY to 798007252: CONFIRM_PATH " + AMY + "/InputSync", up("07 03 d49f902f 02 01 02000000"));
    }

    @Test
    void scriptsTellTheirMethodsWhereverTheyAre() throws IOException {
        Files.writeString(folder.resolve("project.godot"), "config_version=5\n");
        Files.writeString(folder.resolve("x.gd"), "@rpc\nfunc zeta(): pass\n@rpc\nfunc alpha(): pass\n");
        Files.writeString(folder.resolve("broken.tscn"), "[node name=");
        GodotGame game = new GodotGame(folder);
        assertTrue(game.problems().get(0).contains("broken.tscn"), game.problems().toString());
        layer = new GodotLayer(new GodotNodes(new MethodNames(List.of()), game));
        /* MD5 of "alphazeta". */
        up("01 6536613462636462323136303334633532353265333132616636376334663766 00 01000000 412f4200");
        assertEquals("RPC A/B.zeta()", up("80 01 01"));
        assertEquals("RPC A/B.method2()", up("80 01 02"));
        assertThrows(Failure.class, () -> new GodotGame(folder.resolve("none")));
    }
}
