package io.github.enet4j.testing.wire;

import io.github.enet4j.CompressionMode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A datagram of ENet's protocol, read by {@link WireReader}.
 *
 * @param peerId      the number that its receiver has given to the sender, 4095 when there is none yet
 * @param session     its session number, 0 to 3
 * @param sentTime    the lower 16 bits of the sender's clock, ms; -1 when it has none
 * @param compression how it was compressed; NONE if it was not
 * @param checksum    whether it has one, and whether that is right
 * @param commands    its commands, those that can be read
 * @param usual       whether all of it is as ENet sends it; if not, it is cut, mistaken for ENet, or made by hand
 * @param problem     what could not be read; null if all could
 * @param plain       the commands' bytes, decompressed
 * @param ends        where in those each command ends
 * @since 0.1.0
 */
public record WireDatagram(int peerId, int session, int sentTime, CompressionMode compression, Checksum checksum,
        List<WireCommand> commands, boolean usual, @Nullable String problem, byte[] plain, List<Integer> ends) {
    /** The peer id of datagrams to somebody who has given none yet. */
    public static final int NO_PEER = 0xFFF;

    private static final int SENT_TIME = 0x8000;
    private static final int SESSION_SHIFT = 12;

    /**
     * What there is to say of a datagram's checksum.
     *
     * @since 0.1.0
     */
    public enum Checksum {
        /** There is none, which is what Godot sends. */
        NONE,
        /** It is right. */
        RIGHT,
        /** It is not: the datagram was changed on its way, or belongs to another connection. */
        WRONG,
        /** The connection's number, which it covers, is not known. */
        UNKNOWN
    }

    /**
     * The same datagram without some of its commands, not compressed, which every receiver takes. For datagrams without
     * a checksum.
     *
     * @param unwanted which commands to leave out
     * @return its bytes, null if nothing is left
     */
    public byte @Nullable [] without(Predicate<WireCommand> unwanted) {
        ByteBuffer target = ByteBuffer.allocate(4 + plain.length);
        int flags = sentTime >= 0 ? SENT_TIME : 0;
        target.putShort((short) (peerId | session << SESSION_SHIFT | flags));
        if (sentTime >= 0) {
            target.putShort((short) sentTime);
        }
        boolean some = false;
        for (int i = 0, start = 0; i < commands.size(); start = ends.get(i++)) {
            if (!unwanted.test(commands.get(i))) {
                target.put(plain, start, ends.get(i) - start);
                some = true;
            }
        }
        if (!some) {
            return null;
        }
        byte[] bytes = new byte[target.flip().remaining()];
        target.get(bytes);
        return bytes;
    }
}
