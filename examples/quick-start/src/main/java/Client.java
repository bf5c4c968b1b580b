import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.nio.charset.StandardCharsets;

/** Says hello to a server, shows what comes back, and ends. */
public class Client {
    public static void main(String[] args) {
        String address = args.length > 0 ? args[0] : "127.0.0.1";
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 7777;
        try (ENetConnection host = new ENetConnection()) {
            host.createHost();
            ENetPacketPeer server = host.connectToHost(address, port);
            if (host.service(3000).type() != EventType.CONNECT) {
                System.out.println("nobody answers at " + address + " port " + port + ": is the server running?");
                return;
            }
            server.send(0, "hello".getBytes(StandardCharsets.UTF_8), ENetPacketPeer.FLAG_RELIABLE);
            ENetEvent event = host.service(3000);
            if (event.type() == EventType.RECEIVE) {
                System.out.println("it says " + new String(event.getPacket(), StandardCharsets.UTF_8));
            } else {
                System.out.println("connected, but no answer: " + event);
            }
            server.peerDisconnectNow(0);
        }
    }
}
