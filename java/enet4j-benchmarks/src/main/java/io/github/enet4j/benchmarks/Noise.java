package io.github.enet4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How evenly the machine works: the same piece of arithmetic before each step, which should take the same time. */
final class Noise {
    private static final int STEPS = 20_000_000;

    private final List<Double> times = new ArrayList<>();
    private long sink = 1;

    Noise() {
        for (int i = 0; i < 5; i++) {
            work();
        }
    }

    private double work() {
        long start = System.nanoTime();
        for (int i = 0; i < STEPS; i++) {
            sink = sink * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        return System.nanoTime() - start;
    }

    void sample() {
        times.add(work());
    }

    /** By how much the slower of them (the ninth decile) took longer than the faster (the first); 0: not at all. */
    double take() {
        Collections.sort(times);
        int last = times.size() - 1;
        double spread = times.get(last - last / 10) / times.get(last / 10) - 1;
        times.clear();
        return sink == 0 ? 0 : spread;
    }

    /** Processes that run or want to, the system's average of a minute. */
    static double load() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }
}
