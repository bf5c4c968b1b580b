package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PollGapTest {
    private static final long START = Long.MAX_VALUE - 5; // System.nanoTime may overflow
    private static final long TWELVE = TimeUnit.SECONDS.toNanos(12);

    @Test
    void tellsOfLongOnesOnly() {
        PollGap gap = new PollGap();
        assertNull(gap.end(START, true), "the first");
        assertNull(gap.end(START + PollGap.LONGEST_NANOS, true));
        String told = gap.end(START + PollGap.LONGEST_NANOS + TWELVE, true);
        assertTrue(told.startsWith("for 12000 ms nobody has polled"), told);
        assertNull(gap.end(START + PollGap.LONGEST_NANOS + TWELVE + 1, true), "once");
    }

    @Test
    void waitingAndBeingAloneAreNoGaps() {
        PollGap gap = new PollGap();
        gap.end(START, true);
        gap.begin(START + TWELVE);
        assertNull(gap.end(START + TWELVE, true));
        assertNull(gap.end(START + 2 * TWELVE, false));
        assertNull(gap.end(START + 2 * TWELVE + 1, true));
    }

    @Test
    void aCallbackThatWaitsIsInTheLog() throws InterruptedException {
        Game server = Game.serverWith(9);
        server.multiplayer.poll();
        try (LogLines log = new LogLines()) {
            Thread.sleep(TimeUnit.NANOSECONDS.toMillis(PollGap.LONGEST_NANOS) + 100);
            server.multiplayer.poll();
            server.multiplayer.poll();
            assertEquals(1, log.countOf("nobody has polled"), log::toString);
        }
    }
}
