import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The ways to leave, and what both sides see of them: the table in docs/guide/connecting.md. The client sends a
 * reliable packet and leaves at once. Ends by itself, after some seconds for each way that the server is not told of.
 */
public class Leaving {
    public static void main(String[] args) {
        Map<String, Consumer<ENetPacketPeer>> ways = new LinkedHashMap<>();
        ways.put("peerDisconnect", client -> client.peerDisconnect(7));
        ways.put("peerDisconnectLater", client -> client.peerDisconnectLater(7));
        ways.put("peerDisconnectNow", client -> client.peerDisconnectNow(7));
        ways.put("reset", ENetPacketPeer::reset);
        ways.put("close of the host", client -> client.connection().close());
        System.out.println("| the client calls | its packet | it sees | the server sees |");
        ways.forEach(Leaving::measure);
    }

    private static void measure(String name, Consumer<ENetPacketPeer> way) {
        try (ENetConnection server = new ENetConnection(); ENetConnection client = new ENetConnection()) {
            server.createHostBound("127.0.0.1", 0);
            client.createHost();
            ENetPacketPeer there = client.connectToHost("127.0.0.1", server.getLocalPort());
            boolean[] connected = new boolean[2];
            while (!connected[0] || !connected[1]) {
                connected[0] |= client.service(5).type() == EventType.CONNECT;
                ENetEvent event = server.service(5);
                if (event.type() == EventType.CONNECT) {
                    event.peer().setTimeout(32, 1000, 3000);
                    connected[1] = true;
                }
            }
            long start = System.nanoTime();
            there.send(0, new byte[100], ENetPacketPeer.FLAG_RELIABLE);
            way.accept(there);
            String packet = "lost";
            String seenHere = "no event";
            String seenThere = null;
            for (int quiet = 0; seenThere == null || quiet < 20; quiet++) {
                ENetEvent event = server.service(5);
                if (event.type() == EventType.RECEIVE) {
                    packet = "arrives";
                } else if (event.type() == EventType.DISCONNECT) {
                    seenThere = describe(event, start);
                    quiet = 0;
                }
                if (there.isActive()) {
                    event = client.service(5);
                    seenHere = event.type() == EventType.DISCONNECT ? describe(event, start) : seenHere;
                }
            }
            System.out.println("| " + name + " | " + packet + " | " + seenHere + " | " + seenThere + " |");
        }
    }

    private static String describe(ENetEvent event, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return event.getDisconnectReason() + ", data " + event.data()
                + (seconds < 0.5 ? ", at once" : String.format(", after %.1f s", seconds));
    }
}
