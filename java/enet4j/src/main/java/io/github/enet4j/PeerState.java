package io.github.enet4j;

/**
 * The state of a peer's connection, as Godot's {@code ENetPacketPeer.PeerState} and ENet's {@code ENetPeerState}.
 *
 * @see ENetPacketPeer#getState()
 * @since 0.1.0
 */
public enum PeerState {
    /** There is no connection. */
    DISCONNECTED,
    /** Waiting for the answer to our connect request. */
    CONNECTING,
    /** The other side asked for a connection, and has not confirmed our answer yet. */
    ACKNOWLEDGING_CONNECT,
    /** Connected by the other side; the event has not been delivered yet. */
    CONNECTION_PENDING,
    /** Connected by us; the event has not been delivered yet. */
    CONNECTION_SUCCEEDED,
    /** Connected: packets can be sent. */
    CONNECTED,
    /** To be disconnected when all that is queued has been delivered. */
    DISCONNECT_LATER,
    /** Waiting for the confirmation of our disconnect request. */
    DISCONNECTING,
    /** The other side disconnected; our confirmation has not been sent yet. */
    ACKNOWLEDGING_DISCONNECT,
    /** The connection is over; the event has not been delivered yet. */
    ZOMBIE;

    private static final PeerState[] VALUES = values();

    /**
     * The number that Godot has for it.
     *
     * @return the number
     */
    public int value() {
        return ordinal();
    }

    /**
     * The constant that Godot has this number for.
     *
     * @param value a number
     * @return the constant
     * @throws IllegalArgumentException if there is none with this number
     */
    public static PeerState of(int value) {
        int index = value;
        if (index < 0 || index >= VALUES.length) {
            throw new IllegalArgumentException("no PeerState has the value " + value);
        }
        return VALUES[index];
    }
}
