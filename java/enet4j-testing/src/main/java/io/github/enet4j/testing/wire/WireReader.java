package io.github.enet4j.testing.wire;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.testing.wire.WireDatagram.Checksum;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Reads the datagrams of one conversation. How they are compressed, and whether they carry a checksum, is not told on
 * the wire: the reader tries what there is, and begins with what fitted last. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class WireReader {
    private static final int PEER_ID = 0x0FFF;
    private static final int SESSION = 0x3000;
    private static final int SESSION_SHIFT = 12;
    private static final int COMPRESSED = 0x4000;
    private static final int SENT_TIME = 0x8000;
    private static final int CHECKSUM_SIZE = 4;
    private static final int MAX_CONNECT_IDS = 16;

    /* Those with a signature first: what is none of theirs they notice at once. */
    private static final List<CompressionMode> MODES = List.of(
            CompressionMode.ZLIB, CompressionMode.ZSTD, CompressionMode.FASTLZ, CompressionMode.RANGE_CODER);

    private CompressionMode likelyMode = CompressionMode.ZLIB;
    private boolean likelyChecksum;

    /** The numbers of the connections seen, which checksums cover. */
    private final Set<Integer> connectIds = new LinkedHashSet<>();

    /** A reader that knows nothing yet. */
    public WireReader() {
    }

    /**
     * Reads a datagram, as far as that is possible.
     *
     * @param bytes what UDP carried
     * @return what it says, with a problem where it could not be read
     */
    public WireDatagram read(byte[] bytes) {
        if (bytes.length < 2) {
            return unreadable("of " + bytes.length + " bytes");
        }
        int flags = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        int headerSize = (flags & SENT_TIME) != 0 ? 4 : 2;
        if (bytes.length < headerSize) {
            return unreadable("its header is cut off");
        }
        WireDatagram best = null;
        for (boolean checksum : new boolean[] {likelyChecksum, !likelyChecksum}) {
            int start = headerSize + (checksum ? CHECKSUM_SIZE : 0);
            if (bytes.length < start) {
                continue;
            }
            WireDatagram found = read(bytes, flags, headerSize, checksum);
            if (found.usual() && found.checksum() != Checksum.WRONG) {
                learn(found, checksum);
                return found;
            }
            best = best == null || found.usual() && !best.usual() ? found : best;
        }
        return best;
    }

    private WireDatagram read(byte[] bytes, int flags, int headerSize, boolean checksum) {
        byte[] block = Arrays.copyOfRange(bytes, headerSize + (checksum ? CHECKSUM_SIZE : 0), bytes.length);
        if ((flags & COMPRESSED) == 0) {
            return datagram(bytes, flags, headerSize, checksum, CompressionMode.NONE, block);
        }
        WireDatagram found = decompressed(bytes, flags, headerSize, checksum, likelyMode, block);
        for (int i = 0; i < MODES.size() && (found == null || !found.usual()); i++) {
            WireDatagram other = MODES.get(i) == likelyMode ? null
                    : decompressed(bytes, flags, headerSize, checksum, MODES.get(i), block);
            found = found == null || other != null && other.usual() ? other : found;
        }
        return found != null && (found.usual() || !found.commands().isEmpty()) ? found
                : unreadable(flags, sentTime(bytes, flags), "compressed in none of the modes that are known");
    }

    private WireDatagram decompressed(
            byte[] bytes, int flags, int headerSize, boolean checksum, CompressionMode mode, byte[] block) {
        byte[] plain = mode.decompress(block);
        return plain == null ? null : datagram(bytes, flags, headerSize, checksum, mode, plain);
    }

    private WireDatagram datagram(
            byte[] bytes, int flags, int headerSize, boolean checksum, CompressionMode mode, byte[] plain) {
        CommandReader reader = new CommandReader(plain);
        Checksum state = !checksum ? Checksum.NONE : check(bytes, flags, headerSize, reader.commands, plain);
        return new WireDatagram(flags & PEER_ID, (flags & SESSION) >> SESSION_SHIFT, sentTime(bytes, flags), mode,
                state, List.copyOf(reader.commands), reader.usual, reader.problem, plain, List.copyOf(reader.ends));
    }

    /** The sum covers the header, the connection's number in its own place, and the commands before compression. */
    private Checksum check(byte[] bytes, int flags, int headerSize, List<WireCommand> commands, byte[] plain) {
        Set<Integer> numbers = new HashSet<>(connectIds);
        for (WireCommand command : commands) {
            if (command.header().type() == CommandType.VERIFY_CONNECT) {
                numbers.add(((WireCommand.Connect) command).connectId());
            }
        }
        if ((flags & PEER_ID) == PEER_ID) {
            numbers = Set.of(0);
        }
        int expected = ByteBuffer.wrap(bytes).getInt(headerSize);
        for (int number : numbers) {
            CRC32 crc = new CRC32();
            crc.update(bytes, 0, headerSize);
            crc.update(ByteBuffer.allocate(CHECKSUM_SIZE).putInt(number).array());
            crc.update(plain);
            if ((int) crc.getValue() == expected) {
                return Checksum.RIGHT;
            }
        }
        return numbers.isEmpty() ? Checksum.UNKNOWN : Checksum.WRONG;
    }

    private void learn(WireDatagram found, boolean checksum) {
        likelyChecksum = checksum;
        if (found.compression() != CompressionMode.NONE) {
            likelyMode = found.compression();
        }
        for (WireCommand command : found.commands()) {
            if (command instanceof WireCommand.Connect connect) {
                if (connectIds.size() == MAX_CONNECT_IDS) {
                    connectIds.remove(connectIds.iterator().next());
                }
                connectIds.add(connect.connectId());
            }
        }
    }

    private static int sentTime(byte[] bytes, int flags) {
        return (flags & SENT_TIME) == 0 ? -1 : (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
    }

    private static WireDatagram unreadable(String problem) {
        return unreadable(0, -1, problem);
    }

    private static WireDatagram unreadable(int flags, int sentTime, String problem) {
        return new WireDatagram(flags & PEER_ID, (flags & SESSION) >> SESSION_SHIFT, sentTime, CompressionMode.NONE,
                Checksum.NONE, List.of(), false, problem, new byte[0], List.of());
    }
}
