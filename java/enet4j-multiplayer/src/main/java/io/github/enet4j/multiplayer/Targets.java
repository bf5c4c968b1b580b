package io.github.enet4j.multiplayer;

import java.util.ArrayDeque;
import java.util.Arrays;

/** The ids that one packet goes to. Used again and again; one more whenever a callback sends meanwhile. */
final class Targets {
    private static final int ROOM = 16;

    /** The unused ones of a session. */
    static final class Pool {
        private final ArrayDeque<Targets> free = new ArrayDeque<>();

        /** An empty one. */
        Targets take() {
            Targets targets = free.poll();
            return targets != null ? targets : new Targets();
        }

        void giveBack(Targets targets) {
            targets.count = 0;
            free.push(targets);
        }
    }

    private int[] ids = new int[ROOM];
    private int count;

    private Targets() {
    }

    void add(int id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
    }

    int count() {
        return count;
    }

    int get(int index) {
        return ids[index];
    }

    /** The first {@link #count} of it are the ids. */
    int[] array() {
        return ids;
    }
}
