package io.github.enet4j.server.crowd;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one loop of the server says of itself: totals since it began, but for the lag, which is since it was last asked.
 *
 * @param cpuNanos   processor time of its thread
 * @param userNanos  the part of it that was not spent in the kernel
 * @param waits      how often its thread had nothing to do and slept
 * @param packetsIn  packets of the program that came, each of which went back
 * @param datagrams  datagrams that came
 * @param peers      those that are here
 * @param joined     those that have come
 * @param left       those that have gone by themselves
 * @param lost       those that have gone otherwise
 * @param lagMicros  how long tasks waited for their turn: 99 of 100
 * @param lagMost    the longest of these
 */
record LoopStats(
        long cpuNanos, long userNanos, long waits, long packetsIn, long datagrams, long peers, long joined, long left,
        long lost, long lagMicros, long lagMost) {

    String toLine() {
        return List.of(cpuNanos, userNanos, waits, packetsIn, datagrams, peers, joined, left, lost, lagMicros, lagMost)
                .stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    static LoopStats ofLine(String line) {
        long[] n = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
        return new LoopStats(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10]);
    }

    /** Sums, but for the lag, of which it is the longest. */
    LoopStats plus(LoopStats other) {
        return new LoopStats(cpuNanos + other.cpuNanos, userNanos + other.userNanos, waits + other.waits,
                packetsIn + other.packetsIn, datagrams + other.datagrams, peers + other.peers, joined + other.joined,
                left + other.left, lost + other.lost, Math.max(lagMicros, other.lagMicros),
                Math.max(lagMost, other.lagMost));
    }

    /** What has come about since then. */
    LoopStats since(LoopStats before) {
        return new LoopStats(cpuNanos - before.cpuNanos, userNanos - before.userNanos, waits - before.waits,
                packetsIn - before.packetsIn, datagrams - before.datagrams, peers, joined - before.joined,
                left - before.left, lost - before.lost, lagMicros, lagMost);
    }

    static LoopStats sum(List<LoopStats> loops) {
        return loops.stream().reduce(LoopStats::plus).orElseThrow();
    }
}
