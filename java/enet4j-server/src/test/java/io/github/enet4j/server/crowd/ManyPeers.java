package io.github.enet4j.server.crowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Many peers on one port while some come and go: all are served, none is lost. Each sends a reliable packet of 40 bytes
 * per second, which comes back; server and clients are two processes.
 *
 * <pre>ManyPeers PEERS SECONDS THREADS COME_AND_GO_PER_MINUTE</pre>
 *
 * <p>Status 1 if it was otherwise.
 */
public final class ManyPeers {
    private static final int CLIENT_THREADS = 2;
    private static final int INTERVAL_MILLIS = 1000;
    private static final int REPORT_SECONDS = 10;
    private static final int MOST_SOCKETS = 1000;
    private static final int MOST_PEERS_PER_THREAD = 4095;

    private ManyPeers() {
    }

    public static void main(String[] arguments) throws Exception {
        List<Integer> n = List.of(arguments).stream().map(Integer::valueOf).toList();
        System.exit(play(n.get(0), n.get(1), n.get(2), n.get(3)).isEmpty() ? 0 : 1);
    }

    /** What was otherwise than it should be; nothing. */
    static List<String> play(int peers, int seconds, int threads, int perMinute) throws Exception {
        /* The system deals sockets out, by chance: many of them, and room for what chance does. */
        int sockets = Math.min(peers, MOST_SOCKETS) / CLIENT_THREADS;
        int perSocket = 2 * peers / CLIENT_THREADS / sockets + 2; // and for who comes before another one has gone
        int room = Math.min(peers * 4 / 3, threads * MOST_PEERS_PER_THREAD);
        try (ServerProcess server = new ServerProcess(threads, room);
                Crowd crowd = new Crowd(CLIENT_THREADS, sockets, perSocket, INTERVAL_MILLIS)) {
            long overflows = overflows();
            long empty = server.residentMegabytes();
            long begun = System.nanoTime();
            crowd.join(server.port(), peers);
            print("%d peers on port %d, %d threads, connected in %.1f s; from %d to %d MB resident", peers,
                    server.port(), threads, (System.nanoTime() - begun) / 1e9, empty, server.residentMegabytes());
            crowd.send(true);
            LoopStats before = LoopStats.sum(server.loops());
            long start = System.nanoTime();
            comeAndGo(server, crowd, seconds, perMinute);
            double passed = (System.nanoTime() - start) / 1e9;
            LoopStats total = LoopStats.sum(server.loops()).since(before);
            boolean quiet = crowd.becomesQuiet();
            List<LoopStats> loops = server.loops();
            report(crowd, total, loops, passed);
            print("server: %d MB resident; datagrams that found no room in a socket's buffer, and came again: %d",
                    server.residentMegabytes(), overflows() - overflows);
            return faults(crowd, LoopStats.sum(loops), quiet, peers);
        }
    }

    private static void comeAndGo(ServerProcess server, Crowd crowd, int seconds, int perMinute) throws Exception {
        LoopStats last = LoopStats.sum(server.loops());
        long start = System.nanoTime();
        int replaced = 0;
        for (int done = 0; done < seconds; ) {
            int stretch = Math.min(REPORT_SECONDS, seconds - done);
            done += stretch;
            for (long passed = 0; passed < done * 1000L; passed = (System.nanoTime() - start) / 1_000_000) {
                for (; replaced < perMinute * passed / 60_000; replaced++) {
                    crowd.replaceOne(server.port());
                }
                Thread.sleep(5);
            }
            LoopStats now = LoopStats.sum(server.loops());
            LoopStats part = now.since(last);
            print("%4d s: %d peers, +%d -%d, %d packets/s there and back, tasks wait %.1f ms (99 of 100), at most %.1f",
                    done, part.peers(), part.joined(), part.left(), part.packetsIn() / stretch, part.lagMicros() / 1e3,
                    part.lagMost() / 1e3);
            last = now;
        }
    }

    private static void report(Crowd crowd, LoopStats total, List<LoopStats> loops, double seconds) {
        print("clients: %d packets sent, %d came back, the slowest after %d ms", crowd.sent(), crowd.answered(),
                crowd.longestMillis());
        print("came and went: %.0f and %.0f per minute; lost: %d, refused: %d", total.joined() * 60 / seconds,
                total.left() * 60 / seconds, crowd.lost(), crowd.refused());
        print("loops: %.1f µs of processor time per packet and its answer (%.1f in the program), %.0f %% of a core",
                total.cpuNanos() / 1e3 / total.packetsIn(), total.userNanos() / 1e3 / total.packetsIn(),
                total.cpuNanos() / 1e7 / seconds);
        for (int i = 0; i < loops.size(); i++) {
            LoopStats loop = loops.get(i);
            print("loop %d: %d peers, %d packets there and back, %d joined, %d left, %d lost", i, loop.peers(),
                    loop.packetsIn(), loop.joined(), loop.left(), loop.lost());
        }
    }

    private static List<String> faults(Crowd crowd, LoopStats server, boolean quiet, int peers) {
        List<String> faults = new ArrayList<>();
        check(faults, quiet, "not everybody got an answer to everything, or could leave");
        check(faults, crowd.sent() == crowd.answered(), crowd.sent() - crowd.answered() + " packets without an answer");
        check(faults, crowd.lost() == 0 && server.lost() == 0, "peers lost: " + crowd.lost() + ", " + server.lost());
        check(faults, crowd.refused() == 0, "refused: " + crowd.refused());
        check(faults, crowd.present() == peers && crowd.come() - crowd.gone() == peers, "clients: " + crowd.present());
        faults.forEach(fault -> print("FAULT: %s", fault));
        return faults;
    }

    /** In this network namespace. */
    private static long overflows() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/net/snmp")).stream()
                .filter(line -> line.startsWith("Udp:")).toList();
        int column = List.of(lines.get(0).split(" ")).indexOf("RcvbufErrors");
        return Long.parseLong(lines.get(1).split(" ")[column]);
    }

    private static void check(List<String> faults, boolean good, String fault) {
        if (!good) {
            faults.add(fault);
        }
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
