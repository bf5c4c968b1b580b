package io.github.enet4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** results.json: a line for each row and each figure, so that rows can be measured again one by one. */
final class ResultsFile {
    private static final Pattern FACT = Pattern.compile("^ {2}\"(\\w+)\": \"([^\"]*)\",$");
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": (?:\"([^\"]*)\"|([-+.0-9eE]+)|\\[([^\\]]*)\\])");

    private final Path path;

    ResultsFile(Path folder) {
        path = folder.resolve("results.json");
    }

    /** What is known of this machine. */
    static Map<String, String> machine() throws IOException {
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

    /** Adds what the file has of these rows, unless another machine has measured it. */
    void read(List<Plan.Row> rows, Results results) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Map<String, String> facts = new LinkedHashMap<>();
        List<Map<String, String>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(path)) {
            Matcher fact = FACT.matcher(line);
            if (fact.matches()) {
                facts.put(fact.group(1), fact.group(2));
            } else if (line.startsWith("    {")) {
                lines.add(fields(line));
            }
        }
        if (!facts.equals(machine())) {
            System.err.println(path + " is of another machine: all of it will be measured anew");
            return;
        }
        for (Plan.Row row : rows) {
            for (Map<String, String> line : lines) {
                if (row.group().equals(line.get("group")) && row.title().equals(line.get("row"))) {
                    take(row, line, results);
                }
            }
        }
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher matcher = FIELD.matcher(line);
        while (matcher.find()) {
            String text = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            fields.put(matcher.group(1), text != null ? text : matcher.group(4));
        }
        return fields;
    }

    private static void take(Plan.Row row, Map<String, String> line, Results results) {
        if (line.containsKey("commit")) {
            results.finish(row, new Results.Taken(
                    line.get("date"), line.get("commit"), Integer.parseInt(line.get("rounds")),
                    Double.parseDouble(line.get("noise")), Double.parseDouble(line.get("load"))));
        } else if (line.containsKey("values")) {
            List<Double> values = new ArrayList<>();
            for (String value : line.get("values").split(", ")) {
                values.add(value.equals("null") ? Double.NaN : Double.parseDouble(value));
            }
            results.put(new Results.Key(row.group(), row.title(), line.get("contender"), line.get("metric")), values);
        }
    }

    /** All that there is of these rows and contenders. */
    void write(List<Plan.Row> rows, List<String> contenders, Results results) throws IOException {
        StringBuilder text = new StringBuilder("{\n");
        for (Map.Entry<String, String> fact : machine().entrySet()) {
            text.append("  \"").append(fact.getKey()).append("\": \"").append(fact.getValue().replace("\"", "'"))
                    .append("\",\n");
        }
        List<String> taken = new ArrayList<>();
        List<String> figures = new ArrayList<>();
        for (Plan.Row row : rows) {
            Results.Taken how = results.taken(row);
            if (how == null) {
                continue;
            }
            String name = "    {\"group\": \"" + row.group() + "\", \"row\": \"" + row.title() + "\", ";
            taken.add(name + String.format(Locale.ROOT,
                    "\"date\": \"%s\", \"commit\": \"%s\", \"rounds\": %d, \"noise\": %.3f, \"load\": %.2f}",
                    how.date(), how.commit(), how.rounds(), how.noise(), how.load()));
            for (Plan.Metric metric : row.metrics()) {
                for (String contender : contenders) {
                    List<Double> values = results.measured(row, contender, metric);
                    if (!values.isEmpty()) {
                        figures.add(name + "\"contender\": \"" + contender + "\", \"metric\": \"" + metric.name()
                                + "\", \"unit\": \"" + metric.unit() + "\", \"values\": " + numbers(values) + "}");
                    }
                }
            }
        }
        text.append("  \"rows\": [\n").append(String.join(",\n", taken)).append("\n  ],\n  \"figures\": [\n")
                .append(String.join(",\n", figures)).append("\n  ]\n}\n");
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String numbers(List<Double> values) {
        List<String> texts = new ArrayList<>();
        for (double value : values) {
            texts.add(Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null");
        }
        return texts.toString();
    }
}
