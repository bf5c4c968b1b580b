package io.github.enet4j.agones;

/**
 * A call that the sidecar has refused, or has not answered in time.
 *
 * @since 0.1.0
 */
public class AgonesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The HTTP status, or 0. */
    private final int status;

    AgonesException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /**
     * The HTTP status of the answer.
     *
     * @return such as 404 for a counter that the game server does not have; 0 if there was no answer, or none that can
     *     be read
     */
    public int status() {
        return status;
    }
}
