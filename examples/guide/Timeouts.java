import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.PeerStatistic;
import io.github.enet4j.testing.NetworkConditions;
import io.github.enet4j.testing.NetworkProxy;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * How long it takes until a connection is given up: the tables in docs/guide/connecting.md. All at once, in 70 s;
 * {@code Timeouts --quick} only what takes less than 10 s.
 */
public class Timeouts {
    private static final int[][] SETTINGS = {
        {32, 5000, 30_000}, {32, 500, 1500}, {32, 1000, 3000}, {32, 2000, 8000}, {8, 1000, 30_000},
        {64, 15_000, 60_000},
    };

    private static final int SETTLE_MS = 6000; // for the round trip, which begins with a guess, to become what it is

    public static void main(String[] args) throws Exception {
        boolean quick = args.length > 0 && args[0].equals("--quick");
        List<Thread> rows = new ArrayList<>();
        for (int[] setting : SETTINGS) {
            if (!quick || setting[2] <= 3000) {
                rows.add(new Thread(() -> row("connecting", setting, Timeouts::connectToNobody)));
                rows.add(new Thread(() -> row("connected", setting, (client, s) -> loseServer(client, s, 0))));
                rows.add(new Thread(() -> row("connected", setting, (client, s) -> loseServer(client, s, 50))));
            }
        }
        rows.forEach(Thread::start);
        for (Thread row : rows) {
            row.join();
        }
    }

    private interface Measured {
        String run(ENetConnection client, int[] setting) throws IOException;
    }

    private static void row(String what, int[] setting, Measured measured) {
        try (ENetConnection client = new ENetConnection()) {
            client.createHost();
            System.out.printf("%s, setTimeout(%d, %d, %d): %s%n", what, setting[0], setting[1], setting[2],
                    measured.run(client, setting));
        } catch (IOException e) {
            System.out.println(what + ": " + e);
        }
    }

    /** To a port where somebody listens who says nothing. */
    private static String connectToNobody(ENetConnection client, int[] setting) throws IOException {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            ENetPacketPeer server = client.connectToHost("127.0.0.1", silent.getLocalPort());
            server.setTimeout(setting[0], setting[1], setting[2]);
            return awaitDisconnect(client);
        }
    }

    /** From a server that calls service no more, as one that loads a level. */
    private static String loseServer(ENetConnection client, int[] setting, int latency) {
        try (ENetConnection server = new ENetConnection();
                NetworkProxy network = new NetworkProxy(new InetSocketAddress("127.0.0.1", 1), 1)) {
            server.createHostBound("127.0.0.1", 0);
            network.setTarget(new InetSocketAddress("127.0.0.1", server.getLocalPort()));
            network.setConditions(NetworkConditions.NONE.latency(latency));
            ENetPacketPeer peer = client.connectToHost("127.0.0.1", network.getLocalPort());
            peer.pingInterval(50);
            for (long end = System.nanoTime() + SETTLE_MS * 1_000_000L; System.nanoTime() < end; ) {
                client.service(5);
                server.service(5);
            }
            peer.pingInterval(500);
            peer.setTimeout(setting[0], setting[1], setting[2]);
            double roundTrip = peer.getStatistic(PeerStatistic.ROUND_TRIP_TIME);
            return awaitDisconnect(client) + " (round trip " + (int) roundTrip + " ms)";
        }
    }

    private static String awaitDisconnect(ENetConnection client) {
        long start = System.nanoTime();
        ENetEvent event;
        do {
            event = client.service(1000);
        } while (event.type() != EventType.DISCONNECT);
        return String.format("%s after %.1f s", event.getDisconnectReason(), (System.nanoTime() - start) / 1e9);
    }
}
