package io.github.enet4j.testing.wire;

/**
 * One command of a datagram. Numbers are as they were sent; those of 16 and 32 bits are not negative, but for
 * {@link Connect#connectId}, which is compared and never read.
 *
 * @since 0.1.0
 */
public sealed interface WireCommand {
    /** The flag of a command that is to be acknowledged, and sent again until it is. */
    int FLAG_ACKNOWLEDGE = 0x80;

    /** The flag of a command that stands in no order. */
    int FLAG_UNSEQUENCED = 0x40;

    /** The channel of what concerns the connection as a whole. */
    int CONNECTION = 0xFF;

    /**
     * What the command begins with.
     *
     * @return the header
     */
    Header header();

    /**
     * What each command begins with.
     *
     * @param type     the kind of command
     * @param flags    {@link #FLAG_ACKNOWLEDGE}, {@link #FLAG_UNSEQUENCED}, or 0
     * @param channel  0 to 254, or {@link #CONNECTION}
     * @param sequence its reliable sequence number, which an unreliable command shares with the reliable one before it
     */
    record Header(CommandType type, int flags, int channel, int sequence) {
        /**
         * Whether the receiver confirms it.
         *
         * @return whether
         */
        public boolean isReliable() {
            return (flags & FLAG_ACKNOWLEDGE) != 0;
        }
    }

    /**
     * ACKNOWLEDGE.
     *
     * @param header           its beginning; its channel is that of what it confirms
     * @param receivedSequence the sequence number of what it confirms
     * @param receivedSentTime the sent time of the datagram that brought it
     */
    record Acknowledge(Header header, int receivedSequence, int receivedSentTime) implements WireCommand {
    }

    /**
     * CONNECT and VERIFY_CONNECT.
     *
     * @param header               its beginning
     * @param outgoingPeerId       how the sender wants to be addressed
     * @param incomingSession      session number of what the sender will receive, 255 when it leaves that open
     * @param outgoingSession      session number of what it will send
     * @param mtu                  the largest datagram, bytes
     * @param window               how much reliable data may be under way, bytes
     * @param channels             how many channels
     * @param inBandwidth          bytes per second, 0 for no limit
     * @param outBandwidth         bytes per second, 0 for no limit
     * @param throttleInterval     ms
     * @param throttleAcceleration of 32
     * @param throttleDeceleration of 32
     * @param connectId            the same in both commands, as its bytes stand in the datagram, big endian
     * @param data                 the program's number; 0 in VERIFY_CONNECT
     */
    record Connect(Header header, int outgoingPeerId, int incomingSession, int outgoingSession, long mtu, long window,
            long channels, long inBandwidth, long outBandwidth, long throttleInterval, long throttleAcceleration,
            long throttleDeceleration, int connectId, long data) implements WireCommand {
    }

    /**
     * DISCONNECT.
     *
     * @param header its beginning
     * @param data   the program's number
     */
    record Disconnect(Header header, long data) implements WireCommand {
    }

    /**
     * PING.
     *
     * @param header its beginning
     */
    record Ping(Header header) implements WireCommand {
    }

    /**
     * SEND_RELIABLE, SEND_UNRELIABLE and SEND_UNSEQUENCED: a whole packet.
     *
     * @param header its beginning
     * @param number of an unreliable packet, or the group of an unsequenced one; 0 for a reliable one
     * @param data   the packet
     */
    record Send(Header header, int number, byte[] data) implements WireCommand {
    }

    /**
     * SEND_FRAGMENT and SEND_UNRELIABLE_FRAGMENT: a part of a packet.
     *
     * @param header its beginning
     * @param start  the sequence number of the packet's first part; of an unreliable packet its number
     * @param count  how many parts there are
     * @param number which of them this is, from 0
     * @param total  bytes of the packet
     * @param offset where in it this part belongs
     * @param data   the part
     */
    record Fragment(Header header, int start, long count, long number, long total, long offset, byte[] data)
            implements WireCommand {
    }

    /**
     * BANDWIDTH_LIMIT.
     *
     * @param header       its beginning
     * @param inBandwidth  what the sender can receive, bytes per second, 0 for no limit
     * @param outBandwidth what it can send, bytes per second, 0 for no limit
     */
    record BandwidthLimit(Header header, long inBandwidth, long outBandwidth) implements WireCommand {
    }

    /**
     * THROTTLE_CONFIGURE.
     *
     * @param header       its beginning
     * @param interval     ms
     * @param acceleration of 32
     * @param deceleration of 32
     */
    record ThrottleConfigure(Header header, long interval, long acceleration, long deceleration)
            implements WireCommand {
    }
}
