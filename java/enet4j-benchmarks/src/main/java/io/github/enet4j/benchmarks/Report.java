package io.github.enet4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what was measured: tables as Markdown, and a plot for each group of rows as SVG. */
final class Report {
    /** Whose rows the overview has: arrays where buffers don't take part. */
    private static final List<String> OVERVIEW =
            List.of(Contender.ENET4J_BUFFER.title(), Contender.ENET4J.title());

    private final List<Plan.Row> rows;
    private final List<String> contenders;
    private final String base;
    private final List<Pair> pairs;
    private final Results results;

    /** A contender and what its figures are divided by. */
    record Pair(String contender, String other) {
    }

    /**
     * A report of those of the rows that there is something of.
     *
     * @param base  the contender to which the others are compared
     * @param pairs who is compared to whom as well
     */
    Report(List<Plan.Row> rows, List<String> contenders, String base, List<Pair> pairs, Results results) {
        this.rows = rows.stream().filter(row -> results.taken(row) != null).toList();
        this.contenders = contenders;
        this.base = base;
        this.pairs = pairs;
        this.results = results;
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("results.md"), markdown());
        Files.writeString(folder.resolve("overview.svg"),
                new Overview(OVERVIEW, Contender.ENET4J_HANDLER.title(), base, results).svg(rows));
        for (Map.Entry<String, List<Plan.Row>> group : groups().entrySet()) {
            Plan.Metric metric = group.getValue().get(0).first();
            Files.writeString(
                    folder.resolve(fileName(group.getKey())),
                    new Plot(group.getKey(), metric, group.getValue(), contenders, base, results).svg());
        }
    }

    private Map<String, List<Plan.Row>> groups() {
        Map<String, List<Plan.Row>> groups = new LinkedHashMap<>();
        for (Plan.Row row : rows) {
            groups.computeIfAbsent(row.group(), unused -> new ArrayList<>()).add(row);
        }
        return groups;
    }

    private static String fileName(String group) {
        return group.split(",")[0].toLowerCase(Locale.ROOT).replace(' ', '-') + ".svg";
    }

    private String markdown() throws IOException {
        StringBuilder text = new StringBuilder("# Results\n\nWritten by `scripts/bench`: medians of the rounds, in "
                + "brackets where the true median is with 95 % confidence (with fewer than six rounds: the extremes). "
                + "Ratios are to " + base + ", medians of the rounds' ratios. A round in which a contender moved "
                + "nothing or ended without an answer has failed and counts in no figure; where there were such, the "
                + "contender's name tells how many. What is measured and how: [README.md](README.md).\n\n");
        ResultsFile.machine().forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        groups().forEach((group, members) -> {
            text.append("\n## ").append(group).append("\n\n![").append(group).append("](").append(fileName(group))
                    .append(")\n");
            for (Plan.Row row : members) {
                table(text, row);
            }
        });
        return text.toString();
    }

    private void table(StringBuilder text, Plan.Row row) {
        Results.Taken how = results.taken(row);
        text.append("\n### ").append(row.group()).append(", ").append(row.title()).append("\n\n").append(String.format(
                Locale.ROOT, "%s, %s, %d rounds. The machine: the same arithmetic took up to %.0f %% longer; load %.1f."
                + "%n%n| |", how.date(), how.commit(), how.rounds(), 100 * how.noise(), how.load()));
        StringBuilder line = new StringBuilder("|---|");
        for (Plan.Metric metric : row.metrics()) {
            boolean compared = isCompared(row, metric);
            text.append(' ').append(metric.title()).append(", ").append(metric.unit())
                    .append(compared ? " | ratio |" : " |");
            line.append(compared ? "---:|---:|" : "---:|");
        }
        text.append('\n').append(line).append('\n');
        for (String contender : contenders) {
            if (results.takesPart(row, contender)) {
                figures(text, row, contender);
            }
        }
        for (Pair pair : pairs) {
            if (results.takesPart(row, pair.contender()) && results.takesPart(row, pair.other())) {
                comparison(text, row, pair);
            }
        }
    }

    private void figures(StringBuilder text, Plan.Row row, String contender) {
        text.append("| ").append(contender).append(failures(row, contender)).append(" |");
        for (Plan.Metric metric : row.metrics()) {
            Summary summary = results.summary(row, contender, metric);
            if (summary != null) {
                text.append(String.format(Locale.ROOT, " %s (%s to %s)", figure(summary.median()),
                        figure(summary.low()), figure(summary.high())));
            }
            text.append(" |");
            if (isCompared(row, metric)) {
                text.append(ratio(results.ratio(row, contender, base, metric)));
            }
        }
        text.append('\n');
    }

    private String failures(Plan.Row row, String contender) {
        int rounds = results.taken(row).rounds();
        int failed = results.failed(row, contender);
        if (failed == 0) {
            return "";
        }
        String what = " (" + failed + " of " + rounds + " rounds failed";
        if (failed == rounds) {
            return what + ")";
        }
        int left = rounds - failed;
        return what + ", figures of the other " + left
                + (Summary.hasInterval(left) ? ")" : ", in brackets their extremes)");
    }

    private void comparison(StringBuilder text, Plan.Row row, Pair pair) {
        text.append("| **").append(pair.contender()).append(" : ").append(pair.other()).append("** |");
        for (Plan.Metric metric : row.metrics()) {
            text.append(ratio(results.ratio(row, pair.contender(), pair.other(), metric)))
                    .append(isCompared(row, metric) ? " |" : "");
        }
        text.append('\n');
    }

    private static String ratio(Summary ratio) {
        return ratio == null
                ? " |"
                : String.format(Locale.ROOT, " %.2f (%.2f to %.2f) |", ratio.median(), ratio.low(), ratio.high());
    }

    /** Whether the contender that others are compared to has that figure. */
    private boolean isCompared(Plan.Row row, Plan.Metric metric) {
        return results.summary(row, base, metric) != null;
    }

    /** Three digits or so. */
    static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
