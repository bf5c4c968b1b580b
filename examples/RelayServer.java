import io.github.enet4j.ConnectGate;
import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.server.ENetListener;
import io.github.enet4j.server.ENetLoop;
import io.github.enet4j.server.ENetServer;
import java.time.Duration;

/** A server on all cores that passes each packet on to everybody else, and says goodbye when it is told to end. */
public class RelayServer implements ENetListener {
    private static volatile ENetServer server; // clients may be here before it is

    private final ENetLoop loop;
    private int players; // of this loop, on whose thread alone all methods are called

    RelayServer(ENetLoop loop) {
        this.loop = loop;
    }

    @Override
    public void connected(ENetPacketPeer peer, long data) {
        players++;
    }

    @Override
    public void received(ENetPacketPeer peer, ENetEvent event) {
        int flags = event.getPacketFlags();
        byte[] packet = event.getPacket();
        if (server != null) {
            server.broadcastExcept(event.channel(), packet, flags, peer);
        }
    }

    @Override
    public void disconnected(ENetPacketPeer peer, DisconnectReason reason, long data) {
        players--;
    }

    @Override
    public void tick(long number) {
        System.out.println("loop " + loop.index() + " has " + players + " players");
    }

    public static void main(String[] args) {
        boolean linux = System.getProperty("os.name").equals("Linux");
        server = ENetServer.builder(RelayServer::new)
                .bind("*", args.length > 0 ? Integer.parseInt(args[0]) : 7777)
                .threads(linux ? Runtime.getRuntime().availableProcessors() : 1)
                .maxPeers(1000)
                .tick(Duration.ofSeconds(10))
                .connectGate(ConnectGate.WHEN_BUSY)
                .setup(connection -> connection.maximumQueuedData(1 << 20))
                .drainOnShutdown(Duration.ofSeconds(8))
                .start();
        System.out.println("listening on port " + server.getLocalPort());
    }
}
