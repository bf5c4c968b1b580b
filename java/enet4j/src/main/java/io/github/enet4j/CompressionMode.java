package io.github.enet4j;

/**
 * How datagrams are compressed, as Godot's {@code ENetConnection.CompressionMode}. Both ends must be set to the same
 * mode: it is not negotiated, and datagrams in another mode are dropped silently.
 */
public enum CompressionMode {
    /** No compression. */
    NONE,
    /** ENet's own adaptive range coder; good for small packets, about 15 µs for a full datagram. */
    RANGE_CODER,
    /** FastLZ; fast, helps with data that repeats itself. */
    FASTLZ,
    /** zlib (RFC 1950), level 6. */
    ZLIB,
    /** Zstandard (RFC 8878), level 3. */
    ZSTD;

    private static final CompressionMode[] VALUES = values();

    /**
     * The number that Godot has for it.
     *
     * @return the number
     */
    public int value() {
        return ordinal();
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
