package io.github.enet4j;

/**
 * The statistics of a peer, as Godot's {@code ENetPacketPeer.PeerStatistic} (there with the prefix {@code PEER_}).
 *
 * @see ENetPacketPeer#getStatistic
 * @since 0.1.0
 */
public enum PeerStatistic {
    /**
     * Mean loss of reliable packets, as a ratio to {@link ENetPacketPeer#PACKET_LOSS_SCALE}; updated every 10 s of
     * sending.
     */
    PACKET_LOSS,
    /** Variance of the loss, on the same scale. */
    PACKET_LOSS_VARIANCE,
    /** When the loss was updated last, ms on the library's clock. */
    PACKET_LOSS_EPOCH,
    /** Mean time in ms between sending a reliable packet and its acknowledgement; 500 before the first. */
    ROUND_TRIP_TIME,
    /** Variance of the round trip time, ms. */
    ROUND_TRIP_TIME_VARIANCE,
    /** The lowest mean round trip time of the last throttle interval, ms. */
    LAST_ROUND_TRIP_TIME,
    /** The highest variance of the last throttle interval, ms. */
    LAST_ROUND_TRIP_TIME_VARIANCE,
    /** The throttle: of {@link ENetPacketPeer#PACKET_THROTTLE_SCALE} unreliable packets so many are sent. */
    PACKET_THROTTLE,
    /** The highest throttle that the bandwidth limits allow. */
    PACKET_THROTTLE_LIMIT,
    /** The counter that picks which unreliable packets are dropped. */
    PACKET_THROTTLE_COUNTER,
    /** When the current throttle interval began, ms on the library's clock. */
    PACKET_THROTTLE_EPOCH,
    /** What the throttle gains when the round trip time falls. */
    PACKET_THROTTLE_ACCELERATION,
    /** What the throttle loses when the round trip time rises. */
    PACKET_THROTTLE_DECELERATION,
    /** Over how many ms the lowest round trip time is measured. */
    PACKET_THROTTLE_INTERVAL;

    private static final PeerStatistic[] VALUES = values();

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
    public static PeerStatistic of(int value) {
        int index = value;
        if (index < 0 || index >= VALUES.length) {
            throw new IllegalArgumentException("no PeerStatistic has the value " + value);
        }
        return VALUES[index];
    }
}
