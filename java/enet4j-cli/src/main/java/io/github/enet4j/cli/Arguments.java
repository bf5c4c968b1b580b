package io.github.enet4j.cli;

/** Refuses values of options that can't be meant. */
public final class Arguments {
    private static final double MOST_SECONDS = 1e6;

    private Arguments() {
    }

    /** Fails with the message, and the exit status of wrong arguments, unless the value is right. */
    public static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }

    /** A time that may be 0, s. */
    public static void requireSeconds(String option, double seconds) {
        require(seconds >= 0 && seconds <= MOST_SECONDS, option + " must be 0 to 1000000 s, not " + seconds);
    }

    /** A time that may not be 0, s. */
    public static void requireSomeSeconds(String option, double seconds) {
        require(seconds > 0 && seconds <= MOST_SECONDS,
                option + " must be above 0 and at most 1000000 s, not " + seconds);
    }
}
