package io.github.enet4j.server.crowd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a packet and its answer cost the loops of a server, in processor time of their threads: one loop, two loops on
 * one port with twice the peers, and, to set beside, two servers of one loop, which share nothing but the machine. All
 * three live all the time, in processes of their own, and take turns. Each loop has a thread of clients of its own, so
 * that packets come to all in the same way; if two loops shared one's clients, they would be woken up more often.
 *
 * <pre>CostPerLoop PEERS ROUNDS</pre>
 */
public final class CostPerLoop {
    private static final int INTERVAL_MILLIS = 50;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int SETTLE_MILLIS = 1000;
    private static final int MEASURE_MILLIS = 5000;

    /** What one round has shown, in µs per packet, and how often the loops slept per packet. */
    private record Cost(double all, double program, double waits, double packetsPerLoopAndSecond) {
        static Cost median(List<Cost> costs) {
            return new Cost(CostPerLoop.median(costs.stream().map(Cost::all).toList()),
                    CostPerLoop.median(costs.stream().map(Cost::program).toList()),
                    CostPerLoop.median(costs.stream().map(Cost::waits).toList()),
                    CostPerLoop.median(costs.stream().map(Cost::packetsPerLoopAndSecond).toList()));
        }
    }

    /** Servers with their clients; all loops of all of them count together. */
    private static final class Subject implements AutoCloseable {
        final String name;
        final int loops;
        final List<ServerProcess> servers = new ArrayList<>();
        final List<Crowd> crowds = new ArrayList<>();
        final List<Cost> costs = new ArrayList<>();

        Subject(String name, int count, int threads, int peersPerLoop) throws Exception {
            this.name = name;
            loops = count * threads;
            for (int i = 0; i < count; i++) {
                ServerProcess server = new ServerProcess(threads, 4 * threads * peersPerLoop);
                servers.add(server);
                for (int loop = 0; loop < threads; loop++) {
                    Crowd crowd = new Crowd(1, 3 * threads * peersPerLoop, 1, INTERVAL_MILLIS);
                    crowds.add(crowd);
                    crowd.joinLoop(server.port(), peersPerLoop, loop);
                }
            }
        }

        private LoopStats stats() {
            return LoopStats.sum(servers.stream().flatMap(server -> server.loops().stream()).toList());
        }

        Cost play() throws InterruptedException {
            crowds.forEach(crowd -> crowd.send(true));
            Thread.sleep(SETTLE_MILLIS);
            LoopStats before = stats();
            long begun = System.nanoTime();
            Thread.sleep(MEASURE_MILLIS);
            double seconds = (System.nanoTime() - begun) / 1e9;
            LoopStats part = stats().since(before);
            for (Crowd crowd : crowds) {
                if (!crowd.becomesQuiet()) {
                    throw new IllegalStateException("packets were lost");
                }
            }
            double packets = part.packetsIn();
            return new Cost(part.cpuNanos() / 1e3 / packets, part.userNanos() / 1e3 / packets, part.waits() / packets,
                    packets / seconds / loops);
        }

        @Override
        public void close() {
            crowds.forEach(Crowd::close);
            servers.forEach(ServerProcess::close);
        }
    }

    private CostPerLoop() {
    }

    public static void main(String[] arguments) throws Exception {
        int peers = Integer.parseInt(arguments[0]);
        try (Subject one = new Subject("one loop", 1, 1, peers);
                Subject two = new Subject("two loops", 1, 2, peers);
                Subject apart = new Subject("two servers of one loop", 2, 1, peers)) {
            measure(List.of(one, two, apart), Integer.parseInt(arguments[1]));
            for (Subject subject : List.of(one, two, apart)) {
                Cost cost = Cost.median(subject.costs);
                print("%-24s %5.1f µs per packet and its answer, %.1f of them in the program; %.2f waits per packet; "
                        + "%.0f packets/s per loop", subject.name + ":", cost.all, cost.program, cost.waits,
                        cost.packetsPerLoopAndSecond);
            }
            compare(two, one);
            compare(two, apart);
        }
        System.exit(0);
    }

    private static void measure(List<Subject> subjects, int rounds) throws InterruptedException {
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (int i = 0; i < subjects.size(); i++) {
                Subject subject = subjects.get(Math.floorMod(round + i, subjects.size()));
                Cost cost = subject.play();
                if (round >= 0) {
                    subject.costs.add(cost);
                }
            }
        }
    }

    /** Round by round, since the machine is not always the same. */
    private static void compare(Subject subject, Subject other) {
        List<Double> ratios = IntStream.range(0, subject.costs.size())
                .mapToObj(i -> subject.costs.get(i).all / other.costs.get(i).all).sorted().toList();
        print("%s beside %s: %.3f (half of the rounds within %.3f to %.3f)", subject.name, other.name, median(ratios),
                ratios.get(ratios.size() / 4), ratios.get(ratios.size() - 1 - ratios.size() / 4));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
