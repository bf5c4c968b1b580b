package io.github.enet4j;

import java.nio.ByteBuffer;

/**
 * Direct memory of our own through which the contents of a program's direct buffers pass. Only the JVM notices that the
 * memory of one is gone (a closed arena, a truncated file) and throws; native code would crash. Guarded by the
 * connection's lock.
 */
final class Staging {
    /** What fits without asking whether the packet may be sent at all. */
    static final int SMALL = 64 * 1024;

    private ByteBuffer memory;

    /** A buffer with room for that many bytes from 0 on; the same again for the next call. */
    ByteBuffer withRoom(int size) {
        if (memory == null || memory.capacity() < size) {
            long doubled = memory == null ? SMALL : 2L * memory.capacity();
            memory = ByteBuffer.allocateDirect((int) Math.min(Math.max(doubled, size), Integer.MAX_VALUE));
        }
        return memory;
    }

    /** What is between position and limit, at 0. */
    ByteBuffer copyOf(ByteBuffer packet) {
        int size = packet.remaining();
        return withRoom(size).put(0, packet, packet.position(), size);
    }
}
