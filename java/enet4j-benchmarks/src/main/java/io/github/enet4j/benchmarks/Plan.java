package io.github.enet4j.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What is measured: the rows, and which of a result's figures are shown for them. */
final class Plan {
    /** A figure of a result. */
    record Metric(String name, String title, String unit, boolean moreIsBetter) {
    }

    /**
     * Who takes part: everybody, only those that are ENet, those that speak DTLS, those that encrypt streams; or others
     * altogether: those that write values, and those that call as Godot does, those whose memory is looked at, and the
     * machine itself.
     */
    enum Field {
        ALL,
        ENET,
        DTLS,
        ENCRYPTED,
        CALLS,
        GODOT,
        MEMORY,
        MACHINE
    }

    /** One task for everybody. The command is what Worker and enet_bench.c read. */
    record Row(String group, String title, String command, Field field, List<Metric> metrics) {
        boolean needsPeers() {
            return peersCommand() != null;
        }

        /** Whether its peers are in another network namespace. */
        boolean isApart() {
            return group.endsWith(APART);
        }

        /** Which of the tasks it is: who has done one of a kind once is warm for others of it. */
        String kind() {
            return command.split(" ")[0];
        }

        /** The figure that the row is about. */
        Metric first() {
            return metrics.get(0);
        }

        /** Whether a round with this first figure, NaN for none, did the work: nothing moves in no time. */
        boolean isDone(double figure) {
            return Double.isFinite(figure) && (figure > 0 || kind().equals("memory"));
        }

        /** Whether each figure needs a process of its own. */
        boolean isFresh() {
            return kind().equals("startup") || kind().equals("memory");
        }

        /** What the process of the peers is told, but for the port; null when there is none. */
        String peersCommand() {
            String[] words = command.split(" ");
            return switch (kind()) {
                case "fanout" -> "peers " + words[1] + " 2";
                case "memory" -> "peers " + words[1] + " " + words[2];
                case "rpc" -> "rpcpeers " + words[1];
                default -> null;
            };
        }
    }

    private static final Metric GOODPUT = new Metric("mbps", "goodput", "MB/s", true);
    private static final Metric SENDER = new Metric("sender_ns_per_kb", "sender CPU", "ns/kB", false);
    private static final Metric RECEIVER = new Metric("receiver_ns_per_kb", "receiver CPU", "ns/kB", false);
    private static final Metric SENDER_HEAP = new Metric("sender_heap", "sender heap", "B/packet", false);
    private static final Metric RECEIVER_HEAP = new Metric("receiver_heap", "receiver heap", "B/packet", false);
    private static final Metric P50 = new Metric("p50_us", "p50", "µs", false);
    private static final Metric P99 = new Metric("p99_us", "p99", "µs", false);
    private static final Metric P999 = new Metric("p999_us", "p99.9", "µs", false);
    private static final Metric CLIENT_RTT = new Metric("client_cpu_us", "client CPU", "µs/round trip", false);
    private static final Metric SERVER_RTT = new Metric("server_cpu_us", "server CPU", "µs/round trip", false);
    private static final Metric PER_PACKET = new Metric("us_per_packet", "server CPU", "µs/packet", false);
    private static final Metric HEAP = new Metric("heap", "heap", "B/packet", false);
    private static final Metric SERVICE = new Metric("service_ns", "service", "ns", false);
    private static final Metric WRITE = new Metric("write_ns", "write", "ns", false);
    private static final Metric READ = new Metric("read_ns", "read", "ns", false);
    private static final Metric WRITE_HEAP = new Metric("write_heap", "heap to write", "B", false);
    private static final Metric READ_HEAP = new Metric("read_heap", "heap to read", "B", false);
    private static final Metric SENT = new Metric("sent", "sent", "datagrams/packet", false);
    private static final Metric SIZE = new Metric("size", "size", "B", false);
    private static final Metric CONNECTS = new Metric("connects_per_s", "connects", "1/s", true);
    private static final Metric SERVER_CONNECT = new Metric("server_cpu_us", "server CPU", "µs/connect", false);
    private static final List<Metric> BULK = List.of(GOODPUT, SENDER, RECEIVER, SENDER_HEAP, RECEIVER_HEAP);

    private static final Metric NATIVE = new Metric("native", "native", "B/peer", false);
    private static final Metric LIVE = new Metric("heap", "heap", "B/peer", false);
    private static final Metric FIRST = new Metric("first_ms", "first host", "ms", false);
    private static final List<Metric> CALL_TIMES = List.of(
            new Metric("nothing_ns", "none (getppid)", "ns", false),
            new Metric("empty_ns", "recv, nothing there", "ns", false),
            new Metric("send_ns", "sendmsg, 64 B", "ns", false),
            new Metric("send_from_ns", "with IPV6_PKTINFO", "ns", false),
            new Metric("segment_ns", "8 x 1400 B segmented", "ns/datagram", false));

    /** How the names of groups end whose peers are in another network namespace. */
    private static final String APART = "over veth";

    private static final int MEMORY_PEERS = 2000;
    private static final int RPC_TICKS = 300;
    private static final int PACKETS_PER_SECOND = 30_000;
    private static final int MOST_TICKS_PER_SECOND = 1000;
    /** More peers than this are for ENet only: each of theirs costs a thread's worth of sockets and selectors. */
    private static final int MANY = 200;

    private Plan() {
    }

    static List<Row> rows(boolean quick) {
        List<Row> rows = new ArrayList<>();
        addBulk(rows, "Bulk, reliable", Field.ALL, quick);
        rows.add(new Row("Deep queue, reliable", "64 B", "deep 64" + (quick ? " 0.4" : " 1"), Field.ENET, BULK));
        for (int rate : quick ? new int[] {0} : new int[] {0, 1000}) {
            rows.add(new Row("Ping-pong, 64 B unreliable", rate == 0 ? "back to back" : rate + " per second",
                    "pingpong " + rate + " " + (quick ? 0.4 : rate == 0 ? 1.5 : 3.0), Field.ALL,
                    List.of(P50, P99, P999)));
        }
        for (boolean reliable : new boolean[] {false, true}) {
            for (int peers : quick ? new int[] {200} : new int[] {1, 200, 1000, 4000}) {
                rows.add(fanout("Fan-out, 64 B", peers, reliable, quick));
            }
        }
        for (int peers : quick ? new int[] {200} : new int[] {200, 1000}) {
            rows.add(fanout("Fan-out, 64 B, " + APART, peers, false, quick));
        }
        if (!quick) {
            rows.add(fanout("Broadcast, 64 B", 1000, false, false));
        }
        for (int slots : quick ? new int[] {4095} : new int[] {32, 4095}) {
            rows.add(new Row("Idle service", slots + " slots", "idle " + slots, Field.ENET, List.of(SERVICE)));
        }
        String connects = "connects " + (quick ? 0.4 : 1.0);
        rows.add(new Row("Connects", "one after the other", connects, Field.ALL,
                List.of(CONNECTS, SERVER_CONNECT)));
        if (!quick) {
            addBulk(rows, "Encrypted bulk, reliable", Field.ENCRYPTED, false);
        }
        rows.add(new Row("DTLS", "handshakes, one after the other", connects, Field.DTLS,
                List.of(CONNECTS, SERVER_CONNECT)));
        rows.add(new Row("DTLS", "ping-pong, 64 B unreliable, back to back", "pingpong 0 " + (quick ? 0.4 : 1.5),
                Field.DTLS, List.of(P50, P99, P999, CLIENT_RTT, SERVER_RTT)));
        for (String call : new String[] {"move", "chat", "state"}) {
            rows.add(new Row("Arguments of a call", call, "call " + call + (quick ? " 0.1" : " 0.5"), Field.CALLS,
                    List.of(WRITE, READ, WRITE_HEAP, READ_HEAP, SIZE)));
        }
        for (int clients : quick ? new int[0] : new int[] {100, 200, 400}) {
            rows.add(new Row("Remote calls, 150 numbers unreliable", clients + " clients, 60 per second",
                    "rpc " + clients + " " + RPC_TICKS, Field.GODOT, List.of(PER_PACKET, HEAP, SENT)));
        }
        for (int channels : quick ? new int[] {2} : new int[] {2, 16, 255}) {
            rows.add(new Row("Memory of connected peers", channels + " channels",
                    "memory " + MEMORY_PEERS + " " + channels, Field.MEMORY, List.of(NATIVE, LIVE)));
        }
        rows.add(new Row("Start-up", "a server of 32 slots", "startup", Field.ENET, List.of(FIRST)));
        rows.add(new Row("System calls", "over loopback", "calls " + (quick ? 0.5 : 2), Field.MACHINE, CALL_TIMES));
        return rows;
    }

    private static void addBulk(List<Row> rows, String group, Field field, boolean quick) {
        for (int size : new int[] {100_000, 1200, 64}) {
            rows.add(new Row(group, size == 100_000 ? "100 kB" : size + " B",
                    "bulk " + size + (quick ? " 0.4" : " 1"), field,
                    BULK));
        }
    }

    private static Row fanout(String group, int peers, boolean reliable, boolean quick) {
        boolean isBroadcast = group.startsWith("Broadcast");
        double seconds = quick ? 0.5 : 1;
        int ticks = (int) Math.max(4, seconds * Math.min(MOST_TICKS_PER_SECOND, PACKETS_PER_SECOND / peers));
        return new Row(
                group,
                (reliable ? "reliable" : "unreliable") + ", " + peers + (peers == 1 ? " peer" : " peers"),
                "fanout " + peers + " " + ticks + (reliable ? " 1" : " 0") + (isBroadcast ? " 1" : " 0"),
                peers > MANY || group.endsWith(APART) ? Field.ENET : Field.ALL,
                List.of(PER_PACKET, HEAP));
    }
}
