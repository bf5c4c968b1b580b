package io.github.enet4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Direct memory of our own through which packets pass. Only the JVM notices that the memory of a program's direct
 * buffer is gone (a closed arena, a truncated file) and throws; native code would crash. And of small arrays a copy
 * made here is cheaper than one by native code. Guarded by the connection's lock, or of one thread at a time.
 */
final class Staging {
    /** What fits without asking whether the packet may be sent at all. */
    static final int SMALL = 64 * 1024;

    private final int least;
    private ByteBuffer memory;
    private long address;
    private ByteBuffer view;

    /** Memory of at least so many bytes, once it is needed. */
    Staging(int least) {
        this.least = least;
    }

    private void reserve(int size) {
        if (memory == null || memory.capacity() < size) {
            long doubled = memory == null ? least : 2L * memory.capacity();
            view = null;
            memory = null;
            memory = allocate((int) Math.min(Math.max(doubled, size), Integer.MAX_VALUE), size)
                    .order(ByteOrder.nativeOrder());
            address = Native.address(memory);
        }
    }

    private static ByteBuffer allocate(int wanted, int needed) {
        try {
            return ByteBuffer.allocateDirect(wanted);
        } catch (OutOfMemoryError e) {
            return ByteBuffer.allocateDirect(needed);
        }
    }

    /** Copies a part of a buffer, wherever its position is. The address of the copy, good until the next call. */
    long copyOf(ByteBuffer packet, int offset, int size) {
        reserve(size);
        memory.put(0, packet, offset, size);
        return address;
    }

    /** The same for a part of an array. */
    long copyOf(byte[] packet, int offset, int size) {
        reserve(size);
        memory.put(0, packet, offset, size);
        return address;
    }

    /** The same for the names of peers, in the form that native/host/host.h has for them. */
    long copyOf(List<ENetPacketPeer> peers) {
        reserve(Long.BYTES * peers.size());
        int at = 0;
        for (int i = 0; i < peers.size(); i++) {
            long name = peers.get(i).name;
            memory.putInt(at, (int) name).putInt(at + 4, (int) (name >>> 32));
            at += Long.BYTES;
        }
        return address;
    }

    /** Copies a native packet to a buffer's position. */
    void copy(long packet, int size, ByteBuffer target) {
        reserve(size);
        Native.copy(packet, address);
        target.put(target.position(), memory, 0, size);
    }

    /** Copies a native packet here, to that place. What it returns is read-only and good as long as the copy. */
    ByteBuffer view(long packet, int at, int size) {
        reserve(at + size);
        if (view == null) {
            view = memory.asReadOnlyBuffer();
        }
        Native.copy(packet, address + at);
        return view;
    }
}
