package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetError;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can't be declared is refused at once, saying why, and changes nothing. */
class RpcTableTest {
    private final SceneMultiplayer multiplayer = new SceneMultiplayer();
    private final RemoteNode node = multiplayer.node("Main");

    private RemoteNode declare(String name, int channel) {
        return node.rpcConfig(name, RpcMode.ANY_PEER, TransferMode.RELIABLE, channel, false);
    }

    @Test
    void namesThatNoMethodCanHave() {
        String endless = "a ".repeat(100_000);
        String[] names = {"", " ", "take damage", "a.b", "a/b", "9a", "a\0", "a\nb", "\ud800", "a-b", endless};
        for (String name : names) {
            String message = assertThrows(IllegalArgumentException.class, () -> declare(name, 0)).getMessage();
            assertTrue(message.contains("no method can be called") && message.length() < 400, message);
            assertThrows(IllegalArgumentException.class,
                    () -> node.nodeRpcConfig(name, RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false));
        }
        assertThrows(NullPointerException.class, () -> declare(null, 0));
        assertThrows(NullPointerException.class, () -> node.rpcConfig("a", null, TransferMode.RELIABLE, 0, false));
        assertThrows(NullPointerException.class, () -> node.rpcConfig("a", RpcMode.ANY_PEER, null, 0, false));
        assertEquals(List.of(), node.getRpcMethods());
        List<String> fine = List.of("B", "_", "a9", "größe", "日本", "𝒳");
        fine.forEach(name -> declare(name, 0));
        assertEquals(fine, node.getRpcMethods());
    }

    @Test
    void channelsThatThereAreNot() {
        for (int channel : new int[] {-1, 254, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            String message = assertThrows(IllegalArgumentException.class, () -> declare("a", channel)).getMessage();
            assertEquals("a: the channel must be 0 to 253, and not " + channel, message);
        }
        assertThrows(IllegalArgumentException.class, () -> node.implement(Beyond.class, () -> { }));
        declare("a", 253);
        multiplayer.setMultiplayerPeer(MemoryPeer.server());
        for (int channel : new int[] {-1, 254}) {
            assertEquals(ENetError.INVALID_PARAMETER,
                    multiplayer.sendBytes(new byte[1], 0, TransferMode.UNRELIABLE, channel));
        }
    }

    interface Beyond {
        @Rpc(channel = 254)
        void a();
    }

    /** The number after the last one would be a method of the node's own. */
    @Test
    void moreThanThereAreNumbersFor() {
        for (int i = 0; i < RpcTable.NODE_METHOD - 1; i++) {
            declare("m" + i, 0);
        }
        assertThrows(IllegalArgumentException.class, () -> declare("n", 0));
        declare("m7", 1);
        assertEquals(RpcTable.NODE_METHOD - 1, node.getRpcMethods().size());
        node.nodeRpcConfig("n", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
    }
}
