package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.enet4j.ENetError;
import io.github.enet4j.variant.VariantArray;
import io.github.enet4j.variant.VariantType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Remote calls and path numbers, byte for byte as a Godot 4.6.3 sent them for the same node and arguments. */
class RpcWireTest {
    private static final String SIMPLIFY = "01 37 33 62 39 36 36 64 33 64 64 36 34 35 66 36 30 32 39 62 32 66 33 30 38"
            + " 31 63 65 30 36 62 63 32 00 01 00 00 00 4d 61 69 6e 00";
    private static final String CONFIRM = "02 01 01 00 00 00";

    private final Game game = Game.serverWith(9);

    private void call(String method, Object... arguments) {
        assertEquals(ENetError.OK, game.main.rpcId(9, method, arguments));
    }

    private void confirmed() {
        call("Beta");
        game.receive(9, CONFIRM);
        game.peer.takeSent();
    }

    @Test
    void byPathAtFirst() {
        call("zeta", 1);
        game.assertSent(SIMPLIFY, "20 09 00 00 80 04 01 02 01 4d 61 69 6e 00");
        call("zeta");
        game.assertSent("a0 06 00 00 80 04 4d 61 69 6e 00");
        call("zeta", new byte[] {1, 2, 3});
        game.assertSent("a0 09 00 00 80 04 01 02 03 4d 61 69 6e 00");
    }

    @Test
    void byNumberOnceConfirmed() {
        confirmed();
        call("zeta", 1, true, "hi");
        game.assertSent("00 01 04 03 02 01 81 04 00 00 00 02 00 00 00 68 69 00 00");
        call("zeta");
        game.assertSent("80 01 04");
        call("zeta", new byte[] {1, 2, 3});
        game.assertSent("80 01 04 01 02 03");
        call("zeta", -1, 300, -40000);
        game.assertSent("00 01 04 03 02 ff 42 2c 01 82 c0 63 ff ff");
        call("zeta", false, true, 0.5);
        game.assertSent("00 01 04 03 01 81 03 00 00 00 00 00 00 3f");
        call("zeta", 1L << 40, Integer.MAX_VALUE, 1L << 31);
        game.assertSent("00 01 04 03 c2 00 00 00 00 00 01 00 00 82 ff ff ff 7f c2 00 00 00 80 00 00 00 00");
        call("_under", VariantArray.typed(VariantType.INT, 1L));
        game.assertSent("00 01 01 01 1c 00 01 00 02 00 00 00 01 00 00 00 02 00 00 00 01 00 00 00");
        game.assertFine();
    }

    /** The same bytes when the arguments are written one by one. */
    @Test
    void written() {
        confirmed();
        RpcArguments arguments = writer -> {
            writer.putInt(1);
            writer.putBool(true);
            writer.putString("hi");
        };
        assertEquals(ENetError.OK, game.main.writeRpc(9, "zeta", 3, arguments));
        assertEquals(ENetError.OK, game.main.writeRpc(9, "zeta", 0, writer -> { }));
        game.assertSent("00 01 04 03 02 01 81 04 00 00 00 02 00 00 00 68 69 00 00", "80 01 04");
        String large = "x".repeat(10_000);
        game.main.writeRpc(9, "zeta", 1, writer -> writer.putString(large));
        assertEquals(4 + 8 + 10_000, (game.peer.takeSent().get(0).hex().length() + 1) / 3);
        game.main.rpcConfig("zeta", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, true);
        game.main.writeRpc(1, "zeta", 3, arguments);
        game.main.writeRpc(0, "zeta", 1, writer -> {
            writer.putInt(5);
            game.main.writeRpc(1, "alpha", 0, inner -> { });
        });
        assertEquals(ENetError.INVALID_PARAMETER, game.main.writeRpc(1, "alpha", 0, writer -> { }));
        assertEquals(ENetError.INVALID_PARAMETER, game.main.writeRpc(9, "zeta", 256, arguments));
        game.assertCalls("1 zeta[1, true, hi]", "1 zeta[5]");
    }

    @Test
    void longFormForAllWhenOneHasNotConfirmed() {
        confirmed();
        game.peer.come(5);
        game.multiplayer.poll();
        game.peer.takeSent();
        assertEquals(ENetError.OK, game.main.rpc("zeta", 1));
        game.assertSent(SIMPLIFY, "20 01 00 00 00 04 01 02 01", "20 09 00 00 80 04 01 02 01 4d 61 69 6e 00");
    }

    /** The transport gets one packet for all who get the same. */
    @Test
    void onePacketForMany() {
        confirmed();
        game.peer.come(5);
        game.peer.come(6);
        game.multiplayer.poll();
        game.main.rpc("zeta", 1);
        game.receive(5, CONFIRM);
        game.receive(6, CONFIRM);
        game.main.rpc("zeta", 1);
        game.main.rpcId(-5, "zeta", 1);
        game.multiplayer.sendBytes(new byte[1], 0, TransferMode.RELIABLE, 0);
        List<Integer> all = List.of(9, 5, 6);
        List<List<Integer>> expected = List.of(List.of(9), List.of(5, 6), all, List.of(9, 6), all);
        assertEquals(expected, game.peer.together.subList(game.peer.together.size() - 5, game.peer.together.size()));
        game.assertFine();
    }

    /** The targets of a call stay its own when a filter that is asked about them calls, too. */
    @Test
    void filterThatCalls() {
        confirmed();
        game.peer.come(5);
        game.multiplayer.poll();
        game.main.synchronizer("Sync").addVisibilityFilter(peer -> {
            if (peer == 5) {
                game.multiplayer.sendBytes(new byte[1], -5, TransferMode.RELIABLE, 0);
            }
            return true;
        });
        game.peer.together.clear();
        game.main.rpc("zeta", 1);
        assertEquals(List.of(List.of(9), List.of(9), List.of(5)), game.peer.together);
        game.assertFine();
    }

    @Test
    void methodsOfTheNodeItself() {
        game.main.nodeRpcConfig("a_first", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
        game.main.nodeRpcConfig("native_m", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
        call("native_m", 1);
        game.peer.sent.remove(0);
        game.assertSent("60 0a 00 00 80 01 80 01 02 01 4d 61 69 6e 00");
        game.receive(9, CONFIRM);
        call("native_m", 1);
        game.assertSent("40 01 01 80 01 02 01");
    }

    @Test
    void numbersOfTwoAndFourBytes() {
        for (int i = 0; i < 65536; i++) {
            game.multiplayer.node("n" + i).rpcConfig("m", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
            game.multiplayer.node("n" + i).rpcId(9, "m");
        }
        game.receive(9, "02 01 00 01 00 00");
        game.receive(9, "02 01 00 00 01 00");
        game.peer.takeSent();
        game.multiplayer.node("n255").rpcId(9, "m");
        game.multiplayer.node("n65535").rpcId(9, "m");
        game.assertSent("90 00 01 00", "a0 00 00 01 00 00");
        game.assertFine();
    }

    @Test
    void checksumsAndNumbers() {
        assertEquals("73b966d3dd645f6029b2f3081ce06bc2", checksum(game.main));
        assertEquals("d41d8cd98f00b204e9800998ecf8427e", checksum(game.multiplayer.node("Other")));
        RemoteNode derived = game.multiplayer.node("Derived");
        for (String method : new String[] {"rel", "k", "abase", "bare", "mbase"}) {
            derived.rpcConfig(method, RpcMode.AUTHORITY, TransferMode.RELIABLE, 0, false);
        }
        assertEquals("b1fb4d17de73e02e33a4a8acea53cc37", checksum(derived));
        game.main.nodeRpcConfig("queue_free", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
        game.main.nodeRpcConfig("native_m", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
        assertEquals("b37b36f226a1b06a9f595e6f8a6b1b24", checksum(game.main));
    }

    private static String checksum(RemoteNode node) {
        return new String(node.rpcs.checksum(), StandardCharsets.US_ASCII);
    }

    @Test
    void answersPaths() {
        game.receive(9, SIMPLIFY);
        game.assertSent(CONFIRM);
        game.receive(9, SIMPLIFY.replace("37 33", "37 34").replace("01 00 00 00 4d", "07 00 00 00 4d"));
        game.assertSent("02 00 07 00 00 00");
        assertEquals(List.of("mismatch 9 Main 74b966d3dd645f6029b2f3081ce06bc2"), game.told.take());
        game.assertFine();
    }

    /** Whatever form a call comes in. */
    @Test
    void readsEveryForm() {
        game.receive(9, SIMPLIFY);
        game.receive(9, "20 09 00 00 80 04 01 02 01 4d 61 69 6e 00");
        game.receive(9, "a0 06 00 00 80 04 4d 61 69 6e 00");
        game.receive(9, "a0 09 00 00 80 04 01 02 03 4d 61 69 6e");
        game.receive(9, "00 01 04 03 02 01 81 04 00 00 00 02 00 00 00 68 69 00 00");
        game.receive(9, "80 01 04");
        game.receive(9, "80 01 04 01 02 03");
        game.receive(9, "20 01 00 00 00 04 01 02 01");
        game.receive(9, "10 01 00 04 00");
        game.receive(9, "60 01 00 00 00 04 00 00");
        game.receive(9, "48 01 04 00 01 02 ff");
        game.receive(9, "20 09 00 00 80 04 01 02 01 2f 72 6f 6f 74 2f 4d 61 69 6e 00");
        game.assertFine();
        game.assertCalls("9 zeta[1]", "9 zeta[]", "9 zeta[[1, 2, 3]]", "9 zeta[1, true, hi]", "9 zeta[]",
                "9 zeta[[1, 2, 3]]", "9 zeta[1]", "9 zeta[]", "9 zeta[]", "9 zeta[-1]", "9 zeta[1]");
    }
}
