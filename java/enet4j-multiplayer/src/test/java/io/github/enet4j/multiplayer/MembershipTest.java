package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.enet4j.ENetError;
import io.github.enet4j.ENetException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is admitted when, who is told of it, and authentication. */
class MembershipTest {
    private static final byte[] DATA = {1, 2, 3};

    @Test
    void serverIntroducesClients() {
        Game server = Game.serverWith();
        server.peer.come(300);
        server.multiplayer.poll();
        server.assertSent();
        server.peer.come(5);
        server.peer.come(7);
        server.multiplayer.poll();
        assertEquals(List.of(
                new MemoryPeer.Sent(300, TransferMode.RELIABLE, 0, "07 01 05 00 00 00"),
                new MemoryPeer.Sent(5, TransferMode.RELIABLE, 0, "07 01 2c 01 00 00"),
                new MemoryPeer.Sent(300, TransferMode.RELIABLE, 0, "07 01 07 00 00 00"),
                new MemoryPeer.Sent(7, TransferMode.RELIABLE, 0, "07 01 2c 01 00 00"),
                new MemoryPeer.Sent(5, TransferMode.RELIABLE, 0, "07 01 07 00 00 00"),
                new MemoryPeer.Sent(7, TransferMode.RELIABLE, 0, "07 01 05 00 00 00")), server.peer.takeSent());
        assertEquals(List.of(300, 5, 7), server.multiplayer.getPeers());
        server.peer.go(5);
        server.multiplayer.poll();
        server.assertSent("07 02 05 00 00 00", "07 02 05 00 00 00");
        server.multiplayer.disconnectPeer(300);
        server.assertSent("07 02 2c 01 00 00");
        assertEquals(List.of(300), server.peer.disconnected);
        assertEquals(List.of("connected 300", "connected 5", "connected 7", "disconnected 5"), server.told.take());
        assertEquals(List.of(7), server.multiplayer.getPeers());
        server.assertFine();
    }

    @Test
    void withoutRelayNobodyIsIntroduced() {
        Game server = Game.serverWith();
        server.multiplayer.setServerRelay(false);
        server.peer.come(2);
        server.peer.come(3);
        server.multiplayer.poll();
        server.peer.go(2);
        server.multiplayer.poll();
        server.assertSent();
        server.receive(3, "07 03 02 00 00 00 03 aa");
        assertEquals(List.of("3 UNAVAILABLE"), server.told.takeRejected());
    }

    @Test
    void clientHearsOfOthers() {
        Game client = new Game(MemoryPeer.client(9));
        client.peer.come(1);
        client.multiplayer.poll();
        assertEquals(List.of("connected to server", "connected 1"), client.told.take());
        client.receive(1, "07 01 2c 01 00 00");
        client.receive(1, "f7 01 05 00 00 00 99 99");
        client.receive(1, "07 02 2c 01 00 00");
        assertEquals(List.of("connected 300", "connected 5", "disconnected 300"), client.told.take());
        assertEquals(List.of(1, 5), client.multiplayer.getPeers());
        client.assertFine();
        client.peer.go(1);
        client.multiplayer.poll();
        assertEquals(List.of("disconnected 1", "server disconnected"), client.told.take());
        assertEquals(List.of(), client.multiplayer.getPeers());
        assertEquals(ENetError.CONNECTION_ERROR, client.main.rpc("zeta"));
    }

    @Test
    void clientTakesOnlySaneNewsFromTheServer() {
        Game client = Game.client(9);
        client.receive(1, "07 01 05 00 00 00");
        for (String bad : new String[] {"07 01 09 00 00 00", "07 01 01 00 00 00", "07 01 00 00 00 00",
                "07 01 ff ff ff ff", "07 02 01 00 00 00", "07 01 05 00 00", "07",
                "07 04 00 00 00 00", "07 03 05 00 00 00"}) {
            client.receive(1, bad);
            assertEquals(List.of("1 INVALID_DATA"), client.told.takeRejected(), bad);
        }
        Game server = Game.serverWith(2);
        server.receive(2, "07 01 05 00 00 00");
        assertEquals(List.of("2 UNAUTHORIZED"), server.told.takeRejected());
        assertEquals(List.of(2), server.multiplayer.getPeers());
    }

    @Test
    void attemptThatFails() {
        Game client = new Game(MemoryPeer.client(9));
        client.peer.close();
        client.multiplayer.poll();
        assertEquals(List.of("connection failed"), client.told.take());
        ENetException e = assertThrows(ENetException.class,
                () -> new SceneMultiplayer().setMultiplayerPeer(client.peer));
        assertEquals(ENetError.INVALID_PARAMETER, e.error());
    }

    @Test
    void bothSidesAuthenticate() {
        Game server = new Game(MemoryPeer.server());
        Game client = new Game(MemoryPeer.client(9));
        for (Game game : List.of(server, client)) {
            game.multiplayer.setAuthCallback((id, data) -> game.calls.add(id + " auth " + data.length));
        }
        MemoryPeer.join(server.peer, client.peer);
        Game.settle(server, client);
        assertEquals(List.of("authenticating 9"), server.told.take());
        assertEquals(List.of(9), server.multiplayer.getAuthenticatingPeers());
        assertEquals(ENetError.INVALID_PARAMETER, client.multiplayer.sendAuth(1, new byte[0]));
        assertEquals(ENetError.INVALID_PARAMETER, client.multiplayer.sendAuth(2, DATA));
        assertEquals(ENetError.OK, client.multiplayer.sendAuth(1, DATA));
        client.assertSent("07 00 01 02 03");
        assertEquals(ENetError.OK, client.multiplayer.completeAuth(1));
        assertEquals(ENetError.FILE_CANT_WRITE, client.multiplayer.completeAuth(1));
        assertEquals(ENetError.FILE_CANT_WRITE, client.multiplayer.sendAuth(1, DATA));
        client.assertSent("07 00");
        /* Still a stranger: nothing else of it counts. */
        assertEquals(ENetError.BUG, client.multiplayer.sendBytes(DATA, 1, TransferMode.RELIABLE, 0));
        server.peer.inject(9, "03 01");
        Game.settle(server, client);
        assertEquals(List.of("9 UNAUTHORIZED"), server.told.takeRejected());
        server.assertCalls("9 auth 3");
        assertEquals(ENetError.FILE_CANT_WRITE, server.multiplayer.sendAuth(9, DATA));
        assertEquals(ENetError.OK, server.multiplayer.completeAuth(9));
        assertEquals(ENetError.INVALID_PARAMETER, server.multiplayer.completeAuth(9));
        Game.settle(server, client);
        assertEquals(List.of("connected 9"), server.told.take());
        assertEquals(List.of("authenticating 1", "connected to server", "connected 1"), client.told.take());
        server.receive(9, "07 00");
        server.assertFine();
        server.receive(9, "07 00 01");
        assertEquals(List.of("9 INVALID_DATA"), server.told.takeRejected());
    }

    @Test
    void whoTakesTooLongIsDisconnected() throws InterruptedException {
        Game server = new Game(MemoryPeer.server());
        server.multiplayer.setAuthCallback((id, data) -> { });
        server.multiplayer.setAuthTimeout(0);
        server.peer.come(9);
        server.multiplayer.poll();
        Thread.sleep(5);
        server.multiplayer.poll();
        assertEquals(List.of("authenticating 9"), server.told.take());
        server.multiplayer.setAuthTimeout(0.001);
        server.multiplayer.poll();
        assertEquals(List.of("authentication failed 9"), server.told.take());
        assertEquals(List.of(9), server.peer.disconnected);
        server.peer.go(9);
        server.peer.come(10);
        server.multiplayer.setAuthTimeout(100);
        server.multiplayer.poll();
        server.peer.go(10);
        server.multiplayer.poll();
        assertEquals(List.of("authenticating 10", "authentication failed 10"), server.told.take());
    }
}
