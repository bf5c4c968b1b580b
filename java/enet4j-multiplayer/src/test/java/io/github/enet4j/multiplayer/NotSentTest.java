package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing reliable is lost without a word. */
class NotSentTest {
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final int CALLS = 20;
    private static final int SIZE = 100_000;

    private static SceneMultiplayer with(ENetMultiplayerPeer peer, MultiplayerListener listener) {
        SceneMultiplayer multiplayer = new SceneMultiplayer();
        multiplayer.setListener(listener);
        multiplayer.setMultiplayerPeer(peer);
        return multiplayer;
    }

    private static RemoteNode declare(SceneMultiplayer multiplayer, TransferMode mode) {
        return multiplayer.node("Main").rpcConfig("take", RpcMode.ANY_PEER, mode, 0, false);
    }

    /** To one peer, and to all: by another way. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAPeerHasNoRoomForIsTold(boolean toAll) {
        List<ENetError> errors = new ArrayList<>();
        int[] received = {0};
        ENetMultiplayerPeer server = new ENetMultiplayerPeer();
        ENetMultiplayerPeer client = new ENetMultiplayerPeer();
        server.setBindIp("127.0.0.1");
        server.createServer(0);
        server.getHost().maximumQueuedData(5 * SIZE);
        client.createClient("127.0.0.1", server.getHost().getLocalPort());
        try (SceneMultiplayer here = with(server, new MultiplayerListener() {
            @Override
            public void packetNotSent(int id, ENetError error) {
                errors.add(error);
            }
        }); SceneMultiplayer there = with(client, new MultiplayerListener() { })) {
            declare(there, TransferMode.RELIABLE).onRpc("take", (sender, arguments) -> received[0]++);
            RemoteNode main = declare(here, TransferMode.RELIABLE);
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (here.getPeers().isEmpty() && System.nanoTime() < end) {
                here.poll(1);
                there.poll(1);
            }
            int target = toAll ? MultiplayerPeer.TARGET_BROADCAST : here.getPeers().get(0);
            for (int i = 0; i < CALLS; i++) {
                assertEquals(ENetError.OK, main.rpcId(target, "take", new byte[SIZE]));
            }
            assertTrue(errors.size() > 10 && errors.stream().allMatch(ENetError.BUSY::equals), errors.toString());
            assertEquals(errors.size(), here.getCounters().notSent());
            while (received[0] < CALLS - errors.size() && System.nanoTime() < end) {
                here.poll(1);
                there.poll(1);
            }
            assertEquals(CALLS - errors.size(), received[0]);
        }
    }

    /** That it is gone will be told; before that nothing is wrong with what others send it. */
    @Test
    void whoIsLeavingIsNotTold() {
        try (Players players = new Players()) {
            Players.Player server = players.server();
            Players.Player leaving = players.clientOf(server);
            Players.Player other = players.clientOf(server);
            RemoteNode main = declare(server.multiplayer, TransferMode.RELIABLE);
            players.until("all", () -> server.knows(leaving, other) && other.knows(server, leaving));
            int id = leaving.id();
            other.multiplayer.sendBytes(new byte[1], id, TransferMode.RELIABLE, 0);
            other.peer.getHost().flush();
            server.peer.getPeer(id).peerDisconnect(0);
            main.rpcId(id, "take", 1);
            main.rpc("take", 1);
            assertEquals(ENetError.UNCONFIGURED, server.peer.putPacket(
                    ByteBuffer.allocate(1), id, TransferMode.RELIABLE, 0));
            players.until("the end", () -> server.told.lines.contains("disconnected " + id));
            assertTrue(server.told.lines.stream().noneMatch(line -> line.startsWith("not sent")),
                    server.told.lines.toString());
        }
    }

    @Test
    void unreliableOnesMayBeLost() {
        List<ENetError> errors = new ArrayList<>();
        MemoryPeer peer = MemoryPeer.server();
        peer.answer = ENetError.BUSY;
        SceneMultiplayer multiplayer = new SceneMultiplayer();
        multiplayer.setMultiplayerPeer(peer);
        multiplayer.setListener(new MultiplayerListener() {
            @Override
            public void packetNotSent(int id, ENetError error) {
                errors.add(error);
                assertEquals(7, id);
            }
        });
        peer.come(7);
        multiplayer.poll();
        declare(multiplayer, TransferMode.UNRELIABLE).rpc("take", new byte[1]);
        assertEquals(List.of(ENetError.BUSY), errors); // what the node's path came to
        multiplayer.sendBytes(new byte[1], 7, TransferMode.RELIABLE, 0);
        assertEquals(List.of(ENetError.BUSY, ENetError.BUSY), errors);
        multiplayer.sendBytes(new byte[1], 7, TransferMode.UNRELIABLE, 0);
        assertEquals(2, errors.size());
    }
}
