import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;

/** What happens when one side sends faster than the other takes: a client that stops reading, and a server. */
public class BackPressure {
    // tag::send[]
    /** Whether the peer keeps up. Who does not gets no more state for now, and is let go when it gets worse. */
    static boolean sendState(ENetPacketPeer peer, byte[] state) {
        if (peer.getQueuedData() > 64 << 10) {                  // not confirmed or not sent yet
            return false;                                       // skip this one: the next will be newer
        }
        return peer.send(1, state, 0) == ENetError.OK;
    }

    static boolean sendEvent(ENetPacketPeer peer, byte[] event) {
        ENetError error = peer.send(0, event, ENetPacketPeer.FLAG_RELIABLE);
        if (error == ENetError.BUSY) {                          // above maximumQueuedData: nothing was queued
            peer.reset();                                       // a reliable packet must not be left out
        }
        return error == ENetError.OK;
    }
    // end::send[]

    public static void main(String[] args) {
        try (ENetConnection server = new ENetConnection(); ENetConnection client = new ENetConnection()) {
            server.createHostBound("127.0.0.1", 0);
            // tag::limit[]
            server.maximumQueuedData(1 << 20);                  // 1 MiB for each peer; 48 MiB unless it is set
            // end::limit[]
            client.createHost();
            client.connectToHost("127.0.0.1", server.getLocalPort());
            ENetPacketPeer peer = null;
            while (peer == null || peer.getAvailablePacketCount() == 0 && client.getPeers().isEmpty()) {
                client.service(5);
                var event = server.service(5);
                peer = event.type() == EventType.CONNECT ? event.peer() : peer;
            }
            int events = 0;
            while (sendEvent(peer, new byte[1000])) {           // and the client does nothing at all
                events++;
                if (events == 100) {
                    System.out.println("after 100 packets " + peer.getQueuedData() + " bytes are queued; state is "
                            + (sendState(peer, new byte[100]) ? "sent" : "left out"));
                }
            }
            System.out.println("BUSY after " + events + " packets of 1000 bytes");
        }
    }
}
