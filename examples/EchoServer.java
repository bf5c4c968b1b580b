import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;

/** The smallest useful server: sends each packet back, on the channel and with the flags it came with. */
public class EchoServer {
    public static void main(String[] args) {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 7777;
        try (ENetConnection server = new ENetConnection()) {
            server.createHostBound("*", port);
            System.out.println("listening on port " + server.getLocalPort());
            while (true) {
                ENetEvent event = server.service(1000);
                ENetPacketPeer peer = event.peer();
                switch (event.type()) {
                    case CONNECT -> System.out.println(peer + " connected");
                    case DISCONNECT -> System.out.println(peer + " is gone: " + event.getDisconnectReason());
                    case RECEIVE -> {
                        int flags = event.getPacketFlags();
                        peer.send(event.channel(), event.getPacket(), flags);
                    }
                    default -> { }
                }
            }
        }
    }
}
