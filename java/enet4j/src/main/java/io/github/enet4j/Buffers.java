package io.github.enet4j;

import java.nio.ByteBuffer;

/** Buffers that native code can't get at. */
final class Buffers {
    private Buffers() {
    }

    /** The contents from position to limit of a read-only buffer on the heap, whose array nobody is given. */
    static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
