import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.server.ENetClients;
import io.github.enet4j.server.ENetListener;

/** For scripts/check-monitoring: twenty clients of the server on the port, which send again whatever comes back. */
public class MonitoredClients implements ENetListener {
    @Override
    public void connected(ENetPacketPeer peer, long data) {
        peer.putPacket(new byte[100]);
    }

    @Override
    public void received(ENetPacketPeer peer, ENetEvent event) {
        peer.send(event.channel(), event.getPacket(), ENetPacketPeer.FLAG_RELIABLE);
    }

    public static void main(String[] args) {
        ENetClients clients = ENetClients.builder(loop -> new MonitoredClients()).start();
        for (int i = 0; i < 20; i++) {
            clients.connect("127.0.0.1", Integer.parseInt(args[0]), 2, 0);
        }
    }
}
