package io.github.enet4j.micrometer;

import java.util.concurrent.TimeUnit;

/** Has samples taken when a value is asked for and those at hand are old: once for all values of one scrape. */
final class Freshness {
    private static final long AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Runnable refresh;
    private long last = System.nanoTime() - AGE_NANOS;

    Freshness(Runnable refresh) {
        this.refresh = refresh;
    }

    synchronized void ensure() {
        if (System.nanoTime() - last >= AGE_NANOS) {
            refresh.run();
            last = System.nanoTime();
        }
    }
}
