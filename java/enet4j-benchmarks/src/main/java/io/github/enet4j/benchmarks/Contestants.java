package io.github.enet4j.benchmarks;

import io.github.enet4j.benchmarks.codec.CodecContender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Who takes part. */
final class Contestants {
    /** To which the others are compared. */
    static final String BASE = "C ENet 1.3.18";

    private static final String DATAGRAMS = "limit: bare datagrams";
    private static final String CIPHER = "limit: the cipher in memory";
    private static final String KEYS = "limit: the keys in memory";

    /** How far it is to what the machine allows. */
    static final List<Report.Pair> LIMITS = List.of(
            new Report.Pair(Contender.ENET4J_BUFFER.title(), DATAGRAMS),
            new Report.Pair(Contender.ENET4J_DTLS.title(), CIPHER),
            new Report.Pair(Contender.ENET4J_DTLS.title(), KEYS));

    private static final String BEFORE = ", before";
    private static final String GODOT = "Godot, headless";

    /** The tasks that limits.c has: not what is sent at a rate. */
    private static final List<String> LIMITED = List.of("bulk ", "deep ", "pingpong 0 ", "fanout ", "idle ", "calls ");

    private final Path natives;
    private final List<Competitor> all = new ArrayList<>();

    private Contestants(Path natives) {
        this.natives = natives;
    }

    /**
     * All of them.
     *
     * @param natives           where the C programs are
     * @param baselineNatives   those of another build, null without one
     * @param baselineClasspath the benchmarks of this build on the libraries of that one
     */
    static List<Competitor> all(Path natives, Path baselineNatives, String baselineClasspath) {
        Contestants self = new Contestants(natives);
        boolean compared = baselineNatives != null;
        self.addEnet(System.getProperty("java.class.path"), natives, "", compared);
        if (compared) {
            self.addEnet(baselineClasspath, baselineNatives, BEFORE, false);
        }
        self.addOthers();
        return self.all;
    }

    private void addEnet(String classpath, Path programs, String suffix, boolean hasTwin) {
        List<String> stock = List.of(natives.resolve("enet_bench").toString());
        List<String> core = List.of(programs.resolve("enet_bench_enet4j").toString());
        if (suffix.isEmpty()) {
            add(BASE, Contender.ENET_ROWS, stock, stock, null);
        }
        add("enet4j core from C" + suffix, Contender.ENET_ROWS, core, stock, twin("enet4j core from C", hasTwin));
        for (Contender contender : Contender.values()) {
            if (contender.isEnet4j()) {
                List<String> worker = worker(classpath, contender.name());
                add(contender.title() + suffix, contender::takesPartIn, worker, contender.isEnet() ? stock : worker,
                        twin(contender.title(), hasTwin));
            }
        }
        List<String> calls = worker(classpath, "RPC");
        add("enet4j SceneMultiplayer" + suffix, Set.of(Plan.Field.GODOT), calls, calls,
                twin("enet4j SceneMultiplayer", hasTwin));
    }

    private static String twin(String title, boolean has) {
        return has ? title + BEFORE : null;
    }

    private void addOthers() {
        String classpath = System.getProperty("java.class.path");
        List<String> stock = List.of(natives.resolve("enet_bench").toString());
        for (Contender contender : Contender.values()) {
            if (!contender.isEnet4j()) {
                List<String> worker = worker(classpath, contender.name());
                add(contender.title(), contender::takesPartIn, worker, contender.isEnet() ? stock : worker, null);
            }
        }
        for (CodecContender contender : CodecContender.values()) {
            add(contender.title(), Set.of(Plan.Field.CALLS), worker(classpath, contender.name()), List.of(), null);
        }
        add(GODOT, Set.of(Plan.Field.GODOT), godot("fanout.gd"), worker(classpath, "RPC"), null);
        add(GODOT, Set.of(Plan.Field.MEMORY), godot("memory.gd"), stock, null);
        String limits = natives.resolve("limits").toString();
        add(DATAGRAMS, Contestants::isLimited, List.of(limits));
        add(CIPHER, row -> row.field() == Plan.Field.ENCRYPTED, List.of(limits, "encrypted"));
        add(KEYS, row -> row.field() == Plan.Field.DTLS && row.kind().equals("connects"),
                List.of(limits, "encrypted"));
    }

    private static boolean isLimited(Plan.Row row) {
        return LIMITED.stream().anyMatch(row.command()::startsWith) && !row.isApart()
                && row.field() != Plan.Field.ENCRYPTED && row.field() != Plan.Field.DTLS;
    }

    private void add(String title, Predicate<Plan.Row> rows, List<String> command) {
        add(title, rows, command, List.of(), null);
    }

    private void add(String title, Set<Plan.Field> fields, List<String> command, List<String> peers, String twin) {
        add(title, row -> fields.contains(row.field()), command, peers, twin);
    }

    private void add(
            String title, Predicate<Plan.Row> rows, List<String> command, List<String> peers, String twin) {
        all.add(new Competitor(title, rows, command, peers, twin));
    }

    private static List<String> godot(String script) {
        return List.of("scripts/godot", "run", "java/enet4j-benchmarks/godot/" + script);
    }

    private static List<String> worker(String classpath, String name) {
        /* All of the heap is touched at once, so that what a process grows by is not it. */
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms512m", "-Xmx512m",
                "-XX:+AlwaysPreTouch", "-cp", classpath, Worker.class.getName(), name);
    }
}
