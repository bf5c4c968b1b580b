package io.github.enet4j;

/**
 * The totals of a connection, as Godot's {@code ENetConnection.HostStatistic}. With DTLS they count what is encrypted,
 * not the records.
 *
 * @see ENetConnection#popStatistic
 * @see ENetConnection#getTotal
 * @since 0.1.0
 */
public enum HostStatistic {
    /** Bytes sent in datagrams, with ENet's headers, after compression. */
    TOTAL_SENT_DATA,
    /** Datagrams sent, those that the system had no room for included. */
    TOTAL_SENT_PACKETS,
    /** Bytes received in datagrams, those that were dropped as invalid included. */
    TOTAL_RECEIVED_DATA,
    /** Datagrams received. */
    TOTAL_RECEIVED_PACKETS;

    private static final HostStatistic[] VALUES = values();

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
    public static HostStatistic of(int value) {
        int index = value;
        if (index < 0 || index >= VALUES.length) {
            throw new IllegalArgumentException("no HostStatistic has the value " + value);
        }
        return VALUES[index];
    }
}
