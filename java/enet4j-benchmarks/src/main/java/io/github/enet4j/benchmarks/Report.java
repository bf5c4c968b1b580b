package io.github.enet4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what was measured: all figures as JSON, tables as Markdown, and a plot for each group of rows as SVG. */
final class Report {
    private final List<Plan.Row> rows;
    private final List<String> contenders;
    private final Results results;
    private final int rounds;
    private final boolean quick;

    Report(List<Plan.Row> rows, List<String> contenders, Results results, int rounds, boolean quick) {
        this.rows = rows;
        this.contenders = contenders;
        this.results = results;
        this.rounds = rounds;
        this.quick = quick;
    }

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("results.json"), json());
        Files.writeString(folder.resolve("results.md"), markdown());
        for (Map.Entry<String, List<Plan.Row>> group : groups().entrySet()) {
            Plan.Metric metric = group.getValue().get(0).metrics().get(0);
            Files.writeString(
                    folder.resolve(fileName(group.getKey())),
                    new Plot(group.getKey(), metric, group.getValue(), contenders, results).svg());
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

    /* ---- JSON ---- */

    private String json() throws IOException {
        StringBuilder text = new StringBuilder("{\n");
        text.append("  \"date\": \"").append(LocalDate.now()).append("\",\n");
        machine().forEach((name, value) ->
                text.append("  \"").append(name).append("\": \"").append(value.replace("\"", "'")).append("\",\n"));
        text.append("  \"rounds\": ").append(rounds).append(",\n  \"quick\": ").append(quick)
                .append(",\n  \"figures\": [");
        String separator = "\n";
        for (Plan.Row row : rows) {
            for (Plan.Metric metric : row.metrics()) {
                for (String contender : contenders) {
                    Results.Summary summary = results.summary(row, contender, metric);
                    if (summary == null) {
                        continue;
                    }
                    text.append(separator).append(String.format(Locale.ROOT,
                            "    {\"group\": \"%s\", \"row\": \"%s\", \"contender\": \"%s\", \"metric\": \"%s\", "
                                    + "\"unit\": \"%s\", \"median\": %.3f, \"ratio\": %s, \"values\": %s}",
                            row.group(), row.title(), contender, metric.title(), metric.unit(), summary.median(),
                            number(results.ratio(row, contender, metric)), results.values(row, contender, metric)));
                    separator = ",\n";
                }
            }
        }
        return text.append("\n  ]\n}\n").toString();
    }

    private static String number(Double value) {
        return value == null ? "null" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static Map<String, String> machine() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        String cpu = System.getProperty("os.arch");
        for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
            if (line.startsWith("model name")) {
                cpu = line.substring(line.indexOf(':') + 2);
                break;
            }
        }
        facts.put("cpu", cpu + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        return facts;
    }

    /* ---- Markdown ---- */

    private String markdown() throws IOException {
        StringBuilder text = new StringBuilder("# Results\n\n");
        text.append("Written by `scripts/bench").append(quick ? " --quick" : "").append("` on ").append(LocalDate.now())
                .append(". Median of ").append(rounds)
                .append(" rounds (least to most), and the ratio to C ENet: the median of the rounds' ratios. ")
                .append("What is measured and how: [README.md](README.md).\n\n");
        machine().forEach((name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
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
        text.append("\n### ").append(row.group()).append(", ").append(row.title()).append("\n\n| |");
        StringBuilder line = new StringBuilder("|---|");
        for (Plan.Metric metric : row.metrics()) {
            boolean compared = isCompared(row, metric);
            text.append(' ').append(metric.title()).append(", ").append(metric.unit())
                    .append(compared ? " | ratio |" : " |");
            line.append(compared ? "---:|---:|" : "---:|");
        }
        text.append('\n').append(line).append('\n');
        for (String contender : contenders) {
            if (results.summary(row, contender, row.metrics().get(0)) == null) {
                continue;
            }
            text.append("| ").append(contender).append(" |");
            for (Plan.Metric metric : row.metrics()) {
                Results.Summary summary = results.summary(row, contender, metric);
                Double ratio = results.ratio(row, contender, metric);
                if (summary != null) {
                    text.append(String.format(Locale.ROOT, " %s (%s to %s)", figure(summary.median()),
                            figure(summary.least()), figure(summary.most())));
                }
                text.append(" |");
                if (isCompared(row, metric)) {
                    text.append(ratio == null ? " |" : String.format(Locale.ROOT, " %.2f |", ratio));
                }
            }
            text.append('\n');
        }
    }

    /** Whether C ENet has that figure. */
    private boolean isCompared(Plan.Row row, Plan.Metric metric) {
        return contenders.stream().anyMatch(contender -> results.ratio(row, contender, metric) != null);
    }

    /** Three digits or so. */
    static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
