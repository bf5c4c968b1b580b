package io.github.enet4j.cli.decode;

import io.github.enet4j.cli.decode.Half.Recent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts IP packets together that came in fragments. Packets whose fragments overlap or contradict each other are given
 * up, as RFC 5722 asks for: nobody can say what their receiver made of them.
 */
final class IpFragments {
    private static final int MAX_PACKETS = 64;
    private static final int MAX_PARTS = 1024;
    private static final int MAX_SIZE = 65535;
    private static final int UNIT = 8;

    /** Who waits for a fragment so long, µs, waits no longer; then its number may be another packet's. */
    private static final long MAX_AGE = 30_000_000;

    /** The fragments that have come, by where they begin. */
    private static final class Parts {
        final TreeMap<Integer, byte[]> all = new TreeMap<>();
        final long since;
        int bytes;
        int total = -1;
        boolean refused;

        Parts(long since) {
            this.since = since;
        }

        /** False if the part does not go with the others. */
        boolean add(int offset, boolean last, byte[] data) {
            int end = offset + data.length;
            Map.Entry<Integer, byte[]> before = all.floorEntry(offset);
            Integer next = all.higherKey(offset);
            if (before != null && before.getKey() == offset && Arrays.equals(before.getValue(), data)) {
                return true; // seen twice, as on two interfaces
            }
            boolean overlaps = before != null && before.getKey() + before.getValue().length > offset
                    || next != null && next < end;
            boolean behindEnd = total >= 0 && (last || end > total) || last && !all.isEmpty() && all.lastKey() >= end;
            boolean odd = data.length == 0 || !last && data.length % UNIT != 0;
            if (overlaps || behindEnd || odd || end > MAX_SIZE || all.size() == MAX_PARTS) {
                return false;
            }
            all.put(offset, data);
            bytes += data.length;
            total = last ? end : total;
            return true;
        }
    }

    private final Map<ByteBuffer, Parts> packets = new Recent<>(MAX_PACKETS);
    private long begun;
    private long done;
    private long refused;

    /** Adds a fragment of the packet of that name. What the packet carries, once it is complete; else null. */
    byte[] add(ByteBuffer name, long time, int offset, boolean last, byte[] data) {
        Parts parts = packets.get(name);
        if (parts == null || Math.abs(time - parts.since) > MAX_AGE) {
            parts = new Parts(time);
            packets.put(name, parts);
            begun++;
        }
        if (parts.refused || !parts.add(offset, last, data)) {
            refused += parts.refused ? 0 : 1;
            parts.refused = true;
            parts.all.clear();
            return null;
        }
        if (parts.bytes != parts.total) {
            return null;
        }
        packets.remove(name);
        done++;
        ByteBuffer whole = ByteBuffer.allocate(parts.total);
        parts.all.values().forEach(whole::put);
        return whole.array();
    }

    /** How many packets had fragments missing, or still have. */
    long incomplete() {
        return begun - done - refused;
    }

    /** How many packets had fragments that do not go together. */
    long refused() {
        return refused;
    }
}
