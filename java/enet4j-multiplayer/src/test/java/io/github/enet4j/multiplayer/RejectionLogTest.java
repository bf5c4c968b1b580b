package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a program without a listener gets to know of packets that were dropped. */
class RejectionLogTest {
    private static final long START = Long.MAX_VALUE - 5; // System.nanoTime may overflow

    @Test
    void seldomAndCounted() {
        RejectionLog log = new RejectionLog();
        assertEquals("a", log.due("a", START));
        assertNull(log.due("a", START + 1));
        assertNull(log.due("a", START + RejectionLog.INTERVAL_NANOS - 1));
        assertEquals("a; 2 others since the last one told here", log.due("a", START + RejectionLog.INTERVAL_NANOS));
        assertNull(log.due("a", START + RejectionLog.INTERVAL_NANOS + 1));
    }

    /** What is wrong first must not hide what is wrong next, and a peer that invents errors gets few lines. */
    @Test
    void fewDifferentOnes() {
        RejectionLog log = new RejectionLog();
        for (int i = 0; i < RejectionLog.MOST; i++) {
            assertEquals("a" + i, log.due("a" + i, START + i));
        }
        assertNull(log.due("b", START + 100));
        assertEquals("c; 1 others since the last one told here", log.due("c", START + RejectionLog.INTERVAL_NANOS));
        assertEquals("d", log.due("d", START + RejectionLog.INTERVAL_NANOS + 1));
    }

    @Test
    void isTheDefault() {
        try (LogLines log = new LogLines()) {
            RejectionLog.SHARED.forget();
            Game server = Game.serverWith(9);
            server.multiplayer.setListener(null);
            server.receive(9, "a0 06 00 00 80 00 6d 61 69 6e 00"); // a call on "main", for which there is "Main"
            assertTrue(log.contains("peer 9, dropped: a remote call on 'main', which is not known"
                    + " (DOES_NOT_EXIST)"), log::toString);
        }
    }
}
