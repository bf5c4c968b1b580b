package io.github.enet4j.multiplayer;

import static io.github.enet4j.multiplayer.Players.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetException;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.interop.Godot;
import io.github.enet4j.multiplayer.Players.Player;
import io.github.enet4j.server.ENetListener;
import io.github.enet4j.server.ENetLoop;
import io.github.enet4j.server.ENetServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntBiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many SceneMultiplayers on the loops of one server: by port, and by what clients say when they connect. */
@Timeout(120)
class RoomsTest {
    private final Players players = new Players();
    private final List<Room> rooms = new ArrayList<>();
    private ENetServer server;

    /** A room that answers "ask" and keeps what it hears; of its loop's thread, but for the list. */
    private static final class Room {
        final ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
        final SceneMultiplayer multiplayer = new SceneMultiplayer();
        final GodotSide side = new GodotSide(multiplayer);
        final List<String> told = new CopyOnWriteArrayList<>();

        Room(ENetConnection connection, int number) {
            peer.createRoom(connection);
            multiplayer.setMultiplayerPeer(peer);
            multiplayer.setListener(new Told() {
                @Override
                public void peerConnected(int id) {
                    told.add("connected " + id);
                }

                @Override
                public void peerDisconnected(int id) {
                    told.add("disconnected " + id);
                }
            });
            RemoteNode hall = multiplayer.node("Hall");
            hall.rpcConfig("ask", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
            hall.rpcConfig("answer", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
            hall.onRpc("ask", (sender, arguments) -> {
                told.add("asked " + arguments[0]);
                hall.rpc("answer", number);
            });
        }
    }

    /** What all loops of a server with rooms do; the room of a peer is found by its connection and id. */
    private final class Listener implements ENetListener {
        private final List<Room> mine = new ArrayList<>();
        private final ToIntBiFunction<ENetPacketPeer, Long> choice;

        Listener(ENetLoop loop, int perConnection, ToIntBiFunction<ENetPacketPeer, Long> choice) {
            this.choice = choice;
            for (ENetConnection connection : loop.connections()) {
                for (int i = 0; i < perConnection; i++) {
                    Room room = new Room(connection, rooms.size());
                    mine.add(room);
                    rooms.add(room);
                }
            }
        }

        @Override
        public void connected(ENetPacketPeer peer, long data) {
            peer.attach(mine.get(choice.applyAsInt(peer, data)));
            deliver(EventType.CONNECT, peer, data);
        }

        @Override
        public void received(ENetPacketPeer peer, ENetEvent event) {
            deliver(EventType.RECEIVE, peer, 0);
        }

        @Override
        public void disconnected(ENetPacketPeer peer, DisconnectReason reason, long data) {
            deliver(EventType.DISCONNECT, peer, 0);
        }

        private void deliver(EventType type, ENetPacketPeer peer, long data) {
            ((Room) peer.attachment()).peer.deliver(type, peer, data);
        }

        @Override
        public void tick(long number) {
            mine.forEach(room -> room.multiplayer.poll());
        }
    }

    @AfterEach
    void close() {
        players.close();
        if (server != null) {
            server.close();
        }
    }

    private static RemoteNode hall(Player player, List<Object> answers) {
        RemoteNode hall = player.multiplayer.node("Hall");
        hall.rpcConfig("ask", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
        hall.rpcConfig("answer", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
        hall.onRpc("answer", (sender, arguments) -> answers.add(arguments[0]));
        return hall;
    }

    /** Of one client: it asks, and hears the number of its room. */
    private long ask(Player player, List<Object> answers) {
        assertEquals(ENetError.OK, hall(player, answers).rpcId(1, "ask", "by " + player.id()));
        players.until("the answer", () -> !answers.isEmpty());
        return (Long) answers.remove(0);
    }

    /** Peers of one room know, hear and relay to each other, and to nobody else. */
    @Test
    void byPort() {
        server = ENetServer.builder(loop -> new Listener(loop, 1, (peer, data) ->
                loop.connections().indexOf(peer.connection())))
                .bind(LOCALHOST, 0).separatePorts(3).maxPeers(30).tick(Duration.ofMillis(5)).start();
        List<ENetConnection> ports = server.loops().get(0).connections();
        assertEquals(3, ports.stream().map(ENetConnection::getLocalPort).distinct().count());
        Player first = players.clientOf(ports.get(0).getLocalPort());
        Player second = players.clientOf(ports.get(2).getLocalPort());
        Player third = players.clientOf(ports.get(2).getLocalPort());
        players.until("all", () -> first.multiplayer.getPeers().contains(1) && second.knows(third)
                && third.knows(second));
        assertEquals(List.of(1), first.multiplayer.getPeers());
        List<Object> ofFirst = new ArrayList<>();
        List<Object> ofThird = new ArrayList<>();
        hall(third, ofThird);
        assertEquals(0, ask(first, ofFirst));
        assertEquals(2, ask(second, new ArrayList<>()));
        players.until("what all of the room hear", () -> List.of(2L).equals(ofThird));
        assertEquals(List.of(), ofFirst);
        assertEquals(List.of(), rooms.get(1).told);
    }

    /** Rooms share a port; here it is the id that decides. */
    @Test
    void byWhatTheySayWhenTheyConnect() {
        server = ENetServer.builder(loop -> new Listener(loop, 2, (peer, data) -> (int) (data % 2)))
                .bind(LOCALHOST, 0).maxPeers(30).tick(Duration.ofMillis(20)).start();
        List<Player> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(players.clientOf(server.getLocalPort()));
        }
        players.until("all", () -> all.stream().allMatch(one -> one.multiplayer.getPeers().contains(1)));
        players.until("their rooms", () -> rooms.get(0).told.size() + rooms.get(1).told.size() == 10);
        for (Player player : all) {
            assertEquals(player.id() % 2, ask(player, new ArrayList<>()));
            int id = player.id();
            List<String> told = rooms.get(id % 2).told;
            player.multiplayer.close();
            players.forgetEnded();
            players.until("the end", () -> told.contains("disconnected " + id));
            assertTrue(told.indexOf("asked by " + id) < told.indexOf("disconnected " + id));
        }
    }

    /** It ends alone; its players hear of it, and others go on. */
    @Test
    void aRoomThatIsClosed() throws Exception {
        server = ENetServer.builder(loop -> new Listener(loop, 2, (peer, data) -> (int) (data % 2)))
                .bind(LOCALHOST, 0).maxPeers(30).tick(Duration.ofMillis(5)).start();
        List<Player> all = new ArrayList<>();
        while (all.stream().map(one -> one.id() % 2).distinct().count() < 2) {
            all.add(players.clientOf(server.getLocalPort()));
        }
        players.until("all", () -> all.stream().allMatch(one -> one.multiplayer.getPeers().contains(1)));
        ENetLoop loop = server.loops().get(0);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        players.until("their rooms", () -> rooms.get(0).told.size() + rooms.get(1).told.size() == all.size());
        loop.execute(() -> {
            rooms.get(0).multiplayer.close();
            closed.complete(null);
        });
        closed.get(30, TimeUnit.SECONDS);
        players.until("the end of one room", () -> all.stream().allMatch(one -> one.id() % 2 == 1
                || one.told.lines.contains("server disconnected") || one.id() == 0));
        Player other = all.stream().filter(one -> one.id() % 2 == 1).findFirst().orElseThrow();
        players.forgetEnded();
        assertEquals(1, ask(other, new ArrayList<>()));
    }

    @Test
    void whatARoomRefuses() {
        try (ENetConnection connection = new ENetConnection(); ENetConnection another = new ENetConnection()) {
            connection.createHost();
            another.createHost();
            ENetMultiplayerPeer room = new ENetMultiplayerPeer();
            ENetPacketPeer peer = another.connectToHost(LOCALHOST, 9);
            assertEquals(ENetError.UNCONFIGURED, assertThrows(
                    ENetException.class, () -> room.deliver(EventType.CONNECT, peer, 2)).error());
            room.createRoom(connection);
            assertEquals(connection, room.getHost());
            assertEquals(1, room.getUniqueId());
            assertThrows(ENetException.class, () -> room.createServer(0));
            assertEquals(ENetError.INVALID_PARAMETER, assertThrows(
                    ENetException.class, () -> room.deliver(EventType.CONNECT, peer, 2)).error());
            assertThrows(IllegalStateException.class, () -> room.await(1));
            room.close();
            connection.service(); // it is still there
            assertEquals(0, room.getUniqueId());
        }
    }

    /** Unmodified games in rooms by port. */
    @Test
    @Tag("godot")
    void realGodots() {
        server = ENetServer.builder(loop -> new Listener(loop, 1, (peer, data) ->
                loop.connections().indexOf(peer.connection())))
                .bind(LOCALHOST, 0).separatePorts(2).maxPeers(20).tick(Duration.ofMillis(5)).start();
        List<ENetConnection> ports = server.loops().get(0).connections();
        try (Godot first = client(ports.get(0)); Godot second = client(ports.get(1));
                Godot third = client(ports.get(1))) {
            int a = Integer.parseInt(first.await("connected").get("id"));
            int b = Integer.parseInt(second.await("connected").get("id"));
            int c = Integer.parseInt(third.await("connected").get("id"));
            players.until("rooms", () -> rooms.get(0).told.contains("connected " + a)
                    && rooms.get(1).told.containsAll(List.of("connected " + b, "connected " + c)));
            /* From one Godot through the relay of its room to the other. */
            server.loops().get(0).execute(() -> rooms.get(1).side.main.rpcId(b, "tell", c, "from b"));
            assertEquals("" + b, awaitHear(third));
            server.loops().get(0).execute(() -> rooms.get(0).side.main.rpc("proclaim", "to all"));
            String method;
            do {
                method = first.await("call").get("method");
            } while (!method.equals("proclaim"));
            assertEquals(List.of("connected " + a), rooms.get(0).told);
        }
    }

    private static String awaitHear(Godot godot) {
        while (true) {
            var call = godot.await("call");
            if (call.get("method").equals("hear")) {
                return call.get("from");
            }
        }
    }

    private static Godot client(ENetConnection room) {
        return new Godot("game.gd", "--role=client", "--port=" + room.getLocalPort());
    }
}
