package io.github.enet4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the comparison: row after row, each by every contender in turn, round after round, so that whatever else the
 * machine does hits all of them alike. Before its first round of a kind a contender warms up, which does not
 * count. After each row the results are written, among those of other rows that are there already. scripts/bench starts
 * it.
 */
public final class Bench {
    private static final int ROUNDS = 7;
    private static final int QUICK_ROUNDS = 2;

    private Path natives;
    private Path out;
    private Path baselineNatives;
    private String baselineClasspath;
    private String commit = "";
    private String only = "";
    private Competitor.Apart apart;
    private boolean quick;
    private boolean missing;
    private int rounds;

    private Bench(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--natives" -> natives = Path.of(arguments[++i]);
                case "--out" -> out = Path.of(arguments[++i]);
                case "--commit" -> commit = arguments[++i];
                case "--baseline" -> {
                    baselineNatives = Path.of(arguments[++i]);
                    baselineClasspath = arguments[++i];
                }
                case "--apart" -> apart =
                        new Competitor.Apart(List.of("ip", "netns", "exec", arguments[++i]), arguments[++i]);
                case "--quick" -> quick = true;
                case "--missing" -> missing = true;
                case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
                case "--only" -> only = arguments[++i];
                default -> throw new IllegalArgumentException(arguments[i]);
            }
        }
        if (rounds == 0) {
            rounds = quick ? QUICK_ROUNDS : ROUNDS;
        }
    }

    /**
     * Measures, and writes the report.
     *
     * @param arguments --natives FOLDER (the C programs), --out FOLDER, and if wanted --quick, --rounds N,
     *     --only TEXT (rows whose group or title has it), --missing (rows that the results do not have of this commit),
     *     --commit NAME, --apart NAMESPACE ADDRESS, --baseline NATIVES CLASSPATH
     * @throws IOException if the report can't be written
     */
    public static void main(String[] arguments) throws IOException {
        new Bench(arguments).run();
    }

    private void run() throws IOException {
        List<Competitor> field = Contestants.all(natives, baselineNatives, baselineClasspath);
        List<Plan.Row> rows = Plan.rows(quick);
        Results results = new Results();
        ResultsFile file = new ResultsFile(out);
        file.read(rows, results);
        List<Plan.Row> wanted = new ArrayList<>();
        for (Plan.Row row : rows) {
            Results.Taken before = results.taken(row);
            boolean had = missing && before != null && before.commit().equals(commit) && before.rounds() >= rounds;
            if ((row.group() + ", " + row.title()).contains(only) && !had && (apart != null || !row.isApart())) {
                wanted.add(row);
            }
        }
        List<String> titles = field.stream().map(Competitor::title).distinct().toList();
        List<Report.Pair> pairs = new ArrayList<>(Contestants.LIMITS);
        field.stream().filter(it -> it.twin() != null).forEach(it -> pairs.add(new Report.Pair(it.title(), it.twin())));
        Noise noise = new Noise();
        Progress progress = new Progress(steps(field, wanted));
        for (Plan.Row row : wanted) {
            results.begin(row);
            double load = Noise.load();
            for (int round = 1; round <= rounds; round++) {
                measure(field, row, round, results, noise, progress);
            }
            results.finish(row, new Results.Taken(LocalDate.now().toString(), commit, rounds, noise.take(), load));
            file.write(rows, titles, results);
        }
        field.forEach(Competitor::close);
        new Report(rows, titles, Contestants.BASE, pairs, results).write(out);
        System.err.println("written to " + out + ", " + wanted.size() + " rows of them new");
    }

    private int steps(List<Competitor> field, List<Plan.Row> wanted) {
        int steps = 0;
        for (Competitor competitor : field) {
            List<Plan.Row> its = wanted.stream().filter(competitor::takesPartIn).toList();
            steps += its.size() * rounds;
        }
        return steps;
    }

    /** With each round another one begins. */
    private void measure(
            List<Competitor> field, Plan.Row row, int round, Results results, Noise noise, Progress progress) {
        for (int i = 0; i < field.size(); i++) {
            Competitor competitor = field.get((i + round) % field.size());
            if (!competitor.takesPartIn(row)) {
                continue;
            }
            String failure = competitor.isNewTo(row) ? warmUp(competitor, row, progress) : null;
            noise.sample();
            Answer answer = failure == null ? run(competitor, row) : new Answer(Map.of(), failure);
            results.add(row, competitor.title(), round, answer.figures());
            progress.step("round " + round + "/" + rounds, row, competitor, answer);
        }
    }

    /** Null, or how it failed: a process that ended is not warm, nor is the next. */
    private String warmUp(Competitor competitor, Plan.Row row, Progress progress) {
        WarmUp warmUp = competitor.warmUp(row);
        while (!warmUp.isOver()) {
            Answer answer = run(competitor, row);
            progress.tell("warm-up", row, competitor, answer);
            if (answer.failure() != null) {
                return answer.failure();
            }
            warmUp.ran(answer.first(row));
        }
        return null;
    }

    /** What a contender answered, or how it failed. */
    private record Answer(Map<String, Double> figures, String failure) {
        /** What the row is about, NaN for none. */
        double first(Plan.Row row) {
            return figures.getOrDefault(row.first().name(), Double.NaN);
        }
    }

    private Answer run(Competitor competitor, Plan.Row row) {
        try {
            return new Answer(competitor.run(row, apart), null);
        } catch (IOException e) {
            return new Answer(Map.of(), "failed: " + e.getMessage());
        }
    }

    /** How far it is, by the rounds: how long contenders take to be warm is not known before. */
    private static final class Progress {
        private final int steps;
        private final long start = System.nanoTime();
        private int step;

        Progress(int steps) {
            this.steps = steps;
        }

        void step(String when, Plan.Row row, Competitor competitor, Answer answer) {
            step++;
            tell(when, row, competitor, answer);
        }

        void tell(String when, Plan.Row row, Competitor competitor, Answer answer) {
            double elapsed = (System.nanoTime() - start) / 1e9;
            String result = answer.failure() != null
                    ? answer.failure()
                    : String.format("%.1f %s", answer.first(row), row.first().unit());
            System.err.printf("%4d/%d  %s  %s, %s: %s: %s  (%s passed, about %s left)%n", step, steps, when,
                    row.group(), row.title(), competitor.title(), result, clock(elapsed),
                    clock(elapsed / Math.max(1, step) * (steps - step)));
        }

        private static String clock(double seconds) {
            return String.format("%d:%02d", (int) seconds / 60, (int) seconds % 60);
        }
    }
}
