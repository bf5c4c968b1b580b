package io.github.enet4j;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The one way of packets from a program into ENet: to one peer or to many, from an array or from a buffer. What is
 * small is copied to {@link Staging} and goes by its address; of a large array native code makes the only copy. Guarded
 * by the connection's lock.
 */
final class Sender {
    private static final long EVERYBODY = 0;

    private final Staging contents;
    private final Staging names = new Staging(64 * Long.BYTES);

    Sender(Staging contents) {
        this.contents = contents;
    }

    /** Queues a part of a buffer for the peer of that name. */
    ENetError send(long host, long name, int channel, ByteBuffer packet, int offset, int length, int flags) {
        if (packet.hasArray()) {
            return send(host, name, channel, packet.array(), packet.arrayOffset() + offset, length, flags);
        }
        int code = refusal(host, name, channel, length, flags);
        if (code == ENetError.OK.value()) {
            code = Native.send(host, name, channel, null, contents.copyOf(packet, offset, length), length, flags);
        }
        return ENetError.of(code);
    }

    /** The same with an array. */
    ENetError send(long host, long name, int channel, byte[] packet, int offset, int length, int flags) {
        boolean small = length <= Staging.SMALL;
        byte[] array = small ? null : packet;
        long at = small ? contents.copyOf(packet, offset, length) : offset;
        return ENetError.of(Native.send(host, name, channel, array, at, length, flags));
    }

    /** Queues one packet for these peers of the host, or with null for all; those that have ended are left out. */
    ENetError broadcast(
            long host, List<ENetPacketPeer> peers, int channel, ByteBuffer packet, int offset, int length, int flags) {
        boolean large = length > Staging.SMALL && packet.hasArray();
        int code = large ? ENetError.OK.value() : refusal(host, EVERYBODY, channel, length, flags);
        if (code == ENetError.OK.value()) {
            byte[] array = large ? packet.array() : null;
            long at = large ? packet.arrayOffset() + offset : contents.copyOf(packet, offset, length);
            long to = peers != null ? names.copyOf(peers) : EVERYBODY;
            int count = peers != null ? peers.size() : 0;
            code = Native.broadcast(host, to, count, channel, array, at, length, flags);
        }
        return ENetError.of(code);
    }

    /** Sends a datagram as it is. */
    void socketSend(long host, Address to, int port, ByteBuffer packet, int offset, int length) {
        Native.socketSend(host, to.high(), to.low(), port, contents.copyOf(packet, offset, length), length);
    }

    /** Spares the copy of a large packet that would be refused; smaller ones are refused afterwards. */
    private static int refusal(long host, long name, int channel, int length, int flags) {
        return length > Staging.SMALL ? Native.refusal(host, name, channel, length, flags) : ENetError.OK.value();
    }
}
