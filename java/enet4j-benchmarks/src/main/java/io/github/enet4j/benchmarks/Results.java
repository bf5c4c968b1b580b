package io.github.enet4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of all rounds: by row, contender and metric. Round by round, so that ratios are within a round. */
final class Results {
    /** When, of what and on how quiet a machine a row was measured. */
    record Taken(String date, String commit, int rounds, double noise, double load) {
    }

    /** Whose figure; the texts are those that the report shows. */
    record Key(String group, String row, String contender, String metric) {
        static Key of(Plan.Row row, String contender, Plan.Metric metric) {
            return new Key(row.group(), row.title(), contender, metric.name());
        }

        boolean isOf(Plan.Row it) {
            return group.equals(it.group()) && row.equals(it.title());
        }
    }

    /** As they were measured, by round; NaN where a round has none. */
    private final Map<Key, List<Double>> figures = new LinkedHashMap<>();

    private final Map<String, Taken> taken = new LinkedHashMap<>();

    private static String name(Plan.Row row) {
        return row.group() + "|" + row.title();
    }

    /** Forgets what there is of a row. */
    void begin(Plan.Row row) {
        figures.keySet().removeIf(key -> key.isOf(row));
        taken.remove(name(row));
    }

    /** What one round gave, nothing if it failed; rounds count from 1. */
    void add(Plan.Row row, String contender, int round, Map<String, Double> answer) {
        for (Plan.Metric metric : row.metrics()) {
            Double value = answer.get(metric.name());
            if (value == null && metric == row.first()) {
                value = Double.NaN; /* it took part */
            }
            if (value != null) {
                List<Double> values = figures.computeIfAbsent(Key.of(row, contender, metric), key -> new ArrayList<>());
                while (values.size() < round - 1) {
                    values.add(Double.NaN);
                }
                values.add(value);
            }
        }
    }

    void put(Key key, List<Double> values) {
        figures.put(key, values);
    }

    void finish(Plan.Row row, Taken how) {
        taken.put(name(row), how);
    }

    /** Null for a row that was never measured. */
    Taken taken(Plan.Row row) {
        return taken.get(name(row));
    }

    /** As they were measured; empty when the contender has no such figure. */
    List<Double> measured(Plan.Row row, String contender, Plan.Metric metric) {
        return figures.getOrDefault(Key.of(row, contender, metric), List.of());
    }

    /** Those that count: none of a round that failed. */
    private List<Double> values(Plan.Row row, String contender, Plan.Metric metric) {
        List<Double> first = measured(row, contender, row.first());
        List<Double> values = new ArrayList<>(measured(row, contender, metric));
        for (int i = 0; i < values.size(); i++) {
            if (i >= first.size() || !row.isDone(first.get(i))) {
                values.set(i, Double.NaN);
            }
        }
        return values;
    }

    boolean takesPart(Plan.Row row, String contender) {
        return !measured(row, contender, row.first()).isEmpty();
    }

    /** Of how many rounds a contender has no figures that count. */
    int failed(Plan.Row row, String contender) {
        List<Double> first = values(row, contender, row.first());
        return taken(row).rounds() - (int) first.stream().filter(Double::isFinite).count();
    }

    /** Null when there is none. */
    Summary summary(Plan.Row row, String contender, Plan.Metric metric) {
        return Summary.of(values(row, contender, metric));
    }

    /** The rounds' ratios of one contender to another; null when there is none. */
    Summary ratio(Plan.Row row, String contender, String base, Plan.Metric metric) {
        List<Double> own = values(row, contender, metric);
        List<Double> bases = values(row, base, metric);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(own.size(), bases.size()); i++) {
            ratios.add(own.get(i) / bases.get(i));
        }
        return Summary.of(ratios);
    }
}
