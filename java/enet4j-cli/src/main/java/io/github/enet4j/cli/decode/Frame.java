package io.github.enet4j.cli.decode;

/**
 * A frame of a capture.
 *
 * @param time     when it was seen, µs since 1970; 0 where the capture does not say
 * @param linkType what the bytes begin with, by libpcap's numbers
 * @param bytes    what was kept of it
 * @param length   how long it was
 */
record Frame(long time, int linkType, byte[] bytes, long length) {
    private static final long MOST = 1L << 60;

    /** Takes times that are none, in damaged captures, for 0: differences of times never overflow. */
    Frame {
        time = time < 0 || time > MOST ? 0 : time;
    }

    boolean isCut() {
        return bytes.length < length;
    }
}
