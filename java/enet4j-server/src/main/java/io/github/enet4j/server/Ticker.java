package io.github.enet4j.server;

/** Which steps are due, by the clock of System.nanoTime. Of one thread; the counters may be read by others. */
final class Ticker {
    static final Ticker NONE = new Ticker(0, 0, 0);

    private final long period;
    private final int catchUp;
    private final long start;
    private volatile long next;
    private volatile long skipped;
    private volatile long overruns;

    /** The period in ns, 0 for no steps at all; as many late ones as catchUp are caught up with. */
    Ticker(long period, int catchUp, long start) {
        this.period = period;
        this.catchUp = catchUp;
        this.start = start;
    }

    /** The number of a step that is due, or -1. It counts as done then. */
    long take(long now) {
        if (!isDue(now)) {
            return -1;
        }
        long latest = (now - start) / period;
        long number = Math.max(next, latest - catchUp);
        skipped += number - next;
        next = number + 1;
        return number;
    }

    boolean isDue(long now) {
        return period != 0 && now - start - next * period >= 0;
    }

    /** Until the next step, ms, rounded up, at most the limit. */
    int waitMillis(long now, int limit) {
        if (period == 0) {
            return limit;
        }
        long left = start + next * period - now;
        return (int) Math.max(0, Math.min(limit, (left + 999_999) / 1_000_000));
    }

    /** How many late steps are caught up with. */
    int catchUp() {
        return catchUp;
    }

    long done() {
        return next - skipped;
    }

    /** A step was done in that time. */
    void took(long nanos) {
        if (nanos > period) {
            overruns++;
        }
    }

    long overruns() {
        return overruns;
    }

    long skipped() {
        return skipped;
    }
}
