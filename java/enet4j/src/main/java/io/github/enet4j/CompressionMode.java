package io.github.enet4j;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How datagrams are compressed, as Godot's {@code ENetConnection.CompressionMode}. Both ends must be set to the same
 * mode: it is not negotiated, and datagrams in another mode are dropped silently.
 *
 * @see ENetConnection#compress
 * @since 0.1.0
 */
public enum CompressionMode {
    /** No compression: what a host begins with, in Godot, too. */
    NONE,
    /** ENet's own adaptive range coder; good for small packets, and the slowest of all. */
    RANGE_CODER,
    /** FastLZ; fast, helps with data that repeats itself. */
    FASTLZ,
    /** zlib (RFC 1950), level 6. */
    ZLIB,
    /** Zstandard (RFC 8878), level 3. */
    ZSTD;

    private static final CompressionMode[] VALUES = values();
    private static final int MAX_DATAGRAM = 4096;

    /**
     * The number that Godot has for it.
     *
     * @return the number
     */
    public int value() {
        return ordinal();
    }

    /**
     * Decompresses the block of one datagram: what follows ENet's header where the header says "compressed". For
     * programs that look at recorded traffic; hosts do it themselves. May be called from every thread.
     *
     * @param block the block
     * @return its contents, 1 to 4096 bytes; null if it is none of this mode, its contents are larger, or memory is
     *     short. NONE has no blocks
     * @throws UnsatisfiedLinkError if the native library can't be loaded
     */
    public byte @Nullable [] decompress(byte[] block) {
        NativeLoader.load();
        byte[] target = new byte[MAX_DATAGRAM];
        int length = Native.decompress(ordinal(), Objects.requireNonNull(block, "block"), target);
        return length > 0 ? Arrays.copyOf(target, length) : null;
    }

    /**
     * The constant that Godot has this number for.
     *
     * @param value a number
     * @return the constant
     * @throws IllegalArgumentException if there is none with this number
     */
    public static CompressionMode of(int value) {
        int index = value;
        if (index < 0 || index >= VALUES.length) {
            throw new IllegalArgumentException("no CompressionMode has the value " + value);
        }
        return VALUES[index];
    }
}
