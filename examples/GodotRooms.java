import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.multiplayer.ENetMultiplayerPeer;
import io.github.enet4j.multiplayer.MultiplayerListener;
import io.github.enet4j.multiplayer.SceneMultiplayer;
import io.github.enet4j.server.ENetListener;
import io.github.enet4j.server.ENetLoop;
import io.github.enet4j.server.ENetServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Rooms of a Godot game, each with a SceneMultiplayer of its own, on the loops of one server. Each port is a room: an
 * unmodified game is told by a lobby which one to join.
 */
public class GodotRooms implements ENetListener {
    /** One room. All of it is done on its loop's thread. */
    private static final class Room {
        final SceneMultiplayer multiplayer = new SceneMultiplayer();
        final ENetMultiplayerPeer peer = new ENetMultiplayerPeer();

        Room(ENetConnection connection) {
            peer.createRoom(connection);
            multiplayer.setMultiplayerPeer(peer);
            int port = connection.getLocalPort();
            multiplayer.setListener(new MultiplayerListener() {
                @Override
                public void peerConnected(int id) {
                    System.out.println("room " + port + ": " + id + " has come");
                }

                @Override
                public void peerDisconnected(int id) {
                    System.out.println("room " + port + ": " + id + " has gone");
                }
            });
            // Here the room declares its nodes: multiplayer.node("/root/Main")...
        }
    }

    private final Map<ENetConnection, Room> rooms = new HashMap<>();

    GodotRooms(ENetLoop loop) {
        loop.connections().forEach(connection -> rooms.put(connection, new Room(connection)));
    }

    /** The room whose port it is; where rooms share a port, the data or a map by peer says which. */
    private Room roomOf(ENetPacketPeer peer) {
        return rooms.get(peer.connection());
    }

    @Override
    public void connected(ENetPacketPeer peer, long data) {
        roomOf(peer).peer.deliver(EventType.CONNECT, peer, data);
    }

    @Override
    public void received(ENetPacketPeer peer, ENetEvent event) {
        roomOf(peer).peer.deliver(EventType.RECEIVE, peer, 0);
    }

    @Override
    public void disconnected(ENetPacketPeer peer, DisconnectReason reason, long data) {
        roomOf(peer).peer.deliver(EventType.DISCONNECT, peer, 0);
    }

    @Override
    public void tick(long number) {
        rooms.values().forEach(room -> room.multiplayer.poll());
    }

    public static void main(String[] args) {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 7777;
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        ENetServer server = ENetServer.builder(GodotRooms::new)
                .bind("*", port).separatePorts(count).maxPeers(count * 32).tick(Duration.ofMillis(16)).start();
        System.out.println("rooms on the ports "
                + server.loops().get(0).connections().stream().map(ENetConnection::getLocalPort).toList());
    }
}
