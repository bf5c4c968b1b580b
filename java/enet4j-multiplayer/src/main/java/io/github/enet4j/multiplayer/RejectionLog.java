package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What goes to the log of packets that were of no use, for programs that do not listen for them: a wrong path or
 * argument must not pass in silence, and a hostile peer must not fill the disk: each text once in ten seconds, and few.
 */
final class RejectionLog {
    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
    static final RejectionLog SHARED = new RejectionLog();

    /** So many different ones, since what follows from the first is often told before what matters. */
    static final int MOST = 8;

    private final Set<String> told = new HashSet<>();
    private long since;
    private long heldBack;

    void tell(int id, ENetError error, String reason) {
        String due = due("peer " + id + ", dropped: " + reason + " (" + error + ")", System.nanoTime());
        if (due != null) {
            System.getLogger(SceneMultiplayer.class.getName()).log(System.Logger.Level.INFO, due);
        }
    }

    /** For tests: as if nothing had been told. */
    synchronized void forget() {
        told.clear();
        heldBack = 0;
    }

    /** The text to tell at that time of System.nanoTime, null for none. */
    synchronized String due(String text, long now) {
        if (now - since >= INTERVAL_NANOS) {
            told.clear();
        }
        if (told.size() == MOST || !told.add(text)) {
            heldBack++;
            return null;
        }
        if (told.size() == 1) {
            since = now;
        }
        String all = heldBack == 0 ? text : text + "; " + heldBack + " others since the last one told here";
        heldBack = 0;
        return all;
    }
}
