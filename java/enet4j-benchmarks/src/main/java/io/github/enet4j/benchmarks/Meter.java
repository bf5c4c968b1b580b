package io.github.enet4j.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Time, and what the thread that asks has used since it started: CPU time and heap. */
final class Meter {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

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

    /** A result as the driver reads it: names and numbers in turn. */
    static String json(Object... fields) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < fields.length; i += 2) {
            if (!Double.isFinite(((Number) fields[i + 1]).doubleValue())) {
                throw new IllegalStateException("nothing was measured: " + fields[i]);
            }
            text.append(i == 0 ? "" : ", ")
                    .append('"').append(fields[i]).append("\": ")
                    .append(String.format(Locale.ROOT, "%.3f", ((Number) fields[i + 1]).doubleValue()));
        }
        return text.append('}').toString();
    }
}
