package io.github.enet4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a connection can't be made or set up as asked; {@link #error()} is the code that Godot gives for it.
 *
 * @see ENetError
 * @since 0.1.0
 */
public class ENetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code. */
    private final ENetError error;

    /**
     * Makes an exception.
     *
     * @param error   the code
     * @param message what went wrong, for people
     */
    public ENetException(ENetError error, String message) {
        this(error, message, null);
    }

    /**
     * Makes an exception.
     *
     * @param error   the code
     * @param message what went wrong, for people
     * @param cause   what caused it, or null
     */
    public ENetException(ENetError error, String message, @Nullable Throwable cause) {
        super(message + " (" + error + ")", cause);
        this.error = Objects.requireNonNull(error);
    }

    /**
     * Godot's code for what went wrong.
     *
     * @return the code, never OK
     */
    public ENetError error() {
        return error;
    }
}
