package io.github.enet4j.server;

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
}
