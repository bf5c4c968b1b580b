package io.github.enet4j.agones;

/** How long to wait before the next try: each time twice as long, up to a few seconds. */
final class Backoff {
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5000;

    private long next = FIRST_MILLIS;

    synchronized long nextMillis() {
        long now = next;
        next = Math.min(2 * next, LONGEST_MILLIS);
        return now;
    }

    synchronized void reset() {
        next = FIRST_MILLIS;
    }
}
