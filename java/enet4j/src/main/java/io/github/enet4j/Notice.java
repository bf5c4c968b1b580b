package io.github.enet4j;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * What a person must know: goes to the System.Logger with the name of this package, each kind at most once a minute.
 * How many were held back meanwhile is said along with the next one.
 */
enum Notice {
    LIBRARY_LOADED(Level.DEBUG),
    GATE_CLOSED(Level.WARNING),
    GATE_OPEN(Level.INFO),
    CERTIFICATE_REPLACED(Level.INFO),
    UNSENT(Level.WARNING);

    static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Something that has been noticed and is yet to be told. */
    record Message(Notice notice, String text) {
        void tell() {
            notice.tell(text);
        }
    }

    /** Made late, since it starts the program's logging. */
    private static final class Output {
        static final System.Logger LOGGER = System.getLogger(Notice.class.getPackageName());
    }

    private final Level level;
    private boolean told;
    private long last;
    private int heldBack;

    Notice(Level level) {
        this.level = level;
    }

    void tell(String text) {
        String due = due(text, System.nanoTime());
        if (due != null) {
            try {
                Output.LOGGER.log(level, due);
            } catch (RuntimeException e) {
                return; // a program's logging must not keep its packets from it
            }
        }
    }

    /** For tests: as if it had never been told. */
    synchronized void forget() {
        told = false;
        heldBack = 0;
    }

    /** The text to tell at that time of System.nanoTime, null for none. */
    synchronized String due(String text, long now) {
        if (told && now - last < INTERVAL_NANOS) {
            heldBack++;
            return null;
        }
        String all = heldBack == 0 ? text : text + " (and " + heldBack + " more of this kind before)";
        told = true;
        last = now;
        heldBack = 0;
        return all;
    }
}
