package io.github.enet4j.benchmarks;

import java.util.List;

/**
 * The median of what the rounds gave, and an interval that has the true median with 95 % confidence, whatever the
 * distribution: from the k-th least to the k-th largest, k as the binomial distribution has it. With fewer than six
 * rounds there is no such interval, and it is from the least to the largest.
 */
record Summary(double median, double low, double high) {
    private static final double CONFIDENCE = 0.95;

    /** Without what is no number; null when nothing is left. */
    static Summary of(List<Double> rounds) {
        double[] sorted = rounds.stream().filter(Double::isFinite).mapToDouble(Double::doubleValue).sorted().toArray();
        int n = sorted.length;
        if (n == 0) {
            return null;
        }
        int cut = outside(n);
        return new Summary((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[cut], sorted[n - 1 - cut]);
    }

    /** Whether there is an interval of 95 % confidence, and not only the extremes. */
    static boolean hasInterval(int n) {
        return 1 - 2 / Math.pow(2, n) >= CONFIDENCE;
    }

    /** How many may be left out at each end. */
    static int outside(int n) {
        double ways = 1;
        double tail = 0;
        int k = 0;
        while (k < n / 2) {
            tail += ways / Math.pow(2, n);
            if (1 - 2 * tail < CONFIDENCE) {
                break;
            }
            k++;
            ways = ways * (n - k + 1) / k;
        }
        return Math.max(0, k - 1);
    }
}
