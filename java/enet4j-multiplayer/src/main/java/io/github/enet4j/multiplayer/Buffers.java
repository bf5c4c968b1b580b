package io.github.enet4j.multiplayer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

/** Little-endian buffers to build packets in, used again and again; one more whenever a callback sends meanwhile. */
final class Buffers {
    /** Room in front of a packet, for headers that are known only when the rest is there. */
    static final int HEADROOM = 32;

    private static final int SIZE = 4096;

    /** Larger ones are not kept. */
    private static final int LARGEST_KEPT = 1 << 20;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    /** A buffer whose position is behind the headroom. */
    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        if (buffer == null) {
            buffer = allocate(SIZE);
        }
        return buffer.clear().position(HEADROOM);
    }

    void giveBack(ByteBuffer buffer) {
        if (buffer.capacity() <= LARGEST_KEPT) {
            free.push(buffer);
        }
    }

    static ByteBuffer allocate(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The same with more room: the buffer itself, or a larger copy with the same position, in place of which it is
     * used.
     */
    static ByteBuffer withRoom(ByteBuffer buffer, int bytes) {
        return buffer.remaining() >= bytes ? buffer : enlarge(buffer, bytes);
    }

    private static ByteBuffer enlarge(ByteBuffer buffer, int bytes) {
        int size = Math.max(Math.addExact(buffer.position(), bytes), Math.multiplyExact(buffer.capacity(), 2));
        return allocate(size).put(buffer.flip());
    }
}
