import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;

/** Sends each packet back, with the flags that it came with, until Ctrl-C. */
public class Server {
    public static void main(String[] args) {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 7777;
        ENetConnection host = new ENetConnection();
        host.createHostBound("*", port);
        System.out.println("listening on UDP port " + host.getLocalPort() + ", until Ctrl-C");
        Runtime.getRuntime().addShutdownHook(new Thread(() ->       // players learn at once that it ends
                host.getPeers().forEach(peer -> peer.peerDisconnectNow(0))));

        while (true) {
            ENetEvent event = host.service(1000);                   // waits for up to 1000 ms
            ENetPacketPeer peer = event.peer();
            switch (event.type()) {
                case CONNECT -> System.out.println(peer + " is here");
                case DISCONNECT -> System.out.println(peer + " is gone: " + event.getDisconnectReason());
                case RECEIVE -> {
                    int flags = event.getPacketFlags();
                    peer.send(event.channel(), event.getPacket(), flags);
                }
                case NONE, ERROR -> { }
            }
        }
    }
}
