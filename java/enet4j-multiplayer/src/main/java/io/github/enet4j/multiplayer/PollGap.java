package io.github.enet4j.multiplayer;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a program has not polled for long: it forgot to, or a callback waits for something. Peers get no answer
 * then and go, all at once, which looks like a fault of the network.
 */
final class PollGap {
    /** Less than what ENet's peers bear before they time out, which is 5 s. */
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(3);

    private boolean begun;
    private long last;

    /** A poll looks for packets, at that time of System.nanoTime. What to tell of the time before, null for nothing. */
    @Nullable String end(long now, boolean anybodyThere) {
        long gap = now - last;
        boolean late = begun && anybodyThere && gap > LONGEST_NANOS;
        begin(now);
        return late ? "for " + TimeUnit.NANOSECONDS.toMillis(gap) + " ms nobody has polled, so no peer was answered"
                + " (they time out after 5000 ms or more): does a callback wait for something?" : null;
    }

    /** The same where a poll has itself waited, for packets. */
    void begin(long now) {
        begun = true;
        last = now;
    }
}
