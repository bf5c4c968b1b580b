package io.github.enet4j;

/**
 * What {@link ENetConnection#service(int)} found, as Godot's {@code ENetConnection.EventType}.
 *
 * @see ENetEvent#type()
 * @since 0.1.0
 */
public enum EventType {
    /** The socket failed. The connection goes on: call service again. */
    ERROR,
    /** Nothing happened within the time. */
    NONE,
    /** A peer has connected; {@link ENetEvent#data()} is what the connecting side gave. */
    CONNECT,
    /** A peer has gone, or could not be reached; {@link ENetEvent#data()} is what the other side gave. */
    DISCONNECT,
    /** A packet arrived on {@link ENetEvent#channel()}; {@link ENetPacketPeer#getPacket()} of the peer gives it. */
    RECEIVE;

    private static final EventType[] VALUES = values();

    /**
     * The number that Godot has for it.
     *
     * @return the number
     */
    public int value() {
        return ordinal() - 1;
    }

    /**
     * The constant that Godot has this number for.
     *
     * @param value a number
     * @return the constant
     * @throws IllegalArgumentException if there is none with this number
     */
    public static EventType of(int value) {
        int index = value + 1;
        if (index < 0 || index >= VALUES.length) {
            throw new IllegalArgumentException("no EventType has the value " + value);
        }
        return VALUES[index];
    }
}
