package io.github.enet4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a process runs before its figures count. */
class WarmUpTest {
    private static final Plan.Row CONNECTS =
            new Plan.Row("Connects", "", "connects 1", Plan.Field.ALL, List.of(metric(true)));
    private static final Plan.Row IDLE = new Plan.Row("Idle", "", "idle 32", Plan.Field.ALL, List.of(metric(false)));

    private static Plan.Metric metric(boolean moreIsBetter) {
        return new Plan.Metric("it", "it", "1", moreIsBetter);
    }

    /** How many of these runs it takes. */
    private static int runs(WarmUp warmUp, double... figures) {
        int count = 0;
        while (!warmUp.isOver()) {
            warmUp.ran(figures[count++]);
        }
        return count;
    }

    @Test
    void endsWithTheFirstRunThatGainsNothing() {
        assertEquals(6, runs(new WarmUp(CONNECTS, true), 168, 220, 260, 300, 350, 360));
        assertEquals(2, runs(new WarmUp(CONNECTS, true), 100, 105));
        assertEquals(3, runs(new WarmUp(CONNECTS, true), 100, 106, 90));
        assertEquals(3, runs(new WarmUp(IDLE, true), 100, 90, 88));
        assertEquals(2, runs(new WarmUp(IDLE, true), 100, 120));
    }

    @Test
    void comparesWithTheBestAndNotTheLast() {
        assertEquals(3, runs(new WarmUp(CONNECTS, true), 100, 200, 209));
        assertEquals(2, runs(new WarmUp(CONNECTS, true), 100, 50));
    }

    @Test
    void isNotEndless() {
        assertEquals(8, runs(new WarmUp(CONNECTS, true), 1, 2, 4, 8, 16, 32, 64, 128));
    }

    @Test
    void learnsNothingFromRunsThatFailed() {
        assertEquals(5, runs(new WarmUp(CONNECTS, true), 0, Double.NaN, 100, 200, 200));
        assertEquals(4, runs(new WarmUp(IDLE, true), 100, 50, 0, 50));
        assertEquals(8, runs(new WarmUp(CONNECTS, true), 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void isOneRunOfWhatIsCompiledBefore() {
        assertEquals(1, runs(new WarmUp(CONNECTS, false), 100));
    }
}
