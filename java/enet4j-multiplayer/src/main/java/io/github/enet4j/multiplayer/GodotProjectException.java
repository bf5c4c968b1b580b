package io.github.enet4j.multiplayer;

/**
 * Thrown when the files of a Godot project can't be understood; the message says which one, where and why.
 *
 * @since 0.1.0
 */
public class GodotProjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message the file, the line and what is wrong there
     */
    public GodotProjectException(String message) {
        super(message);
    }

    /**
     * Makes an exception.
     *
     * @param message as above
     * @param cause   what caused it
     */
    public GodotProjectException(String message, Throwable cause) {
        super(message, cause);
    }
}
