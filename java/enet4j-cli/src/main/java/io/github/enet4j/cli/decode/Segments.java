package io.github.enet4j.cli.decode;

import io.github.enet4j.testing.wire.WireDatagram;
import io.github.enet4j.testing.wire.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes datagrams apart that the sender gave to its system as one, to be cut up (UDP_SEGMENT, as enet4j does on Linux),
 * and that a capture on that machine has as one. How large they are it does not say: all but the last are alike, begin
 * with the same peer and session, and can be read to their ends.
 */
final class Segments {
    private static final int LARGEST = 4096;
    private static final int LEAST = 4;
    private static final int PEER_AND_SESSION = 0x3F;
    private static final int COMPRESSED = 0x40;

    private Segments() {
    }

    /** The datagrams; empty if it is one, or can't be several. */
    static List<byte[]> split(byte[] data, WireReader reader) {
        /* Decompression may stop where the first ends, so that says nothing. */
        boolean compressed = data.length > 0 && (data[0] & COMPRESSED) != 0;
        if (!compressed && reader.read(data).usual()) {
            return List.of();
        }
        /* For the same reason the smallest size that fits is the right one. */
        for (int size = LEAST; size <= Math.min(LARGEST, data.length - 1); size++) {
            if (beginAlike(data, size)) {
                List<byte[]> parts = parts(data, size, reader);
                if (!parts.isEmpty()) {
                    return parts;
                }
            }
        }
        return List.of();
    }

    private static boolean beginAlike(byte[] data, int size) {
        for (int at = size; at < data.length; at += size) {
            boolean alike = at + LEAST <= data.length && data[at + 1] == data[1]
                    && ((data[at] ^ data[0]) & PEER_AND_SESSION) == 0;
            if (!alike) {
                return false;
            }
        }
        return true;
    }

    private static List<byte[]> parts(byte[] data, int size, WireReader reader) {
        List<byte[]> parts = new ArrayList<>();
        for (int at = 0; at < data.length; at += size) {
            byte[] part = Arrays.copyOfRange(data, at, Math.min(data.length, at + size));
            WireDatagram read = reader.read(part);
            if (!read.usual() || read.checksum() == WireDatagram.Checksum.WRONG) {
                return List.of();
            }
            parts.add(part);
        }
        return parts;
    }
}
