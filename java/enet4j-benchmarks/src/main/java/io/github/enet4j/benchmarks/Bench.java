package io.github.enet4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the comparison: every row by every contender in turn, round after round, so that whatever else the machine does
 * hits all of them alike. The first round warms up and does not count. scripts/bench starts it.
 */
public final class Bench {
    private static final int ROUNDS = 7;
    private static final int QUICK_ROUNDS = 2;

    private Bench() {
    }

    /**
     * Measures, and writes the report.
     *
     * @param arguments --natives FOLDER (the C programs), --out FOLDER, and if wanted --quick, --rounds N,
     *     --only TEXT (rows whose group or title has it)
     * @throws IOException if the report can't be written
     */
    public static void main(String[] arguments) throws IOException {
        Path natives = null;
        Path out = null;
        boolean quick = false;
        int rounds = 0;
        String only = "";
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--natives" -> natives = Path.of(arguments[++i]);
                case "--out" -> out = Path.of(arguments[++i]);
                case "--quick" -> quick = true;
                case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
                case "--only" -> only = arguments[++i];
                default -> throw new IllegalArgumentException(arguments[i]);
            }
        }
        if (rounds == 0) {
            rounds = quick ? QUICK_ROUNDS : ROUNDS;
        }
        List<Plan.Row> rows = new ArrayList<>();
        for (Plan.Row row : Plan.rows(quick)) {
            if ((row.group() + " " + row.title()).contains(only)) {
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no row has \"" + only + "\" in its name");
        }
        List<Competitor> field = Competitor.all(natives);
        Results results = new Results(field.get(0).title());
        measure(field, rows, rounds, results);
        Files.createDirectories(out);
        List<String> titles = field.stream().map(Competitor::title).toList();
        new Report(rows, titles, results, rounds, quick).write(out);
        System.err.println("written to " + out);
    }

    private static void measure(List<Competitor> field, List<Plan.Row> rows, int rounds, Results results) {
        int steps = 0;
        for (Plan.Row row : rows) {
            steps += (int) field.stream().filter(competitor -> competitor.takesPartIn(row)).count();
        }
        steps *= rounds + 1;
        int step = 0;
        long start = System.nanoTime();
        for (int round = 0; round <= rounds; round++) {
            for (Plan.Row row : rows) {
                for (int i = 0; i < field.size(); i++) {
                    Competitor competitor = field.get((i + round) % field.size());
                    if (!competitor.takesPartIn(row)) {
                        continue;
                    }
                    step++;
                    String outcome;
                    try {
                        Map<String, Double> answer = competitor.run(row);
                        if (round > 0) {
                            results.add(row, competitor.title(), round, answer);
                        }
                        Plan.Metric first = row.metrics().get(0);
                        outcome = String.format("%.1f %s", answer.getOrDefault(first.name(), Double.NaN), first.unit());
                    } catch (IOException e) {
                        outcome = "failed: " + e.getMessage();
                    }
                    double elapsed = (System.nanoTime() - start) / 1e9;
                    System.err.printf("%s %3d/%d  %s, %s: %s: %s  (%s passed, about %s left)%n",
                            round == 0 ? "warm-up  " : "round " + round + "/" + rounds, step, steps, row.group(),
                            row.title(), competitor.title(), outcome, clock(elapsed),
                            clock(elapsed / step * (steps - step)));
                }
            }
        }
        field.forEach(Competitor::close);
    }

    private static String clock(double seconds) {
        return String.format("%d:%02d", (int) seconds / 60, (int) seconds % 60);
    }
}
