package io.github.enet4j.variant;

import io.github.enet4j.ENetError;
import java.util.Objects;

/**
 * Thrown when bytes are no value, or a value has no bytes; {@link #error()} is the code that Godot gives for it.
 *
 * @since 0.1.0
 */
public class VariantException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code. */
    private final ENetError error;

    /**
     * Makes an exception.
     *
     * @param error   the code
     * @param message what is wrong, for people
     */
    public VariantException(ENetError error, String message) {
        super(message + " (" + error + ")");
        this.error = Objects.requireNonNull(error);
    }

    /**
     * Godot's code for what is wrong.
     *
     * @return INVALID_DATA for most of it; FILE_EOF for text that is longer than the data; UNAUTHORIZED for a whole
     *     object; OUT_OF_MEMORY for a value nested too deep, or too large
     */
    public ENetError error() {
        return error;
    }
}
