package measure;

import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.TLSOptions;
import io.github.enet4j.server.ENetClients;
import io.github.enet4j.server.ENetClientsBuilder;
import io.github.enet4j.server.ENetListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Measures what a peer, a packet and a join cost a server of one thread, by the memory and the processor time of its
 * process, and prints lines for costs.properties. Let nothing else run meanwhile: a busy machine makes each costlier.
 */
public final class Measure {
    private static final int SLOTS = 4000;
    private static final int PEERS = 2000;
    private static final int PLAYERS = 500;
    private static final int ENCRYPTED = 300;
    private static final int SECONDS = 6;
    private static final int STRETCHES = 5;
    private static final int STRETCH_SECONDS = 3;
    private static final int RATE = 20;
    private static final int IN_BYTES = 40;
    private static final int OUT_BYTES = 200;

    private Measure() {
    }

    public static void main(String[] arguments) throws Exception {
        long small;
        try (Subject server = new Subject(32, "plain")) {
            small = server.residentBytes();
            print("server.bytes", small, "a server for 32 peers, nobody there: resident memory of its process");
        }
        try (Subject server = new Subject(SLOTS, "plain"); Crowd crowd = new Crowd(PEERS, false)) {
            print("slot.bytes", (server.residentBytes() - small) / (SLOTS - 32), "a place for a peer that nobody has");
            long heap = server.number("heap");
            long before = server.residentBytes();
            long cpu = server.cpuMicros();
            crowd.join(server.port, PEERS);
            print("join.micros", (server.cpuMicros() - cpu) / PEERS, "processor time of a join");
            print("peer.heap.bytes", (server.number("heap") - heap) / PEERS, "Java heap of a peer");
            print("peer.native.bytes", (server.residentBytes() - before) / PEERS, "all memory of a peer, idle");
            cpu = server.cpuMicros();
            Thread.sleep(1000 * SECONDS);
            print("idle.micros", (server.cpuMicros() - cpu) / PEERS / SECONDS, "processor time of an idle peer, per s");
        }
        play(false, PLAYERS, "");
        play(true, ENCRYPTED, "dtls.");
    }

    /** Players at a usual rate: what a packet costs in either direction; what a hanging loop loses; a drain. */
    private static void play(boolean encrypted, int players, String prefix) throws Exception {
        try (Subject server = new Subject(SLOTS, encrypted ? "dtls" : "plain");
                Crowd crowd = new Crowd(players, encrypted)) {
            long before = server.residentBytes();
            long cpu = server.cpuMicros();
            crowd.join(server.port, players);
            if (encrypted) {
                print("dtls.join.micros", (server.cpuMicros() - cpu) / players, "the same under DTLS, with an EC key");
                print("dtls.peer.native.bytes", (server.residentBytes() - before) / players, "");
            }
            crowd.sending = true;
            Thread.sleep(1000);
            print(prefix + "in.micros", microsPerPacket(server, () -> server.number("received")),
                    "a packet of " + IN_BYTES + " bytes that comes, " + RATE + "/s from each of " + players);
            if (!encrypted) {
                hang(server, players);
            }
            crowd.sending = false;
            Thread.sleep(500);
            server.ask("send " + OUT_BYTES);
            Thread.sleep(1000);
            print(prefix + "out.micros", microsPerPacket(server, crowd::received),
                    "a packet of " + OUT_BYTES + " bytes that goes, as often");
            print(prefix + "drain.millis", Double.parseDouble(server.ask("drain").split(" ")[0]),
                    "a drain of " + players + " players, while they get these");
        }
    }

    private interface Packets {
        long count() throws IOException;
    }

    /** The median of several stretches, since something else may run in one of them. */
    private static double microsPerPacket(Subject server, Packets packets) throws Exception {
        double[] costs = new double[STRETCHES];
        for (int i = 0; i < STRETCHES; i++) {
            long count = packets.count();
            long cpu = server.cpuMicros();
            Thread.sleep(1000 * STRETCH_SECONDS);
            double used = server.cpuMicros() - cpu;
            costs[i] = used / (packets.count() - count);
        }
        Arrays.sort(costs);
        return costs[STRETCHES / 2];
    }

    /** The system keeps what comes while a loop does something else, up to the size of the socket's buffer. */
    private static void hang(Subject server, int players) throws Exception {
        String comment = "packets lost when the loop hangs that many ms, at " + players * RATE + "/s";
        for (int millis : new int[] {100, 200, 300, 500}) {
            long lost = overflows();
            server.ask("hang " + millis);
            Thread.sleep(millis + 1500);
            lost = overflows() - lost;
            print("hang." + millis + ".lost", lost, comment);
            comment = "";
        }
    }

    /** Datagrams that found no room in a buffer, in this network namespace. */
    private static long overflows() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/net/snmp")).stream()
                .filter(line -> line.startsWith("Udp:")).toList();
        int column = List.of(lines.get(0).split(" ")).indexOf("RcvbufErrors");
        return Long.parseLong(lines.get(1).split(" ")[column]);
    }

    private static void print(String name, double value, String comment) {
        if (!comment.isEmpty()) {
            System.out.println("# " + comment);
        }
        System.out.println(name + "=" + (value < 100 ? Double.toString(Math.round(10 * value) / 10.0)
                : Long.toString(Math.round(value))));
    }

    /** The server, in a process of its own. */
    private static final class Subject implements AutoCloseable {
        private final Process process;
        private final int port;

        Subject(int slots, String encryption) throws Exception {
            process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                    MeasuredServer.class.getName(), Integer.toString(slots), encryption)
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            port = Integer.parseInt(process.inputReader().readLine().split(" ")[0]);
            Thread.sleep(500);
        }

        String ask(String line) throws IOException {
            process.outputWriter().write(line + "\n");
            process.outputWriter().flush();
            return process.inputReader().readLine();
        }

        long number(String line) throws IOException {
            return Long.parseLong(ask(line));
        }

        long residentBytes() throws IOException {
            String line = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
            return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
        }

        /** What its threads had of processors, which the system counts in ns. */
        long cpuMicros() throws IOException {
            long nanos = 0;
            try (DirectoryStream<Path> threads =
                    Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
                for (Path thread : threads) {
                    nanos += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
                }
            }
            return nanos / 1000;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** The players. Each sends at its own time. */
    private static final class Crowd implements ENetListener, AutoCloseable {
        private final List<ENetPacketPeer> peers = new CopyOnWriteArrayList<>();
        private final ByteBuffer in = ByteBuffer.allocateDirect(4096);
        private final ByteBuffer out = ByteBuffer.allocateDirect(IN_BYTES);
        private final ENetClients clients;
        private volatile boolean sending;
        private volatile long received;

        Crowd(int most, boolean encrypted) {
            ENetClientsBuilder builder = ENetClients.builder(loop -> this).sockets(16, most / 16 + 1)
                    .tick(Duration.ofMillis(1));
            if (encrypted) {
                builder.setup(connection -> connection.dtlsClientSetup("localhost", TLSOptions.clientUnsafe()));
            }
            clients = builder.start();
        }

        void join(int port, int count) {
            for (int begun = 0; begun < count; begun += 50) {
                List<CompletableFuture<ENetPacketPeer>> attempts = new ArrayList<>();
                for (int i = 0; i < Math.min(50, count - begun); i++) {
                    attempts.add(clients.connect("127.0.0.1", port, 2, 0));
                }
                attempts.forEach(attempt -> peers.add(attempt.join()));
            }
        }

        @Override
        public void tick(long number) {
            int each = 1000 / RATE;
            for (int i = (int) (number % each); sending && i < peers.size(); i += each) {
                peers.get(i).send(0, out.clear(), 0);
            }
        }

        @Override
        public void received(ENetPacketPeer peer, ENetEvent event) {
            event.getPacket(in.clear());
            received++;
        }

        long received() {
            return received;
        }

        @Override
        public void close() {
            clients.close();
        }
    }
}
