package io.github.enet4j;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a host with DTLS has been doing. The first two are of the moment, the others have been counted since DTLS was
 * set up.
 *
 * @param sessions  sessions that there are
 * @param pending   those of them that shake hands yet, or have no ENet peer yet
 * @param retained  those of them whose last ENet peer has gone: a server keeps them for a time
 * @param started   handshakes begun; on a server those whose client has shown its address with a cookie
 * @param done      handshakes completed
 * @param cookies   cookies sent by a server, one for each first message of a client
 * @param ignored   datagrams from unknown addresses that made no sense
 * @param refused   first messages of clients that were dropped because of
 *     {@link ENetConnection#refuseNewConnections(boolean)}
 * @param limited   first messages with a good cookie that were dropped because of
 *     {@link ENetConnection#handshakeLimit(int, int)}, or because a handshake from there was under way
 * @param evicted   pending sessions that had to make room for newer ones
 * @param unclaimed sessions closed because no ENet peer came
 * @param failed    handshakes failed, by kind; those that have not occurred are there with 0
 * @see ENetConnection#getDtlsCounters()
 * @since 0.1.0
 */
public record DtlsCounters(
        long sessions, long pending, long retained, long started, long done, long cookies, long ignored, long refused,
        long limited, long evicted, long unclaimed, Map<DtlsError.Kind, Long> failed) {
    /**
     * How many handshakes have failed.
     *
     * @param kind for this reason
     * @return how many
     */
    public long failed(DtlsError.Kind kind) {
        return failed.get(kind);
    }

    /** From native/dtls/dtls.h's numbers. */
    static DtlsCounters of(long[] n) {
        int firstKind = n.length - DtlsError.Kind.values().length;
        Map<DtlsError.Kind, Long> failed = new EnumMap<>(DtlsError.Kind.class);
        Arrays.stream(DtlsError.Kind.values()).forEach(kind -> failed.put(kind, n[firstKind + kind.ordinal()]));
        return new DtlsCounters(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9],
                n[10], Collections.unmodifiableMap(failed));
    }
}
