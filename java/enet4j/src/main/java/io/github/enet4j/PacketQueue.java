package io.github.enet4j;

import java.nio.ByteBuffer;

/**
 * The received packets of one peer that the program has not read yet: a ring of native packets, without an object for
 * each. The contents of a small packet are read from the event buffer until that is filled anew, the others from native
 * memory. Guarded by the connection's lock; {@link #run()} frees what is left when nobody holds the peer any more.
 */
final class PacketQueue implements Runnable {
    /**
     * Longs of one entry: the packet; its size and place in the event buffer; that one's number, the flags and the
     * channel.
     */
    private static final int STRIDE = 3;

    private static final int NOT_INLINED = -1;

    private final EventBuffer events;
    private long[] ring = new long[4 * STRIDE];
    private int head;
    private int count;

    PacketQueue(EventBuffer events) {
        this.events = events;
    }

    int count() {
        return count;
    }

    void add(long packet, int size, int flags, int channel, int inlineOffset) {
        if (count * STRIDE == ring.length) {
            grow();
        }
        int at = (head + count * STRIDE) % ring.length;
        ring[at] = packet;
        ring[at + 1] = (long) size << 32 | inlineOffset & 0xffff_ffffL;
        ring[at + 2] = (long) events.number() << 32 | (long) (flags & 0xffff) << 16 | channel;
        count++;
    }

    private void grow() {
        long[] larger = new long[ring.length * 2];
        System.arraycopy(ring, head, larger, 0, ring.length - head);
        System.arraycopy(ring, 0, larger, ring.length - head, head);
        ring = larger;
        head = 0;
    }

    /** Of the next packet; there must be one, as for all that follow. */
    int size() {
        return (int) (ring[head + 1] >>> 32);
    }

    int flags() {
        return (int) ring[head + 2] >>> 16 & 0xffff;
    }

    int channel() {
        return (int) ring[head + 2] & 0xffff;
    }

    /** Where the next packet's bytes are in the event buffer, or NOT_INLINED when they are not there (any more). */
    private int inlineOffset() {
        return (int) (ring[head + 2] >>> 32) == events.number() ? (int) ring[head + 1] : NOT_INLINED;
    }

    private long remove() {
        long packet = ring[head];
        head = (head + STRIDE) % ring.length;
        count--;
        return packet;
    }

    /** Takes the next packet out into an array that has room for it. */
    void take(byte[] target, int offset) {
        int size = size();
        int inline = inlineOffset();
        if (inline == NOT_INLINED) {
            Native.take(remove(), target, offset);
        } else {
            events.memory().get(inline, target, offset, size);
            events.release(remove());
        }
    }

    /**
     * Takes the next packet out into a writable buffer that has room for it, at its position, which moves. Where the
     * JVM finds the buffer's memory gone, the packet stays.
     */
    void take(ByteBuffer target, Staging staging) {
        int size = size();
        int position = target.position();
        int inline = inlineOffset();
        if (inline != NOT_INLINED) {
            target.put(position, events.memory(), inline, size);
            events.release(remove());
        } else if (target.hasArray()) {
            Native.take(remove(), target.array(), target.arrayOffset() + position);
        } else {
            staging.copy(ring[head], size, target);
            Native.free(remove());
        }
        target.position(position + size);
    }

    @Override
    public void run() {
        long[] packets = new long[count];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = remove();
        }
        Native.release(packets, packets.length);
    }
}
