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
    private final ENetLoop loop;
    private final ENetServer[] server;
    private int players; // of this loop, on whose thread alone all methods are called

    RelayServer(ENetLoop loop, ENetServer[] server) {
        this.loop = loop;
        this.server = server;
    }

    @Override
    public void connected(ENetPacketPeer peer, long data) {
        players++;
    }

    @Override
    public void received(ENetPacketPeer peer, ENetEvent event) {
        int flags = event.getPacketFlags();
        server[0].broadcastExcept(event.channel(), event.getPacket(), flags, peer);
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
        ENetServer[] server = new ENetServer[1];
        server[0] = ENetServer.builder(loop -> new RelayServer(loop, server))
                .bind("*", args.length > 0 ? Integer.parseInt(args[0]) : 7777)
                .threads(linux ? Runtime.getRuntime().availableProcessors() : 1)
                .maxPeers(1000)
                .tick(Duration.ofSeconds(10))
                .connectGate(ConnectGate.WHEN_BUSY)
                .setup(connection -> connection.maximumQueuedData(1 << 20))
                .drainOnShutdown(Duration.ofSeconds(8))
                .start();
        System.out.println("listening on port " + server[0].getLocalPort());
    }
}
