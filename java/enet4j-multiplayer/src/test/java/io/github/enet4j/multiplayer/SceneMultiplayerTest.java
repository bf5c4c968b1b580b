package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetError;
import io.github.enet4j.multiplayer.Players.Player;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java and Java over ENet, and what threads may do. */
@Timeout(60)
class SceneMultiplayerTest {
    private final Players players = new Players();
    private final List<String> calls = new ArrayList<>();

    @AfterEach
    void close() {
        players.close();
    }

    private RemoteNode main(Player player) {
        RemoteNode main = player.multiplayer.node("Main");
        for (TransferMode mode : TransferMode.values()) {
            String method = mode.name().toLowerCase();
            main.rpcConfig(method, RpcMode.ANY_PEER, mode, mode.ordinal() * 100, true);
            main.onRpc(method, (sender, arguments) ->
                    calls.add(player.id() + " " + method + " of " + sender + " " + arguments[0]));
        }
        return main;
    }

    private void await(String call) {
        players.until(call, () -> calls.remove(call));
    }

    @Test
    void serverAndClients() {
        Player server = players.server();
        Player a = players.clientOf(server);
        Player b = players.clientOf(server);
        RemoteNode atServer = main(server);
        RemoteNode atA = main(a);
        main(b);
        players.until("all", () -> server.knows(a, b) && a.knows(server, b) && b.knows(server, a));
        players.losesNothing();
        for (String method : new String[] {"unreliable", "unreliable_ordered", "reliable"}) {
            for (int round = 0; round < 2; round++) { // by path, and by number
                assertEquals(ENetError.OK, atServer.rpc(method, 1));
                await("1 " + method + " of 1 1");
                await(a.id() + " " + method + " of 1 1");
                await(b.id() + " " + method + " of 1 1");
                assertEquals(ENetError.OK, atA.rpc(method, "x"));
                await("1 " + method + " of " + a.id() + " x");
                await(a.id() + " " + method + " of " + a.id() + " x");
                await(b.id() + " " + method + " of " + a.id() + " x");
                atA.rpcId(b.id(), method, true);
                await(b.id() + " " + method + " of " + a.id() + " true");
                players.settle();
            }
        }
        assertEquals(List.of(), calls);
        a.multiplayer.sendBytes(new byte[100_000], 0, TransferMode.UNRELIABLE, 7);
        players.until("bytes", () -> server.told.lines.stream().anyMatch(line -> line.startsWith("packet " + a.id()))
                && b.told.lines.stream().anyMatch(line -> line.startsWith("packet " + a.id())));
        server.multiplayer.disconnectPeer(a.id());
        players.until("a is gone", () -> a.told.lines.contains("server disconnected") && !b.knows(a));
        assertEquals(List.of(), a.multiplayer.getPeers());
        server.multiplayer.close();
        players.until("the server is gone", () -> b.told.lines.contains("server disconnected"));
        for (Player player : List.of(server, a, b)) {
            assertEquals(List.of(), player.told.rejected);
            assertEquals(List.of(), player.told.failures);
        }
    }

    @Test
    void refusedClientHearsOfIt() {
        Player server = players.server();
        server.peer.setRefuseNewConnections(true);
        Player client = players.clientOf(server);
        players.until("the end", () -> client.told.lines.contains("server disconnected"));
        assertEquals(List.of(), server.told.lines);
    }

    /** What a callback does inside of which poll would never end, or see what is half done. */
    @Test
    void noPollInsideCallbacks() {
        Player server = players.server();
        Player client = players.clientOf(server);
        RemoteNode atServer = main(server);
        atServer.onRpc("reliable", (sender, arguments) -> server.multiplayer.poll());
        RemoteNode atClient = main(client);
        players.until("the connection", () -> client.knows(server) && server.knows(client));
        atClient.rpcId(1, "reliable", 1);
        players.until("the call", () -> !server.told.failures.isEmpty());
        assertInstanceOf(IllegalStateException.class, server.told.failures.get(0));
        atServer.rpcId(1, "reliable", 1); // whose callback runs in this call, not in a poll
        assertInstanceOf(IllegalStateException.class, server.told.failures.get(1));
    }

    /** Nothing of a connection is left for the next one, whichever way a program goes from one to the other. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void samePeerAtWorkAgain(boolean setAgain) {
        Player server = players.server();
        Player client = players.clientOf(server);
        int port = server.peer.getHost().getLocalPort();
        main(server);
        RemoteNode atClient = main(client);
        for (int restarts = 0; restarts < 3; restarts++) {
            players.until("the connection", () -> client.knows(server) && server.knows(client));
            assertEquals(1, server.multiplayer.getPeers().size());
            atClient.rpcId(1, "reliable", restarts);
            await("1 reliable of " + client.id() + " " + restarts);
            players.settle(); // until the client calls the node by number
            if (restarts == 1) {
                server.peer.close();
                server.peer.createServer(port);
            }
            client.peer.close();
            client.peer.createClient("127.0.0.1", port);
            if (setAgain) {
                server.multiplayer.setMultiplayerPeer(server.peer);
                client.multiplayer.setMultiplayerPeer(client.peer);
            }
        }
        players.until("the last connection", () -> client.knows(server) && server.knows(client));
        assertEquals(3, Collections.frequency(client.told.lines, "server disconnected"));
        assertEquals(1, Collections.frequency(server.told.lines, "server disconnected"));
        assertEquals(List.of(), server.told.rejected);
    }

    /** With nothing to poll an interrupted thread could only spin. */
    @Test
    void interruptedThreadDoesNotWaitForAPeer() {
        Thread.currentThread().interrupt();
        new SceneMultiplayer().poll(600_000);
        assertTrue(Thread.interrupted());
    }

    /** A callback may close, and anything else, at any time. */
    @Test
    void closesInsideCallbacks() {
        Player server = players.server();
        Player client = players.clientOf(server);
        RemoteNode atServer = main(server);
        atServer.onRpc("reliable", (sender, arguments) -> {
            server.multiplayer.close();
            calls.add("closed");
        });
        RemoteNode atClient = main(client);
        players.until("the connection", () -> client.knows(server) && server.knows(client));
        for (int i = 0; i < 10; i++) {
            atClient.rpcId(1, "reliable", 1);
        }
        players.until("the end", () -> client.told.lines.contains("server disconnected"));
        assertEquals(List.of("closed"), calls);
        assertEquals(0, server.multiplayer.getUniqueId());
    }

    private static CompletableFuture<Void> pollLong(SceneMultiplayer multiplayer) {
        return CompletableFuture.runAsync(() -> multiplayer.poll(600_000));
    }

    @Test
    void pollWaitsAndIsWoken() throws Exception {
        Player server = players.server();
        CompletableFuture<Void> poll = pollLong(server.multiplayer);
        Thread.sleep(100);
        assertFalse(poll.isDone());
        server.multiplayer.wakeup();
        poll.get(30, TimeUnit.SECONDS);
        server.multiplayer.wakeup();
        pollLong(server.multiplayer).get(30, TimeUnit.SECONDS);
        CompletableFuture<Void> closed = pollLong(server.multiplayer);
        Thread.sleep(50);
        server.multiplayer.close();
        Thread.sleep(50);
        server.multiplayer.wakeup();
        closed.get(30, TimeUnit.SECONDS);
    }

    /** What other threads send leaves while one waits in poll. */
    @Test
    void sendsWhileAnotherThreadWaits() throws Exception {
        Player server = players.server();
        Player client = players.clientOf(server);
        RemoteNode atServer = main(server);
        main(client);
        players.until("the connection", () -> client.knows(server) && server.knows(client));
        players.settle();
        Thread polling = new Thread(() -> {
            while (!Thread.interrupted()) {
                server.multiplayer.poll(600_000);
            }
        });
        polling.start();
        for (int i = 0; i < 100; i++) {
            atServer.rpcId(client.id(), "reliable", i);
            long end = System.nanoTime() + 30_000_000_000L;
            while (!calls.remove(client.id() + " reliable of 1 " + i)) {
                client.multiplayer.poll(1);
                assertTrue(System.nanoTime() - end < 0, "call " + i);
            }
        }
        polling.interrupt();
        server.multiplayer.wakeup();
        polling.join(30_000);
        assertFalse(polling.isAlive());
    }

    @Test
    void fieldsOfTheWire() {
        Player server = players.server();
        assertEquals(1, server.multiplayer.getUniqueId());
        byte[] none = {};
        assertEquals(ENetError.INVALID_DATA, server.multiplayer.sendBytes(none, 0, TransferMode.RELIABLE, 0));
        assertEquals(ENetError.OK, server.multiplayer.sendBytes(new byte[1], 0, TransferMode.RELIABLE, 0));
        assertEquals(ENetError.BUG, server.multiplayer.sendBytes(new byte[1], 5, TransferMode.RELIABLE, 0));
        server.multiplayer.close();
        assertEquals(ENetError.UNCONFIGURED, server.multiplayer.sendBytes(new byte[1], 0, TransferMode.RELIABLE, 0));
        assertEquals(ENetError.UNCONFIGURED, server.multiplayer.sendAuth(2, new byte[1]));
        assertEquals(ENetError.UNCONFIGURED, server.multiplayer.completeAuth(2));
        server.multiplayer.disconnectPeer(2);
        server.multiplayer.poll();
        server.multiplayer.poll(1);
    }
}
