package io.github.enet4j.cli.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.testing.Direction;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that Godot 4.6 has sent. */
class GodotLayerTest {
    private static final String MAIN =
            "01 3733623936366433646436343566363032396232663330383163653036626332 00 01000000 4d61696e00";

    private final GodotLayer layer = new GodotLayer(new GodotNodes(new MethodNames(List.of()), null));

    private String describe(String hex) {
        return layer.describe(Direction.TO_SERVER, Captures.bytes(hex));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "20 09000080 04 01 02 01 4d61696e00|RPC Main.method4(1)",
        "a0 06000080 04 4d61696e00|RPC Main.method4()",
        "a0 09000080 04 010203 4d61696e00|RPC Main.method4(PackedByteArray(010203))",
        "00 01 04 03 02 01 81 040000000200000068690000|RPC Main.method4(1, true, \"hi\")",
        "80 01 04|RPC Main.method4()",
        "20 01000000 04 01 02 01|RPC Main.method4(1)",
        "60 0a000080 0180 01 02 01 4d61696e00|RPC Main.method32769(1)",
        "00 02 04 01 02 01|RPC node 2.method4(1)",
        "00 01 01 01 1c000100 02000000 01000000 02000000 01000000|RPC Main.method1([1])",
        "03 dead|RAW dead",
        "07 03 05000000 03 aa|RELAY to 5: RAW aa",
        "07 03 00000000 03 aa|RELAY to all: RAW aa",
        "07 03 feffffff 03 aa|RELAY to all but 2: RAW aa",
        "07 00 010203|AUTH 010203",
        "07 00|AUTH done",
        "07 01 2c010000|ADD_PEER 300",
        "07 02 05000000|DEL_PEER 5",
        "05 01000000|DESPAWN node #1",
        "06 0100 02000000 0c000000 05000000 0000803f 00000040|SYNC at 1 synchronizer #2 = Vector2(1.0, 2.0)",
        "16 02000000 0300000000000000 0e000000 0264 04000000 01000000 74000000"
                + "|DELTA synchronizer #2 mask 3 = 100, \"t\"",
        "06 0300 01000080 0c000000 05000000 0000c040 0000803f|SYNC at 3 Main = Vector2(6.0, 1.0)",
        "06 0100|SYNC at 1",
        "04 01 01000000 01000000 01000000 03000000 02000000 503100 05000000 0000803f 00000040 0264"
                + "|SPAWN P1 = node #1 by Main, scene 1, state = Vector2(1.0, 2.0), 100",
        "04 ff 01000000 03000000 01000000 04000000 04000000 43343200 02000000 022a"
                + "|SPAWN C42 = node #3 by Main, custom: 42",
        "00 01|cut off: 0001", "''|empty", "07|cut off: 07"})
    void packets(String hex, String text) {
        assertEquals("SIMPLIFY_PATH Main = 1", describe(MAIN));
        assertEquals(text, describe(hex));
    }

    @Test
    void pathsBelongToTheirSender() {
        describe(MAIN);
        assertEquals("CONFIRM_PATH Main",
                layer.describe(Direction.TO_CLIENT, Captures.bytes("02 01 01000000")));
        assertEquals("RPC node 1.method4()", layer.describe(Direction.TO_CLIENT, Captures.bytes("80 01 04")));
    }

    @Test
    void methodsHaveNames() {
        GodotLayer named = new GodotLayer(new GodotNodes(
                new MethodNames(List.of("/root/Main=zeta,alpha,Beta,_under,typed")), null));
        byte[] call = Captures.bytes("20 09000080 04 01 02 01 4d61696e00");
        assertEquals("RPC Main.zeta(1)", named.describe(Direction.TO_SERVER, call));
        byte[] first = Captures.bytes("20 09000080 00 01 02 01 4d61696e00");
        assertEquals("RPC Main.Beta(1)", named.describe(Direction.TO_SERVER, first));
    }

    @Test
    void nothingThrows() {
        Random random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            byte[] packet = new byte[random.nextInt(40)];
            random.nextBytes(packet);
            assertTrue(!layer.describe(Direction.TO_SERVER, packet).isEmpty());
        }
    }
}
