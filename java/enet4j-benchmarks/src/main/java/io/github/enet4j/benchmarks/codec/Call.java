package io.github.enet4j.benchmarks.codec;

import java.util.Arrays;

/** Arguments as games send them; what is read is filled in again. */
final class Call {
    private Call() {
    }

    /** Where a player is, how it moves, and the number of its input. */
    static final class Move {
        float x = 12.5f;
        float y = -3.25f;
        float vx = 200;
        float vy = 0.125f;
        int sequence = 54321;
        boolean jumping = true;
    }

    /** Who says what. */
    static final class Chat {
        String name = "Somebody";
        String text = "Meet me at the bridge, and bring the other two with you.";
    }

    /** The state of many things in one array. */
    static final class State {
        int[] values = new int[150];

        State() {
            Arrays.setAll(values, i -> i * 37 % 1000);
        }
    }
}
