package io.github.enet4j.cli.decode;

import io.github.enet4j.testing.wire.CommandType;
import io.github.enet4j.testing.wire.WireCommand;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What one side of a connection has sent, and what became of it. */
final class Half {
    private static final int REMEMBERED = 8192;
    private static final int CONNECTION_CHANNEL = WireCommand.CONNECTION;

    /** A reliable command that was sent, at first and lately (µs), how often, and whether it has been confirmed. */
    static final class Sent {
        final CommandType type;
        final long first;
        long last;
        int times = 1;
        boolean confirmed;

        /** When it was sent with each sent time, which its acknowledgement repeats. */
        final Map<Integer, Long> bySentTime = new HashMap<>();

        Sent(CommandType type, long time) {
            this.type = type;
            first = time;
            last = time;
        }
    }

    /** A map that forgets its oldest. */
    static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;
        private final int limit;

        Recent(int limit) {
            this.limit = limit;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > limit;
        }
    }

    long datagrams;
    long bytes;
    long packets;
    long packetBytes;
    long reliable;
    long resends;
    long confirmed;
    long gaps;
    long firstTime = -1;
    long lastTime;
    final Map<CommandType, Long> commands = new EnumMap<>(CommandType.class);

    /** From the last time that a command was sent to its acknowledgement, µs. */
    final Histogram roundTrips = new Histogram(2);

    private final Map<Integer, Sent> sent = new Recent<>(REMEMBERED);
    private final Map<Integer, Integer> highest = new HashMap<>();
    private final Fragments fragments = new Fragments();

    void count(long time, int size) {
        datagrams++;
        bytes += size;
        firstTime = firstTime < 0 ? time : firstTime;
        lastTime = time;
    }

    /** Which try of a reliable command this is, from 1. */
    int sent(WireCommand.Header header, int sentTime, long time) {
        int key = key(header.channel(), header.sequence());
        Sent known = sent.get(key);
        /* The same number again after the counter has gone round is another command. */
        if (known != null && known.type == header.type() && !isWrapped(header)) {
            known.times++;
            known.last = time;
            known.bySentTime.put(sentTime, time);
            resends++;
            return known.times;
        }
        Sent added = new Sent(header.type(), time);
        added.bySentTime.put(sentTime, time);
        sent.put(key, added);
        reliable++;
        return 1;
    }

    private boolean isWrapped(WireCommand.Header header) {
        Integer top = highest.get(header.channel());
        return top != null && (short) (header.sequence() - top) > 0;
    }

    /** How many reliable commands before this one the capture does not have. */
    int missingBefore(WireCommand.Header header) {
        Integer top = highest.get(header.channel());
        int step = top == null ? 0 : (short) (header.sequence() - top);
        if (top == null || step > 0) {
            highest.put(header.channel(), header.sequence());
        }
        boolean startKnown = top == null && header.channel() != CONNECTION_CHANNEL;
        int missing = startKnown ? 0 : Math.max(0, step - 1);
        gaps += missing;
        return missing;
    }

    /** The command that the other side confirms; null if it is not known. */
    Sent confirm(WireCommand.Acknowledge acknowledge, long time) {
        Sent found = sent.get(key(acknowledge.header().channel(), acknowledge.receivedSequence()));
        if (found == null || found.confirmed) {
            return found;
        }
        found.confirmed = true;
        confirmed++;
        Long when = found.bySentTime.get(acknowledge.receivedSentTime());
        if (when != null && time >= when) {
            roundTrips.recordValue(Math.min(time - when, 3_600_000_000L));
        }
        return found;
    }

    /** A CONNECT, which is not acknowledged but answered. */
    void answered(WireCommand.Header header) {
        Sent found = sent.get(key(header.channel(), header.sequence()));
        if (found != null && !found.confirmed) {
            found.confirmed = true;
            confirmed++;
        }
    }

    /** When a command of this type and number was sent first; null if it is not known. */
    Sent find(int channel, int sequence) {
        return sent.get(key(channel, sequence));
    }

    /** What was sent and never confirmed, the most often sent one; null if there is none. */
    Sent unconfirmed() {
        Sent most = null;
        for (Sent each : sent.values()) {
            if (!each.confirmed && (most == null || each.times > most.times)) {
                most = each;
            }
        }
        return most;
    }

    Fragments fragments() {
        return fragments;
    }

    private static int key(int channel, int sequence) {
        return channel << 16 | sequence;
    }
}
