package io.github.enet4j.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Time, and what the thread that asks has used since it started: CPU time and heap. */
final class Meter {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final long PAGE = 4096;
    private static final long CLEANING_MILLIS = 100;

    private Meter() {
    }

    static long now() {
        return System.nanoTime();
    }

    /** Of this thread, ns. */
    static long cpu() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** Allocated on the heap by this thread ever, bytes. */
    static long heap() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** What lives on the heap, of all threads, bytes. */
    static long heapInUse() {
        try {
            for (int i = 0; i < 3; i++) {
                System.gc();
                Thread.sleep(CLEANING_MILLIS); /* cleaners let go of what the next turn finds */
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Memory that the process has from the system, bytes: without the heap's changes where all of it is touched. */
    static long resident() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * PAGE;
    }

    /** A result as the driver reads it: names and numbers in turn. What could not be measured is left out. */
    static String json(Object... fields) {
        List<String> known = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            double value = ((Number) fields[i + 1]).doubleValue();
            if (Double.isFinite(value)) {
                known.add(String.format(Locale.ROOT, "\"%s\": %.3f", fields[i], value));
            }
        }
        return "{" + String.join(", ", known) + "}";
    }
}
