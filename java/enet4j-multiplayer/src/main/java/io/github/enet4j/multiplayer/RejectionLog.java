package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import java.util.concurrent.TimeUnit;

/**
 * What goes to the log of packets that were of no use, for programs that do not listen for them: a wrong path or
 * argument must not pass in silence, and a hostile peer must not fill the disk.
 */
final class RejectionLog {
    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
    static final RejectionLog SHARED = new RejectionLog();

    private boolean told;
    private long last;
    private long heldBack;

    void tell(int id, ENetError error, String reason) {
        String due = due("a packet of peer " + id + " was dropped: " + reason + " (" + error + ")", System.nanoTime());
        if (due != null) {
            System.getLogger(SceneMultiplayer.class.getName()).log(System.Logger.Level.INFO, due);
        }
    }

    /** For tests: as if nothing had been told. */
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
        String all = heldBack == 0 ? text : text + "; " + heldBack + " others since the last one told here";
        told = true;
        last = now;
        heldBack = 0;
        return all;
    }
}
