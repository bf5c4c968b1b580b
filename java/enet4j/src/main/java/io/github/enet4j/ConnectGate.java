package io.github.enet4j;

/**
 * When a host has clients prove their address before it spends a peer on them: they are sent a probe that every ENet
 * client answers while it waits to be connected. So connects with forged addresses, which anybody can send in any
 * number, take no slots and are not answered with more bytes than they brought. A client then takes one round trip
 * more.
 *
 * @see ENetConnection#connectGate
 * @see GateCounters
 * @since 0.1.0
 */
public enum ConnectGate {
    /** Never, as ENet. */
    OFF,

    /**
     * While there are many at once: 64 peers that have not confirmed their connection, or as many as there are free
     * slots, or more than 100 connects in a second; and ten seconds longer. Then also a peer that has not confirmed its
     * connection after five seconds is given up (else: 31), and when less than half of the slots are free an address
     * may connect 100 times a second.
     */
    WHEN_BUSY,

    /** Always. */
    ALWAYS;

    private static final ConnectGate[] VALUES = values();

    /**
     * The number of this constant.
     *
     * @return 0 to 2
     */
    public int value() {
        return ordinal();
    }

    /**
     * The constant with this number.
     *
     * @param value a number
     * @return the constant
     * @throws IllegalArgumentException if there is none with this number
     */
    public static ConnectGate of(int value) {
        if (value < 0 || value >= VALUES.length) {
            throw new IllegalArgumentException("no ConnectGate has the value " + value);
        }
        return VALUES[value];
    }
}
