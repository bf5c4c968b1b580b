package io.github.enet4j.server;

import java.util.Objects;
import java.util.function.Function;

/** Checks what a program gives. */
final class Arguments {
    private Arguments() {
    }

    static int check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + most + ", not " + value);
        }
        return value;
    }

    /** A factory that says so when it makes no listener, before any thread runs. */
    static Function<ENetLoop, ENetListener> checkListeners(Function<ENetLoop, ENetListener> listeners) {
        Objects.requireNonNull(listeners, "listeners");
        return loop -> Objects.requireNonNull(
                listeners.apply(loop), () -> "the listener of loop " + loop.index() + " is null");
    }
}
