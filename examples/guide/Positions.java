import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketHandler;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.nio.ByteBuffer;

/** A server whose packets go to a handler, which reads them where they are, and a client. Ends by itself. */
public class Positions {
    private static final int UPDATES = 1000;

    private static final class Player {
        float x;
        float y;
    }

    private final ENetConnection host = new ENetConnection();
    private int updates;

    // tag::handler[]
    private final ENetPacketHandler handler = (peer, channel, flags, packet) -> {
        if (packet.remaining() == 8) {                          // anybody may send anything
            Player player = (Player) peer.attachment();
            player.x = packet.getFloat();                       // the buffer is good until the handler returns
            player.y = packet.getFloat();
            updates++;
        }
    };

    private void service(int millis) {
        ENetEvent event = host.service(millis, handler);        // hands out packets, and returns what else happens
        switch (event.type()) {
            case CONNECT -> event.peer().attach(new Player());
            case DISCONNECT -> System.out.println(event.peer() + " is gone after " + updates + " updates");
            default -> { }                                      // never RECEIVE
        }
    }
    // end::handler[]

    public static void main(String[] args) {
        new Positions().run();
    }

    private void run() {
        host.createHostBound("127.0.0.1", 0);
        try (host; ENetConnection client = new ENetConnection()) {
            client.createHost();
            ENetPacketPeer server = client.connectToHost("127.0.0.1", host.getLocalPort());
            while (client.service(1).type() != EventType.CONNECT) {
                service(1);
            }
            ByteBuffer position = ByteBuffer.allocateDirect(8);
            for (int i = 0; i < UPDATES; i++) {
                server.send(0, position.clear().putFloat(i).putFloat(-i).flip(), ENetPacketPeer.FLAG_RELIABLE);
            }
            server.peerDisconnectLater(0);                      // when all have arrived
            while (client.service(1).type() != EventType.DISCONNECT) {
                service(1);
            }
        }
    }
}
