package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What a program without a listener gets to know of packets that were dropped. */
class RejectionLogTest {
    private static final long START = Long.MAX_VALUE - 5; // System.nanoTime may overflow

    @Test
    void seldomAndCounted() {
        RejectionLog log = new RejectionLog();
        assertEquals("a", log.due("a", START));
        assertNull(log.due("b", START + 1));
        assertNull(log.due("c", START + RejectionLog.INTERVAL_NANOS - 1));
        assertEquals("d; 2 others since the last one told here", log.due("d", START + RejectionLog.INTERVAL_NANOS));
        assertNull(log.due("e", START + RejectionLog.INTERVAL_NANOS + 1));
    }

    @Test
    void isTheDefault() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(entry.getMessage());
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        Logger logger = Logger.getLogger(SceneMultiplayer.class.getName());
        logger.addHandler(handler);
        try {
            RejectionLog.SHARED.forget();
            Game server = Game.serverWith(9);
            server.multiplayer.setListener(null);
            server.receive(9, "a0 06 00 00 80 00 6d 61 69 6e 00"); // a call on "main", for which there is "Main"
            assertTrue(lines.contains("a packet of peer 9 was dropped: a remote call on 'main', which is not known"
                    + " (DOES_NOT_EXIST)"), lines.toString());
        } finally {
            logger.removeHandler(handler);
        }
    }
}
