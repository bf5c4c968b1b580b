package io.github.enet4j.testing.wire;

/**
 * The commands of ENet's protocol, by their numbers on the wire.
 *
 * @since 0.1.0
 */
public enum CommandType {
    /** Confirms a command that asked for it. One that asks for confirmation itself probes a client's address. */
    ACKNOWLEDGE(8, Flags.OPTIONAL),
    /** Asks for a connection. */
    CONNECT(48, Flags.ACKNOWLEDGE),
    /** Grants one. */
    VERIFY_CONNECT(44, Flags.ACKNOWLEDGE),
    /** Ends one. */
    DISCONNECT(8, Flags.EITHER),
    /** Asks for a sign of life. */
    PING(4, Flags.ACKNOWLEDGE),
    /** A reliable packet. */
    SEND_RELIABLE(6, Flags.ACKNOWLEDGE),
    /** An unreliable packet, delivered in order. */
    SEND_UNRELIABLE(8, Flags.NONE),
    /** A part of a reliable packet. */
    SEND_FRAGMENT(24, Flags.ACKNOWLEDGE),
    /** An unreliable packet, delivered in any order. */
    SEND_UNSEQUENCED(8, Flags.UNSEQUENCED),
    /** Tells what the sender can receive and send. */
    BANDWIDTH_LIMIT(12, Flags.ACKNOWLEDGE),
    /** Tells how the sender throttles unreliable packets. */
    THROTTLE_CONFIGURE(16, Flags.ACKNOWLEDGE),
    /** A part of an unreliable packet. */
    SEND_UNRELIABLE_FRAGMENT(24, Flags.NONE);

    /** What a command's upper four bits are when ENet sends it. */
    private enum Flags { NONE, OPTIONAL, ACKNOWLEDGE, UNSEQUENCED, EITHER }

    private static final CommandType[] VALUES = values();

    private final int size;
    private final Flags flags;

    CommandType(int size, Flags flags) {
        this.size = size;
        this.flags = flags;
    }

    /** The type with that number, null if there is none. */
    static CommandType of(int number) {
        return number >= 1 && number <= VALUES.length ? VALUES[number - 1] : null;
    }

    /** Bytes, without what a packet carries. */
    int size() {
        return size;
    }

    /** Whether ENet sends this command with such flags. */
    boolean isUsual(int actual) {
        boolean acknowledge = actual == WireCommand.FLAG_ACKNOWLEDGE;
        boolean unsequenced = actual == WireCommand.FLAG_UNSEQUENCED;
        return switch (flags) {
            case NONE -> actual == 0;
            case OPTIONAL -> actual == 0 || acknowledge;
            case ACKNOWLEDGE -> acknowledge;
            case UNSEQUENCED -> unsequenced;
            case EITHER -> acknowledge || unsequenced;
        };
    }
}
