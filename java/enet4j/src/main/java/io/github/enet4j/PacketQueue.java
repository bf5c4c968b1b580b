package io.github.enet4j;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * The received packets of one peer that the program has not read yet: a ring of native packets, without an object for
 * each. The contents of a small packet are read from the event buffer until that is filled anew, the others from native
 * memory. Guarded by the connection's lock; {@link #run()} frees what is left when nobody holds the peer any more.
 */
final class PacketQueue implements Runnable {
    /**
     * Longs of one entry: the packet; its size and place in the event buffer; that one's number, the flags and the
     * channel; the packet's own number.
     */
    private static final int STRIDE = 4;

    private static final int NOT_INLINED = -1;

    private final EventBuffer events;
    /** Its length is a power of two. */
    private long[] ring = new long[4 * STRIDE];
    private int head;
    private int count;
    private long data;
    private long lastNumber;

    PacketQueue(EventBuffer events) {
        this.events = events;
    }

    int count() {
        return count;
    }

    /** Bytes of the packets. */
    long data() {
        return data;
    }

    /** Adds the packet of the event buffer's current record. Its number, by which {@link #indexOf} finds it. */
    long add() {
        if (count * STRIDE == ring.length) {
            grow();
        }
        int at = at(count);
        ring[at] = events.packet();
        ring[at + 1] = (long) events.size() << 32 | events.inlineOffset() & 0xffff_ffffL;
        ring[at + 2] = (long) events.number() << 32 | (long) (events.flags() & 0xffff) << 16 | events.channel();
        ring[at + 3] = ++lastNumber;
        count++;
        data += events.size();
        return lastNumber;
    }

    private void grow() {
        long[] larger = new long[ring.length * 2];
        System.arraycopy(ring, head, larger, 0, ring.length - head);
        System.arraycopy(ring, 0, larger, ring.length - head, head);
        ring = larger;
        head = 0;
    }

    /** Where an entry is: 0 is the oldest. */
    private int at(int index) {
        return (head + index * STRIDE) & (ring.length - 1);
    }

    /** Where the packet of that number is now; -1 when it was taken. The newest is the one that is asked for most. */
    int indexOf(long number) {
        int low = 0;
        int high = count - 1;
        for (int middle = high; low <= high; middle = (low + high) >>> 1) {
            long found = ring[at(middle) + 3];
            if (found == number) {
                return middle;
            }
            if (found < number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Of the packet at that index; there must be one, as for all that follow. */
    int size(int index) {
        return (int) (ring[at(index) + 1] >>> 32);
    }

    int flags(int index) {
        return (int) ring[at(index) + 2] >>> 16 & 0xffff;
    }

    int channel(int index) {
        return (int) ring[at(index) + 2] & 0xffff;
    }

    /** Where a packet's bytes are in the event buffer, or NOT_INLINED when they are not there (any more). */
    private int inlineOffset(int index) {
        int at = at(index);
        return (int) (ring[at + 2] >>> 32) == events.number() ? (int) ring[at + 1] : NOT_INLINED;
    }

    /** Closes the gap from the side on which there are fewer others: who takes the oldest or the newest moves none. */
    private long remove(int index) {
        long packet = ring[at(index)];
        data -= size(index);
        if (index < count / 2) {
            for (int i = index; i > 0; i--) {
                System.arraycopy(ring, at(i - 1), ring, at(i), STRIDE);
            }
            head = at(1);
        } else {
            for (int i = index; i < count - 1; i++) {
                System.arraycopy(ring, at(i + 1), ring, at(i), STRIDE);
            }
        }
        count--;
        return packet;
    }

    /** Takes a packet out. */
    byte[] take(int index) {
        byte[] target = new byte[size(index)];
        int inline = inlineOffset(index);
        if (inline == NOT_INLINED) {
            Native.take(remove(index), target, 0);
        } else {
            events.memory().get(inline, target, 0, target.length);
            events.release(remove(index));
        }
        return target;
    }

    /**
     * Takes a packet out into a writable buffer, at its position, which moves. Its size. Where there is no room, or the
     * JVM finds the buffer's memory gone, the packet stays.
     */
    int take(int index, ByteBuffer target, Staging staging) {
        int size = size(index);
        if (target.remaining() < size) {
            throw new BufferOverflowException();
        }
        int position = target.position();
        int inline = inlineOffset(index);
        if (inline != NOT_INLINED) {
            target.put(position, events.memory(), inline, size);
            events.release(remove(index));
        } else if (target.hasArray()) {
            Native.take(remove(index), target.array(), target.arrayOffset() + position);
        } else {
            staging.copy(ring[at(index)], size, target);
            Native.free(remove(index));
        }
        target.position(position + size);
        return size;
    }

    @Override
    public void run() {
        long[] packets = new long[count];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = ring[at(i)];
        }
        count = 0;
        Native.release(packets, packets.length);
    }
}
