package io.github.enet4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/** Steps that are due, late, or left out. */
class TickerTest {
    private static final long START = Long.MAX_VALUE - 1_000_000_000; // where nanoTime wraps around
    private static final long PERIOD = 16_666_667;

    private final Ticker ticker = new Ticker(PERIOD, 3, START);

    @Test
    void stepsDoNotDrift() {
        for (int i = 0; i < 1000; i++) {
            long due = START + i * PERIOD;
            assertEquals(-1, ticker.take(due - 1));
            assertEquals(i, ticker.take(due + (i * 7919L) % PERIOD)); // each late by something else
        }
        assertEquals(1000, ticker.done());
        assertEquals(0, ticker.skipped());
    }

    @Test
    void lateOnesAreCaughtUpWithUpToALimit() {
        assertEquals(0, ticker.take(START));
        long late = START + 10 * PERIOD + 1;
        for (int number = 7; number <= 10; number++) {
            assertEquals(number, ticker.take(late));
        }
        assertEquals(-1, ticker.take(late));
        assertEquals(6, ticker.skipped());
        assertEquals(5, ticker.done());
        assertEquals(11, ticker.take(START + 11 * PERIOD));
    }

    @Test
    void theWaitEndsWithTheNextStep() {
        assertEquals(0, ticker.waitMillis(START, 250));
        ticker.take(START);
        assertEquals(17, ticker.waitMillis(START, 250));
        assertEquals(1, ticker.waitMillis(START + PERIOD - 1, 250));
        assertEquals(5, ticker.waitMillis(START, 5));
        assertEquals(250, Ticker.NONE.waitMillis(START, 250));
        assertFalse(Ticker.NONE.isDue(START));
    }
}
