package io.github.enet4j;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The library itself: its version, and whether its native part runs here. A program that has to go on without ENet asks
 * {@link #isAvailable()} first; any other just makes an {@link ENetConnection}, whose constructor throws what
 * {@link #unavailabilityCause()} returns.
 *
 * <p>The native library is loaded once, by the first call that needs it, from any thread. <a
 * href="https://github.com/enet4j/enet4j/blob/main/docs/platforms.md#loading">From where, and which system properties
 * change that</a>.
 *
 * @since 0.1.0
 */
public final class ENet4j {
    private static final String VERSION = read("version.txt");

    private ENet4j() {
    }

    /**
     * Loads the native library unless that has been tried before.
     *
     * @return whether it is loaded
     */
    public static boolean isAvailable() {
        return unavailabilityCause() == null;
    }

    /**
     * Why {@link #isAvailable()} is false.
     *
     * @return what failed; its message says what was tried and what to do. Null if the library is available.
     */
    public static @Nullable Throwable unavailabilityCause() {
        return Availability.CAUSE;
    }

    /** Asked once, since a class that can't be initialized says why the first time only. */
    private static final class Availability {
        static final Throwable CAUSE = cause();

        private static Throwable cause() {
            try {
                return Native.FAILURE;
            } catch (Throwable e) { // where classes of ours are missing or changed: a shrinker's work, for example
                return e;
            }
        }
    }

    /**
     * The version of enet4j. Java classes and native library are always of the same one: another is refused.
     *
     * @return as in Maven's coordinates; "unknown", and why, where a build tool has lost it: no library fits that
     */
    public static String version() {
        return VERSION;
    }

    /**
     * The name of a system property of ours. Put together only now: tools that relocate classes change each text that
     * begins with our package, which would leave users with other names than the documented ones.
     */
    static String property(String name) {
        return String.join(".", "io", "github", "enet4j", name);
    }

    private static String read(String resource) {
        try (InputStream in = ENet4j.class.getResourceAsStream(resource)) {
            return in != null ? new String(in.readAllBytes(), StandardCharsets.UTF_8).strip()
                    : "unknown (" + resource + " is missing beside them)";
        } catch (IOException e) {
            return "unknown (" + e + ")";
        }
    }
}
