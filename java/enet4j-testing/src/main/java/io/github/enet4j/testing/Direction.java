package io.github.enet4j.testing;

/**
 * The way that a datagram goes.
 *
 * @since 0.1.0
 */
public enum Direction {
    /** From a client to the server ("up"). */
    TO_SERVER,
    /** From the server to a client ("down"). */
    TO_CLIENT;

    /** "up" or "down", as the tools call it. */
    @Override
    public String toString() {
        return this == TO_SERVER ? "up" : "down";
    }
}
