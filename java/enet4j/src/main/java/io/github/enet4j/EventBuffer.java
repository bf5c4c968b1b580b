package io.github.enet4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The events of one native service call, in memory shared with native/host/event_buffer.h, which has the layout. Either
 * one CONNECT or DISCONNECT, or packets only. Guarded by the connection's lock, but while it is lent: then the events
 * that are left are those of one thread, which goes over them without the lock, and there are none for others.
 */
final class EventBuffer {
    private static final int CAPACITY = 64 * 1024;
    /** All packets of one filling, if each has some 32 bytes. */
    static final int RELEASES = 1024;

    private static final int WAIT = 0;
    private static final int ERROR = 4;
    private static final int GATE = 8;
    private static final int HANDSHAKES = 12;
    private static final int UNSENT = 16;
    private static final int UNSENT_ERROR = 24;
    private static final int STATISTICS = 64;
    private static final int RECORDS = 128;
    private static final int HEADER = 32;
    private static final int PEER_STATISTICS = PeerStatistic.values().length;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());
    private final long[] released = new long[RELEASES];
    private int releasedCount;
    private int remaining;
    private int record;
    private int next;
    private int number;

    /** To whom it is lent; null for nobody. */
    private Thread borrower;

    ByteBuffer memory() {
        return memory;
    }

    /** Tells one filling from the others. */
    int number() {
        return number;
    }

    /** Whether there are events that {@link #next()} has not come to. */
    boolean hasNext() {
        return borrower == null && remaining > 0;
    }

    /** Whether the one that comes next is a packet, and with it all that follow. */
    boolean isPacketNext() {
        return hasNext() && EventType.of(memory.get(next)) == EventType.RECEIVE;
    }

    /** Lends it to the calling thread: {@link #hasLent}, {@link #next} and what they lead to need no lock then. */
    void lend() {
        borrower = Thread.currentThread();
    }

    /** Nobody may fill it now. */
    boolean isLent() {
        return borrower != null;
    }

    boolean isLentToThisThread() {
        return borrower == Thread.currentThread();
    }

    /** {@link #hasNext()} for the thread that it is lent to. */
    boolean hasLent() {
        return remaining > 0;
    }

    /** Ends that, with the lock; so many packets of the array are done with and freed as by {@link #release}. */
    void giveBack(long[] packets, int count) {
        borrower = null;
        if (count > released.length - releasedCount) {
            releaseNow();
        }
        System.arraycopy(packets, 0, released, releasedCount, count);
        releasedCount += count;
    }

    /** Fills it anew; see {@link Native#service}. */
    int fill(long host, Interception interception, boolean io, int limit) {
        number++;
        int toRelease = releasedCount;
        releasedCount = 0;
        int count = Native.service(host, interception, io, limit, released, toRelease);
        remaining = Math.max(count, 0);
        next = RECORDS;
        return count;
    }

    /** Frees a packet at the next call, which is cheaper than at once. */
    void release(long packet) {
        if (releasedCount == released.length) {
            releaseNow();
        }
        released[releasedCount++] = packet;
    }

    /** Frees at once what {@link #release} has been given. */
    void releaseNow() {
        Native.release(released, releasedCount);
        releasedCount = 0;
    }

    /**
     * It will not be filled again: frees what nobody asks for any more. Peers take the packets that they hold singly.
     * What is lent stays so: to be called again when it has been given back.
     */
    void close() {
        while (hasNext()) {
            next();
            if (type() == EventType.RECEIVE) {
                release(packet());
            }
        }
        releaseNow();
        number++;
    }

    /** The system's number of the error that a native call has met with; 0: memory is short. */
    int error() {
        return memory.getInt(ERROR);
    }

    /** How long to wait when there was no event, ms. */
    int waitMillis() {
        return memory.getInt(WAIT);
    }

    /** Whether the gate is closed since many want to connect. */
    boolean isGateClosed() {
        return memory.getInt(GATE) != 0;
    }

    /** How many DTLS handshakes have ended; it wraps. */
    int handshakes() {
        return memory.getInt(HANDSHAKES);
    }

    /** How many datagrams the system would not send. */
    long unsent() {
        return memory.getLong(UNSENT);
    }

    /** The system's number of the error for the last of them. */
    int unsentError() {
        return memory.getInt(UNSENT_ERROR);
    }

    /** The last statistics of a peer that {@link Native#disconnect} ended. */
    long[] statistics() {
        return statistics(STATISTICS);
    }

    private long[] statistics(int at) {
        long[] values = new long[PEER_STATISTICS];
        for (int i = 0; i < values.length; i++) {
            values[i] = Integer.toUnsignedLong(memory.getInt(at + 4 * i));
        }
        return values;
    }

    /** Goes on to the next event. The methods below then tell of it. */
    void next() {
        record = next;
        int body =
                switch (type()) {
                    case CONNECT -> 40;
                    case DISCONNECT -> 4 * (PEER_STATISTICS + 3);
                    default -> isInlined() ? size() : 0;
                };
        next = record + HEADER + (body + 7 & ~7);
        remaining--;
    }

    EventType type() {
        return EventType.of(memory.get(record));
    }

    int channel() {
        return memory.get(record + 1) & 0xff;
    }

    private boolean isInlined() {
        return memory.get(record + 2) != 0;
    }

    /** Of a DISCONNECT. */
    DisconnectReason disconnectReason() {
        return DisconnectReason.of(memory.get(record + 3));
    }

    /** The name of the peer. */
    long peer() {
        return (long) memory.getInt(record + 8) << 32 | memory.getInt(record + 4);
    }

    /** The number that came with a CONNECT or DISCONNECT. */
    long data() {
        return Integer.toUnsignedLong(memory.getInt(record + 12));
    }

    /** Of a packet. */
    int flags() {
        return memory.getInt(record + 12);
    }

    int size() {
        return memory.getInt(record + 16);
    }

    long packet() {
        return memory.getLong(record + 24);
    }

    /** Where a packet's bytes are in the memory, or -1. */
    int inlineOffset() {
        return isInlined() ? record + HEADER : -1;
    }

    /** Of a CONNECT: the address and port of the other side. */
    Address address() {
        return new Address(bigEndian(record + HEADER), bigEndian(record + HEADER + 8));
    }

    /** Of a CONNECT: the address of this machine that the other side speaks to, or null. */
    Address localAddress() {
        Address local = new Address(bigEndian(record + HEADER + 24), bigEndian(record + HEADER + 32));
        return local.equals(Address.WILDCARD) ? null : local;
    }

    int port() {
        return memory.getShort(record + HEADER + 16) & 0xffff;
    }

    private long bigEndian(int at) {
        long half = memory.getLong(at);
        return memory.order() == ByteOrder.BIG_ENDIAN ? half : Long.reverseBytes(half);
    }

    /** Of a DISCONNECT: the statistics that the peer ended with. */
    long[] lastStatistics() {
        return statistics(record + HEADER);
    }

    /** Of a DISCONNECT: why the DTLS session ended; null when it did not. */
    DtlsError dtlsError() {
        int at = record + HEADER + 4 * PEER_STATISTICS;
        return DtlsError.of(memory.getInt(at), memory.getInt(at + 4), memory.getInt(at + 8));
    }
}
