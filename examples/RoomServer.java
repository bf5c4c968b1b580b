import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetDatagram;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * Many rooms in one process, on one port: a player's first packet names the room, and what it sends then goes to all
 * others there. Launchers ask on the same port, without connecting, who is where. RoomServer [PORT], until Ctrl-C.
 */
public class RoomServer {
    private static final int MOST_IN_A_ROOM = 8;
    private static final int LONGEST_NAME = 32; // bytes
    private static final int FULL = 1; // what is told to whom there is no place for

    // tag::query[]
    /** No datagram of ENet begins like this. */
    private static final int QUERY = 0xFFFFFFFF;

    /** Answers a query. The asker's address may be forged, so that the answer must not be larger than the question. */
    private boolean answer(ENetDatagram datagram) {
        ByteBuffer question = datagram.data();
        if (question.remaining() < 4 || question.getInt(question.position()) != QUERY) {
            return false;                                       // for ENet
        }
        String list = rooms.entrySet().stream().map(room -> room.getKey() + " " + room.getValue().size() + "\n")
                .collect(Collectors.joining());
        ByteBuffer answer = ByteBuffer.wrap(list.getBytes(StandardCharsets.UTF_8));
        answer.limit(Math.min(answer.limit(), question.remaining()));
        datagram.connection().socketSend(datagram.address(), datagram.port(), answer);
        return true;                                            // dealt with
    }
    // end::query[]

    private final Map<String, Set<ENetPacketPeer>> rooms = new ConcurrentSkipListMap<>();
    private final ENetConnection host = new ENetConnection();

    public static void main(String[] args) {
        new RoomServer().serve(args.length > 0 ? Integer.parseInt(args[0]) : 7777);
    }

    private void serve(int port) {
        host.createHostBound("*", port, 1000, 2, 0, 0);
        host.intercept(this::answer);
        Runtime.getRuntime().addShutdownHook(new Thread(() ->
                host.getPeers().forEach(peer -> peer.peerDisconnectNow(0))));
        System.out.println("listening on UDP port " + host.getLocalPort() + ", until Ctrl-C");
        while (true) {
            ENetEvent event = host.service(1000);
            switch (event.type()) {
                case RECEIVE -> received(event.peer(), event);
                case DISCONNECT -> leave(event.peer());
                case CONNECT, NONE, ERROR -> { }
            }
        }
    }

    private void received(ENetPacketPeer peer, ENetEvent event) {
        int flags = event.getPacketFlags();
        byte[] packet = event.getPacket();
        if (peer.attachment() == null) {
            enter(peer, new String(packet, 0, Math.min(packet.length, LONGEST_NAME), StandardCharsets.UTF_8));
            return;
        }
        // tag::room[]
        Set<ENetPacketPeer> others = new LinkedHashSet<>(rooms.get((String) peer.attachment()));
        others.remove(peer);
        host.broadcast(others, event.channel(), packet, flags);     // one copy of the packet for all of them
        // end::room[]
    }

    private void enter(ENetPacketPeer peer, String name) {
        Set<ENetPacketPeer> room = rooms.computeIfAbsent(name, n -> new LinkedHashSet<>());
        if (room.size() == MOST_IN_A_ROOM) {
            peer.peerDisconnect(FULL);
            return;
        }
        room.add(peer);
        peer.attach(name);
        System.out.println(peer + " is in " + name + ", with " + (room.size() - 1) + " others");
    }

    private void leave(ENetPacketPeer peer) {
        if (peer.attachment() instanceof String name) {
            rooms.computeIfPresent(name, (n, room) -> room.remove(peer) && room.isEmpty() ? null : room);
            System.out.println(peer + " has left " + name);
        }
    }
}
