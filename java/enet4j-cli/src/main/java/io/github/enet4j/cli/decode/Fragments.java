package io.github.enet4j.cli.decode;

import io.github.enet4j.cli.decode.Half.Recent;
import io.github.enet4j.testing.wire.WireCommand;
import java.util.HashMap;
import java.util.Map;

/** Puts packets together again. What it holds is never more than what the capture gave it. */
final class Fragments {
    private static final int MAX_PACKETS = 64;
    private static final long MAX_SIZE = 32 << 20;

    /** The parts that have come, by their numbers. */
    private static final class Parts {
        final long count;
        final long total;
        final Map<Long, WireCommand.Fragment> all = new HashMap<>();
        long bytes;

        Parts(WireCommand.Fragment first) {
            count = first.count();
            total = first.total();
        }
    }

    private final Map<Long, Parts> packets = new Recent<>(MAX_PACKETS);

    /** Adds a part. The packet, if that completes it, else null. */
    byte[] add(WireCommand.Fragment part) {
        WireCommand.Header header = part.header();
        long key = (long) header.type().ordinal() << 40 | (long) header.channel() << 32
                | (header.isReliable() ? 0 : (long) header.sequence() << 16) | part.start();
        if (part.total() > MAX_SIZE || part.number() >= part.count()
                || part.offset() + part.data().length > part.total()) {
            return null;
        }
        Parts parts = packets.get(key);
        if (parts == null || parts.count != part.count() || parts.total != part.total()) {
            parts = new Parts(part);
            packets.put(key, parts);
        }
        if (parts.all.putIfAbsent(part.number(), part) != null) {
            return null;
        }
        parts.bytes += part.data().length;
        if (parts.all.size() < parts.count || parts.bytes < parts.total) {
            return null;
        }
        packets.remove(key);
        byte[] packet = new byte[(int) parts.total];
        for (WireCommand.Fragment each : parts.all.values()) {
            System.arraycopy(each.data(), 0, packet, (int) each.offset(), each.data().length);
        }
        return packet;
    }
}
