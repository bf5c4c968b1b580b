import io.github.enet4j.Crypto;
import io.github.enet4j.DtlsCounters;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.PeerState;
import io.github.enet4j.TLSOptions;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An echo server with live clients, while a command attacks it: what the clients notice, and whether new ones get in.
 * In the command PORT stands for the server's port; it says a line when it attacks, and must not end before the result.
 *
 * <pre>AttackedServer plain|ec|rsa SECONDS COMMAND...</pre>
 */
final class AttackedServer {
    private static final String SERVER = "127.0.0.1";
    private static final String LIVE = "127.0.0.2";
    private static final String NEW = "127.0.0.3";
    private static final int LIVE_CLIENTS = 20;
    private static final int INTERVAL_MS = 50;
    private static final int CALM_SECONDS = 5;
    private static final int LATE_MS = 1000; // an answer that takes longer is a lost one
    private static final int CONNECT_TIME_MS = 10_000;

    private static volatile boolean over;

    private final String kind;
    private final PrivateKey key;
    private final ENetConnection server = new ENetConnection();
    private final int port;
    private final Thread serving;

    private AttackedServer(String kind) throws Exception {
        this.kind = kind;
        if (kind.equals("ec")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            key = generator.generateKeyPair().getPrivate();
        } else {
            key = kind.equals("rsa") ? Crypto.generateRsa(2048).getPrivate() : null;
        }
        server.createHostBound(SERVER, 0, 200, 0, 0, 0);
        if (key != null) {
            server.dtlsServerSetup(
                    TLSOptions.server(key, List.of(Crypto.generateSelfSignedCertificate(key, "CN=localhost"))));
        }
        port = server.getLocalPort();
        serving = new Thread(this::serve, "server");
        serving.setDaemon(true);
        serving.start();
    }

    private void serve() {
        while (!over) {
            ENetEvent event = server.service(100);
            if (event.type() == EventType.RECEIVE) {
                event.peer().send(event.channel(), event.peer().getPacket(), ENetPacketPeer.FLAG_UNSEQUENCED);
            }
        }
    }

    private ENetConnection client(String address) {
        ENetConnection client = new ENetConnection();
        client.createHostBound(address, 0, 1, 0, 0, 0);
        if (key != null) {
            client.dtlsClientSetup("localhost", TLSOptions.clientUnsafe());
        }
        return client;
    }

    /** What live clients see for a time: one packet each per interval, and its echo. */
    private final class Live {
        private final List<ENetConnection> clients = new ArrayList<>();
        private final List<ENetPacketPeer> peers = new ArrayList<>();

        Live() throws InterruptedException {
            for (int i = 0; i < LIVE_CLIENTS; i++) {
                ENetConnection client = client(LIVE);
                ENetPacketPeer peer = client.connectToHost(SERVER, port, 1, 0);
                for (long end = millis() + CONNECT_TIME_MS; peer.getState() != PeerState.CONNECTED; ) {
                    client.service(10);
                    if (millis() > end) {
                        throw new IllegalStateException("a client does not even connect in peace");
                    }
                }
                peer.throttleConfigure(5000, ENetPacketPeer.PACKET_THROTTLE_SCALE, 0);
                clients.add(client);
                peers.add(peer);
            }
        }

        String watch(int seconds) throws InterruptedException {
            List<Long> trips = new ArrayList<>();
            long start = System.nanoTime();
            long cpu = serverCpu();
            int rounds = seconds * 1000 / INTERVAL_MS;
            int sent = 0;
            int disconnected = 0;
            while (millis() - start / 1_000_000 < seconds * 1000L + LATE_MS) {
                long passed = (System.nanoTime() - start) / 1_000_000;
                for (int i = 0; i < clients.size(); i++) {
                    /* The clients take turns, so that they are not all at once. */
                    int due = Math.min(rounds, (int) ((passed + INTERVAL_MS * i / clients.size()) / INTERVAL_MS));
                    if (sent < due * clients.size() && sent % clients.size() == i) {
                        ByteBuffer packet = ByteBuffer.allocate(100).putLong(0, System.nanoTime());
                        peers.get(i).send(0, packet.array(), ENetPacketPeer.FLAG_UNSEQUENCED);
                        sent++;
                    }
                    ENetEvent event = clients.get(i).service();
                    if (event.type() == EventType.RECEIVE) {
                        long then = ByteBuffer.wrap(event.peer().getPacket()).getLong();
                        if (then >= start) {
                            trips.add((System.nanoTime() - then) / 1000);
                        }
                    } else if (event.type() == EventType.DISCONNECT) {
                        disconnected++;
                    }
                }
                Thread.sleep(0, 200_000);
            }
            double percent = (serverCpu() - cpu) / 1e7 / (seconds + LATE_MS / 1000.0);
            long[] sorted = trips.stream().mapToLong(t -> t).filter(t -> t <= LATE_MS * 1000L).sorted().toArray();
            return String.format("%d packets, %.2f %% lost, round trip p50 %.2f ms, p99 %.2f ms, %d disconnected,"
                            + " server thread %.0f %% CPU",
                    sent, 100.0 * (sent - sorted.length) / sent, at(sorted, 0.5), at(sorted, 0.99), disconnected,
                    percent);
        }

        private double at(long[] sorted, double share) {
            return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))] / 1000.0;
        }
    }

    private long serverCpu() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(serving.getId());
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    /** One new client after the other. How long each took, -1 for one that did not get in. */
    private List<Long> newcomers(Thread until) throws InterruptedException {
        List<Long> times = new ArrayList<>();
        while (until.isAlive()) {
            try (ENetConnection client = client(NEW)) {
                ENetPacketPeer peer = client.connectToHost(SERVER, port, 1, 0);
                long start = millis();
                while (peer.getState() != PeerState.CONNECTED && millis() - start < CONNECT_TIME_MS) {
                    client.service(10);
                }
                times.add(peer.getState() == PeerState.CONNECTED ? millis() - start : -1);
                peer.peerDisconnectNow(0);
            }
            Thread.sleep(300);
        }
        return times;
    }

    private void run(int seconds, List<String> command) throws Exception {
        Live live = new Live();
        System.out.println(kind + ", calm:      " + live.watch(CALM_SECONDS));
        Process attack = new ProcessBuilder(command.stream().map(word -> word.replace("PORT", "" + port)).toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String begins = attack.inputReader().readLine();
        if (begins == null) {
            throw new IllegalStateException("no attack: it ended with " + attack.waitFor());
        }
        System.out.println(kind + ", attack:    " + begins);
        String[] seen = new String[1];
        Thread watching = new Thread(() -> {
            try {
                seen[0] = live.watch(seconds);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        watching.start();
        List<Long> times = newcomers(watching);
        boolean attacked = attack.isAlive();
        attack.destroy();
        attack.waitFor();
        if (!attacked) {
            throw new IllegalStateException("the attack ended before there was a result");
        }
        System.out.println(kind + ", attacked:  " + seen[0]);
        long[] in = times.stream().filter(t -> t >= 0).mapToLong(t -> t).sorted().toArray();
        System.out.printf("newcomers:      %d of %d in, the slowest after %d ms, half of them within %d ms%n",
                in.length, times.size(), in.length == 0 ? -1 : in[in.length - 1],
                in.length == 0 ? -1 : in[in.length / 2]);
        DtlsCounters counters = server.getDtlsCounters();
        System.out.println(counters == null ? "" : "server:         " + counters);
    }

    public static void main(String[] args) throws Exception {
        new AttackedServer(args[0]).run(Integer.parseInt(args[1]), Arrays.asList(args).subList(2, args.length));
        over = true;
    }
}
