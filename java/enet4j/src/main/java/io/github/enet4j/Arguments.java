package io.github.enet4j;

/** The checks of arguments, with texts that name the argument and what it may be. */
final class Arguments {
    static final int MAX_PORT = 65535;

    private Arguments() {
    }

    /** As Godot reports it: with the code INVALID_PARAMETER. */
    static void check(boolean condition, String message) {
        if (!condition) {
            throw new ENetException(ENetError.INVALID_PARAMETER, message);
        }
    }

    /** The same for a number. */
    static void checkRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            check(false, outside(name, value, least, most));
        }
    }

    /** For what Godot does not have: as the JDK reports it. */
    static void checkArgument(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(outside(name, value, least, most));
        }
    }

    private static String outside(String name, int value, int least, int most) {
        return name + " must be " + least + " to " + most + ", not " + value;
    }
}
