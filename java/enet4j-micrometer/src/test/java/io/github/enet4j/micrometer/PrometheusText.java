package io.github.enet4j.micrometer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads Prometheus' text format 0.0.4, and takes nothing that is not in it. */
final class PrometheusText {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern COMMENT = Pattern.compile(
            "# HELP " + NAME + " .+|# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE = Pattern.compile(
            "(" + NAME + ")(?:\\{((?:" + LABEL + ",?)*)})? (NaN|[+-]Inf|[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)");

    /** By the name with the labels, as they are written. */
    private final Map<String, Double> values = new LinkedHashMap<>();

    private final Set<String> typed = new TreeSet<>();

    PrometheusText(String text) {
        text.lines().filter(line -> !line.isEmpty()).forEach(line -> {
            Matcher comment = COMMENT.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (comment.matches()) {
                if (comment.group(1) != null && !typed.add(comment.group(1))) {
                    throw new AssertionError("twice: " + line);
                }
            } else if (sample.matches()) {
                add(sample);
            } else {
                throw new AssertionError("not in the format: " + line);
            }
        });
    }

    private void add(Matcher sample) {
        String name = sample.group(1);
        if (!typed.contains(name) && !typed.contains(name.replaceFirst("_(bucket|count|sum)$", ""))) {
            throw new AssertionError("without a type: " + sample.group());
        }
        String labels = sample.group(2) == null ? "" : "{" + sample.group(2).replaceFirst(",$", "") + "}";
        double value = sample.group(3).endsWith("Inf")
                ? Double.POSITIVE_INFINITY : Double.parseDouble(sample.group(3));
        if (values.put(name + labels, value) != null) {
            throw new AssertionError("twice: " + sample.group());
        }
    }

    Set<String> names() {
        return values.keySet().stream().map(key -> key.replaceFirst("[{].*", "")).collect(Collectors.toSet());
    }

    /** The sum over all labels. */
    double sum(String name) {
        if (!names().contains(name)) {
            throw new AssertionError("no " + name + " in " + values.keySet());
        }
        return values.entrySet().stream().filter(entry -> entry.getKey().replaceFirst("[{].*", "").equals(name))
                .mapToDouble(Map.Entry::getValue).sum();
    }

    double get(String nameAndLabels) {
        Double value = values.get(nameAndLabels);
        if (value == null) {
            throw new AssertionError("no " + nameAndLabels + " in " + values.keySet());
        }
        return value;
    }
}
