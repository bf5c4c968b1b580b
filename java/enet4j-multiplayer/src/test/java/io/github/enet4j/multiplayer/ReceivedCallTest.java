package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.enet4j.ENetError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a call must be to be run, who called, and calls that run here. */
class ReceivedCallTest {
    private static final String PATH = " 4d 61 69 6e 00";

    private final Game game = Game.serverWith(9);

    private void assertRejected(String error, String hex) {
        game.receive(9, hex);
        assertEquals(List.of("9 " + error), game.told.takeRejected(), hex);
        game.assertCalls();
    }

    @Test
    void refusesInGodotsOrder() {
        for (String cut : new String[] {"00", "00 01", "10 01 00", "40 01 01", "20 01 00 00 00", "30 01 00 00 00 01"}) {
            assertRejected("INVALID_DATA", cut);
        }
        assertRejected("INVALID_DATA", "20 10 00 00 80 04 01 02 01" + PATH);
        assertRejected("INVALID_DATA", "20 05 00 00 80 04 01 02 01" + PATH);
        assertRejected("DOES_NOT_EXIST", "20 09 00 00 80 04 01 02 01 4e 6f 00");
        assertRejected("DOES_NOT_EXIST", "80 01 04");
        assertRejected("DOES_NOT_EXIST", "a0 06 00 00 80 05" + PATH);
        assertRejected("DOES_NOT_EXIST", "e0 07 00 00 80 00 80" + PATH);
        assertRejected("INVALID_DATA", "20 06 00 00 80 04" + PATH);
        game.main.rpcConfig("zeta", RpcMode.DISABLED, TransferMode.RELIABLE, 0, false);
        assertRejected("UNAUTHORIZED", "20 06 00 00 80 04" + PATH);
    }

    @Test
    void pathsThatLeadOutside() {
        String[] paths = {"2e 2e", "2f", "2f 78", "", "2e 2e 2f 4d 61 69 6e", "4d 61 69 6e 2f", "2f 72 6f 6f 74 58"};
        for (String path : paths) {
            assertRejected("DOES_NOT_EXIST", "a0 06 00 00 80 04 " + path + " 00");
        }
    }

    @Test
    void authority() {
        game.main.rpcConfig("zeta", RpcMode.AUTHORITY, TransferMode.RELIABLE, 0, false);
        assertRejected("UNAUTHORIZED", "a0 06 00 00 80 04" + PATH);
        game.main.setMultiplayerAuthority(9);
        game.receive(9, "a0 06 00 00 80 04" + PATH);
        game.assertCalls("9 zeta[]");
        assertEquals(9, game.main.node("Child").getMultiplayerAuthority());
        game.multiplayer.node(".").setMultiplayerAuthority(4);
        assertEquals(4, game.main.node("Child").getMultiplayerAuthority());
    }

    /** The call goes ahead with what could be decoded, as in Godot. */
    @Test
    void undecodableArgumentsAreNull() {
        game.receive(9, "20 0a 00 00 80 04 03 02 01 02" + PATH);
        game.receive(9, "20 0d 00 00 80 04 02 02 01 18 00 00 00" + PATH);
        game.assertCalls("9 zeta[1, null, null]", "9 zeta[1, null]");
    }

    @Test
    void whoCalls() {
        List<Integer> senders = new ArrayList<>();
        game.main.rpcConfig("zeta", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, true);
        game.main.onRpc("zeta", (sender, arguments) -> {
            senders.add(game.multiplayer.getRemoteSenderId());
            if (sender == 9) {
                game.main.rpc("zeta");
                senders.add(game.multiplayer.getRemoteSenderId());
            }
        });
        game.receive(9, "a0 06 00 00 80 04" + PATH);
        assertEquals(List.of(9, 1, 9), senders);
        assertEquals(0, game.multiplayer.getRemoteSenderId());
    }

    @Test
    void localCalls() {
        assertEquals(ENetError.INVALID_PARAMETER, game.main.rpcId(1, "zeta"));
        assertEquals(ENetError.INVALID_PARAMETER, game.main.rpcId(9, "nothing"));
        assertEquals(ENetError.INVALID_PARAMETER, game.main.rpcId(9, "zeta", new Object[256]));
        game.main.rpcConfig("zeta", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, true);
        game.main.rpc("zeta", 1);
        game.main.rpcId(1, "zeta", 2);
        game.main.rpcId(-9, "zeta", 3);
        game.main.rpcId(-1, "zeta", 4);
        game.main.rpcId(9, "zeta", 5);
        game.assertCalls("1 zeta[1]", "1 zeta[2]", "1 zeta[3]");
        assertEquals(4, game.peer.takeSent().size()); // the path, and three calls
        assertEquals(ENetError.OK, game.main.rpcId(77, "zeta"));
        assertEquals(List.of("77 INVALID_PARAMETER"), game.told.takeRejected());
    }

    @Test
    void whatACallbackThrowsIsReported() {
        game.main.onRpc("zeta", (sender, arguments) -> {
            throw new ClassCastException("not a number");
        });
        game.receive(9, "a0 06 00 00 80 04" + PATH);
        assertEquals(1, game.told.failures.size());
        game.receive(9, "a0 06 00 00 80 02" + PATH);
        game.assertCalls("9 alpha[]");
        assertEquals(1, game.multiplayer.getCounters().callbacksFailed());
    }

    @Test
    void removedNodes() {
        game.main.rpcId(9, "zeta");
        game.receive(9, "02 01 01 00 00 00");
        game.receive(9, "01 37 33 62 39 36 36 64 33 64 64 36 34 35 66 36 30 32 39 62 32 66 33 30 38 31 63"
                + " 65 30 36 62 63 32 00 05 00 00 00 4d 61 69 6e 00");
        game.main.remove();
        game.peer.takeSent();
        assertEquals(ENetError.UNCONFIGURED, game.main.rpc("zeta"));
        assertEquals(ENetError.UNCONFIGURED, game.main.writeRpc(9, "zeta", 0, writer -> { }));
        game.assertSent();
        assertRejected("DOES_NOT_EXIST", "80 05 04");
        RemoteNode again = game.multiplayer.node("Main");
        again.rpcConfig("again", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
        again.onRpc("again", (sender, arguments) -> game.calls.add("again"));
        game.receive(9, "80 05 00");
        game.assertCalls("again");
        again.rpcId(9, "again");
        assertEquals("a0 06 00 00 80 00" + PATH, game.peer.takeSent().get(1).hex());
    }
}
