package io.github.enet4j.cli.load;

import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.cli.Arguments;
import io.github.enet4j.cli.ClientOptions;
import io.github.enet4j.cli.Failure;
import io.github.enet4j.cli.HostPort;
import io.github.enet4j.cli.Screen;
import io.github.enet4j.cli.Stop;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code enet4j load}. */
@Command(
        name = "load",
        description = "Connects many clients to a server and sends at a steady rate, whether or not it keeps up; "
                + "measures round trips where the server echoes.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Thresholds: p50 p90 p95 p99 p99.9 p99.99 mean max (round trip, ms), the same with connect- before them,",
            "late-p99, connected, failed, disconnects, sent, received, sent-rate, received-rate, loss (%%).",
            "",
            "  enet4j load 127.0.0.1:7777 --clients 500 --ramp 5 --rate 20 --duration 30",
            "  enet4j load 10.0.0.5:7777 -n 2000 --mode unreliable --fail-if \"p99>50ms\" --report load.html"})
public final class LoadCommand implements Callable<Integer> {
    private static final int CROSSED = 99;
    private static final int FAILED = 1;
    private static final long DRAIN_NANOS = 2_000_000_000L;
    private static final long SAMPLE_NANOS = 1_000_000_000L;
    private static final long SLEEP_NANOS = 20_000_000;

    /** How packets are sent. */
    enum Mode {
        RELIABLE(ENetPacketPeer.FLAG_RELIABLE), UNRELIABLE(0), UNSEQUENCED(ENetPacketPeer.FLAG_UNSEQUENCED);

        private final int flags;

        Mode(int flags) {
            this.flags = flags;
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "HOST:PORT", converter = HostPort.Converter.class)
    private HostPort target;

    @Mixin
    private ClientOptions options;

    @Option(names = {"-n", "--clients"}, paramLabel = "N", defaultValue = "10",
            description = "how many, each with a socket of its own. Default: ${DEFAULT-VALUE}")
    private int clients;

    @Option(names = "--ramp", paramLabel = "SECONDS", defaultValue = "1",
            description = "start them over so long. Default: ${DEFAULT-VALUE}")
    private double ramp;

    @Option(names = {"-d", "--duration"}, paramLabel = "SECONDS", defaultValue = "10",
            description = "and go on for so long. Default: ${DEFAULT-VALUE}")
    private double duration;

    @Option(names = {"-r", "--rate"}, paramLabel = "N", defaultValue = "10",
            description = "packets per second and client. Default: ${DEFAULT-VALUE}")
    private double rate;

    @Option(names = "--receive-only", description = "send nothing")
    private boolean receiveOnly;

    @Option(names = {"-s", "--size"}, paramLabel = "BYTES", defaultValue = "64",
            description = "of a packet; 12 or more for round trips. Default: ${DEFAULT-VALUE}")
    private int size;

    @Option(names = "--mode", defaultValue = "reliable",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Mode mode;

    @Option(names = "--channel", paramLabel = "N", defaultValue = "0",
            description = "which to send on. Default: ${DEFAULT-VALUE}")
    private int channel;

    @Option(names = "--connect-timeout", paramLabel = "SECONDS", defaultValue = "10",
            description = "how long a client may take to connect. Default: ${DEFAULT-VALUE}")
    private double connectTimeout;

    @Option(names = "--threads", paramLabel = "N", description = "threads for the clients; otherwise by the processors")
    private Integer threads;

    @Option(names = "--fail-if", paramLabel = "CONDITION",
            description = "end with status 99 if it holds, as in \"p99>50ms\"; may be repeated")
    private List<String> conditions = List.of();

    @Option(names = "--scenario", paramLabel = "FILE",
            description = "call Godot RPCs as this YAML file says (docs/tools.md), instead of sending plain packets")
    private Path scenarioFile;

    @Option(names = "--json", description = "the result as JSON, and nothing else, on standard output")
    private boolean json;

    @Option(names = "--report", paramLabel = "FILE", description = "write a page with plots (one HTML file)")
    private Path report;

    @Option(names = "--i-own-this-server",
            description = "allow an address that is not of a private network. Only for servers of your own.")
    private boolean own;

    private PrintWriter out;
    private Scenario scenario;

    @Override
    public Integer call() throws IOException {
        out = spec.commandLine().getOut();
        scenario = scenarioFile == null ? null : Scenario.parse(new String(
                Files.readAllBytes(scenarioFile), StandardCharsets.UTF_8));
        List<Threshold> thresholds = conditions.stream().map(Threshold::parse).toList();
        LoadPlan plan = plan();
        LoadStats stats = new LoadStats();
        thresholds.forEach(each -> each.isCrossed(new LoadResult(plan, stats, 1, List.of()).metrics()));
        try (Stop stop = new Stop(0)) {
            if (!json) {
                out.println(LoadText.title(plan));
                out.flush();
            }
            return tell(plan, stats, run(plan, stats, stop), thresholds);
        }
    }

    /** Tells and writes what came out; the exit status. */
    private int tell(LoadPlan plan, LoadStats stats, double seconds, List<Threshold> thresholds) throws IOException {
        LoadResult result = new LoadResult(plan, stats, seconds, thresholds);
        if (json) {
            out.println(LoadText.json(result));
        } else {
            LoadText.summary(result).forEach(out::println);
        }
        if (report != null) {
            Files.writeString(report, HtmlReport.of(result, spec.commandLine().getParent() == null ? List.of()
                    : spec.commandLine().getParent().getParseResult().originalArgs()));
        }
        out.flush();
        return !result.crossed.isEmpty() ? CROSSED : stats.connected.sum() == 0 ? FAILED : 0;
    }

    private LoadPlan plan() {
        Arguments.require(clients >= 1 && clients <= 100_000, "--clients must be 1 to 100000");
        Arguments.requireSomeSeconds("--connect-timeout", connectTimeout);
        Arguments.requireSeconds("--ramp", ramp);
        Arguments.requireSeconds("--duration", duration);
        Arguments.require(rate >= 0 && rate <= 1e6, "--rate must be 0 to 1000000");
        Arguments.require(size >= 0 && size <= 1 << 24, "--size must be 0 to 16777216");
        Arguments.require(channel >= 0 && channel <= 254, "--channel must be 0 to 254");
        Arguments.require(threads == null || threads >= 1 && threads <= 64, "--threads must be 1 to 64");
        InetSocketAddress address = target.remote(options.six());
        if (!own && !isPrivate(address.getAddress())) {
            throw new Failure(HostPort.show(address) + " is not an address of a private network. If the server is "
                    + "yours, and everybody between can bear the traffic: --i-own-this-server");
        }
        if (scenario != null) {
            GodotClient.check(scenario);
        }
        options.open(target).close(); // what is wrong with the options shows now, and once
        return new LoadPlan(target, address, options, clients, nanos(ramp), nanos(duration), nanos(connectTimeout),
                receiveOnly ? 0 : rate, size, mode.flags, channel, scenario);
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    /** Loopback, link-local, RFC 1918, and IPv6's unique local addresses. */
    private static boolean isPrivate(InetAddress address) {
        boolean uniqueLocal = address.getAddress().length == 16 && (address.getAddress()[0] & 0xFE) == 0xFC;
        return uniqueLocal || address.isLoopbackAddress() || address.isLinkLocalAddress()
                || address.isSiteLocalAddress();
    }

    /** Runs the test; how long it was, seconds. */
    private double run(LoadPlan plan, LoadStats stats, Stop stop) {
        AtomicBoolean over = new AtomicBoolean();
        long start = System.nanoTime();
        AtomicLong end = new AtomicLong(start + plan.rampNanos() + plan.runNanos());
        List<LoadLoop> loops = loops(plan, stats, start, end::get, over::get);
        List<Thread> threads = loops.stream().map(LoadCommand::start).toList();
        try (Screen screen = json ? null : Screen.open()) {
            watch(plan, stats, start, stop, screen, end.get());
            if (stop.isWanted()) {
                end.set(System.nanoTime());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            /* First all has to be sent, then what comes back is waited for. */
            drain(() -> loops.stream().allMatch(LoadLoop::hasSentAll));
            drain(() -> stats.echoed.sum() == 0 || stats.echoed.sum() >= stats.sent.sum());
            stats.collect();
            over.set(true);
            join(threads);
            return seconds;
        }
    }

    private static void drain(BooleanSupplier done) {
        long latest = System.nanoTime() + DRAIN_NANOS;
        while (!done.getAsBoolean() && System.nanoTime() - latest < 0) {
            LockSupport.parkNanos(SLEEP_NANOS);
        }
    }

    private List<LoadLoop> loops(
            LoadPlan plan, LoadStats stats, long start, LongSupplier end, BooleanSupplier over) {
        int count = threads != null ? threads : Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), 8));
        List<List<LoadLoop.Start>> shares = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shares.add(new ArrayList<>());
        }
        for (int i = 0; i < plan.clients(); i++) {
            /* Phases by the golden ratio: any number of clients is spread evenly. */
            double phase = i * 0.6180339887498949 % 1;
            long begin = start + plan.startOf(i);
            LoadClient client = plan.scenario() == null ? new RawClient(plan, stats, begin, phase)
                    : new GodotClient(plan, stats, begin, phase);
            shares.get(i % count).add(new LoadLoop.Start(begin, client));
        }
        return shares.stream().map(share -> new LoadLoop(share, end, over)).toList();
    }

    private static Thread start(LoadLoop loop) {
        Thread thread = new Thread(loop, "load");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void watch(LoadPlan plan, LoadStats stats, long start, Stop stop, Screen screen, long end) {
        long last = start;
        while (!stop.isWanted() && System.nanoTime() - end < 0) {
            long next = Math.min(last + SAMPLE_NANOS, end);
            if (stop.await(Math.max(1, (next - System.nanoTime()) / 1_000_000)) || System.nanoTime() - next < 0) {
                continue;
            }
            long now = System.nanoTime();
            LoadStats.Sample sample = stats.sample((now - start) / 1e9, (now - last) / 1e9);
            last = now;
            if (screen != null) {
                screen.paint(LoadText.live(plan, stats, sample));
            } else if (!json) {
                out.println(LoadText.line(sample));
                out.flush();
            }
        }
    }

    private static void join(List<Thread> threads) {
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
