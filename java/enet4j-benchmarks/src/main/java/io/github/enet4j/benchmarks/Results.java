package io.github.enet4j.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of all rounds: by row, contender and metric. Round by round, so that ratios are within a round. */
final class Results {
    /** Median and extremes of what the rounds gave. */
    record Summary(double median, double least, double most) {
        static Summary of(List<Double> values) {
            List<Double> sorted = new ArrayList<>(values);
            Collections.sort(sorted);
            int n = sorted.size();
            double median = n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
            return new Summary(median, sorted.get(0), sorted.get(n - 1));
        }
    }

    private final Map<String, Map<Integer, Double>> figures = new LinkedHashMap<>();
    private final String base;

    /** Ratios are to the contender of that title. */
    Results(String base) {
        this.base = base;
    }

    private static String key(Plan.Row row, String contender, Plan.Metric metric) {
        return row.group() + "|" + row.command() + "|" + contender + "|" + metric.name();
    }

    void add(Plan.Row row, String contender, int round, Map<String, Double> answer) {
        for (Plan.Metric metric : row.metrics()) {
            Double value = answer.get(metric.name());
            if (value != null) {
                figures.computeIfAbsent(key(row, contender, metric), unused -> new LinkedHashMap<>()).put(round, value);
            }
        }
    }

    /** In the order of the rounds; empty when the contender has no such figure. */
    List<Double> values(Plan.Row row, String contender, Plan.Metric metric) {
        return new ArrayList<>(figures.getOrDefault(key(row, contender, metric), Map.of()).values());
    }

    /** Null when there is none. */
    Summary summary(Plan.Row row, String contender, Plan.Metric metric) {
        List<Double> values = values(row, contender, metric);
        return values.isEmpty() ? null : Summary.of(values);
    }

    /** The median of the rounds' ratios to the base; null when there is none. */
    Double ratio(Plan.Row row, String contender, Plan.Metric metric) {
        Map<Integer, Double> own = figures.getOrDefault(key(row, contender, metric), Map.of());
        Map<Integer, Double> bases = figures.getOrDefault(key(row, base, metric), Map.of());
        List<Double> ratios = new ArrayList<>();
        own.forEach((round, value) -> {
            Double other = bases.get(round);
            if (other != null && other > 0) {
                ratios.add(value / other);
            }
        });
        return ratios.isEmpty() ? null : Summary.of(ratios).median();
    }
}
