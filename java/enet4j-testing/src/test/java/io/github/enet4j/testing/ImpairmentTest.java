package io.github.enet4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.testing.Impairment.Fate;
import io.github.enet4j.testing.Impairment.Outcome;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for comes out, over a million datagrams; bounds are five standard deviations. */
class ImpairmentTest {
    private static final int COUNT = 1_000_000;
    private static final double SIGMAS = 5;
    private static final long MILLI = 1_000_000;

    /** Asserts that something that should happen so often of COUNT times did. */
    private static void assertFraction(double expected, long happened, double correlation) {
        double deviation = Math.sqrt(expected * (1 - expected) * COUNT * correlation);
        assertEquals(expected * COUNT, happened, SIGMAS * deviation + 1e-9);
    }

    private static BitSet losses(NetworkConditions conditions, long seed) {
        Impairment impairment = new Impairment(seed);
        BitSet lost = new BitSet();
        for (int i = 0; i < COUNT; i++) {
            lost.set(i, impairment.next(conditions, i, 100).outcome() == Outcome.LOST);
        }
        return lost;
    }

    private static int bursts(BitSet lost) {
        int count = 0;
        for (int at = lost.nextSetBit(0); at >= 0; at = lost.nextSetBit(lost.nextClearBit(at))) {
            count++;
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.02, 0.3, 0.99, 1})
    void randomLosses(double loss) {
        BitSet lost = losses(NetworkConditions.NONE.loss(loss), 1);
        assertFraction(loss, lost.cardinality(), 1);
        if (loss == 0.3) {
            assertEquals(1 / (1 - loss), (double) lost.cardinality() / bursts(lost), 0.01);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.02, 1", "0.02, 4", "0.1, 10", "0.5, 3"})
    void burstLosses(double loss, double burst) {
        BitSet lost = losses(NetworkConditions.NONE.loss(loss).lossBurst(burst), 2);
        assertFraction(loss, lost.cardinality(), 2 * burst);
        double mean = (double) lost.cardinality() / bursts(lost);
        assertEquals(burst, mean, SIGMAS * burst / Math.sqrt(bursts(lost)));
    }

    @Test
    void sameSeedSameLosses() {
        NetworkConditions conditions = NetworkConditions.NONE.loss(0.1).lossBurst(3);
        assertEquals(losses(conditions, 7), losses(conditions, 7));
        assertNotEquals(losses(conditions, 7), losses(conditions, 8));
        assertEquals(losses(conditions, 7),
                losses(conditions.latency(50).jitter(50).duplication(0.5).reordering(0.5), 7));
    }

    @Test
    void delays() {
        NetworkConditions conditions = NetworkConditions.NONE.latency(50).jitter(10);
        Impairment impairment = new Impairment(3);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < COUNT; i++) {
            long now = i * 100 * MILLI; // so far apart that none waits for the one before
            double delay = (impairment.next(conditions, now, 100).departure() - now) / (double) MILLI;
            assertTrue(delay >= 40 && delay <= 60, () -> "delay " + delay);
            sum += delay;
            squares += (delay - 50) * (delay - 50);
        }
        double variance = 10 * 10 / 3.0;
        assertEquals(50, sum / COUNT, SIGMAS * Math.sqrt(variance / COUNT));
        assertEquals(variance, squares / COUNT, 0.2);
    }

    @Test
    void jitterKeepsTheOrder() {
        NetworkConditions conditions = NetworkConditions.NONE.latency(20).jitter(20);
        Impairment impairment = new Impairment(4);
        long last = 0;
        for (int i = 0; i < COUNT; i++) {
            long departure = impairment.next(conditions, i * MILLI, 100).departure();
            assertTrue(departure >= last);
            last = departure;
        }
    }

    @Test
    void duplicationAndReordering() {
        NetworkConditions conditions = NetworkConditions.NONE.duplication(0.05).reordering(0.01).reorderingDelay(5);
        Impairment impairment = new Impairment(5);
        int copies = 0;
        int late = 0;
        for (int i = 0; i < COUNT; i++) {
            Fate fate = impairment.next(conditions, i * MILLI, 100);
            copies += fate.copies() - 1;
            late += fate.departure() == (i + 5) * MILLI ? 1 : 0;
            assertTrue(fate.departure() == i * MILLI || fate.heldBack());
        }
        assertFraction(0.05, copies, 1);
        assertFraction(0.01, late, 1);
    }

    /** Twice as much as gets through: the line is always busy, the queue always full, and half of it is lost. */
    @Test
    void rateAndQueue() {
        int size = 972; // with the headers 8000 bits
        NetworkConditions conditions = NetworkConditions.NONE.rate(8_000_000).queue(20_000);
        Impairment impairment = new Impairment(6);
        int delivered = 0;
        long longest = 0;
        long now = 0;
        for (int i = 0; i < COUNT; i++, now += MILLI / 2) {
            Fate fate = impairment.next(conditions, now, size);
            if (fate.outcome() == Outcome.DELIVERED) {
                delivered++;
                longest = Math.max(longest, fate.departure() - now);
            }
        }
        assertEquals(COUNT / 2, delivered, 25);
        assertEquals(20, longest / (double) MILLI, 1.5, "20 kB at 1 kB per ms");
    }

    @Test
    void slowTrafficIsNotHeldUp() {
        NetworkConditions conditions = NetworkConditions.NONE.rate(8_000_000);
        Impairment impairment = new Impairment(6);
        for (int i = 0; i < 1000; i++) {
            assertEquals(i * 2 * MILLI + MILLI, impairment.next(conditions, i * 2 * MILLI, 972).departure());
        }
    }
}
