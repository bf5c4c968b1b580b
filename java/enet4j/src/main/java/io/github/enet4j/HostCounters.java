package io.github.enet4j;

import org.jspecify.annotations.Nullable;

/** What a host has counted: that part of {@link ENetConnection}'s methods, which a program calls there. */
abstract class HostCounters extends HostProperties {
    /**
     * Reads a total and sets it back to 0. (64 bits wide; Godot's wrap at 32.)
     *
     * @param statistic which one
     * @return the total since the last call for it
     */
    public double popStatistic(HostStatistic statistic) {
        int value = statistic.value();
        lock.lock();
        try {
            return host().totals.pop(value);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads a total, without a change for {@link #popStatistic}. (Not in Godot.)
     *
     * @param statistic which one
     * @return the total since the host was made
     */
    public long getTotal(HostStatistic statistic) {
        int value = statistic.value();
        lock.lock();
        try {
            return host().totals.get(value);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many datagrams the system would not send: no route to the destination, forbidden by a firewall, no room, and
     * the like. They count as lost on the way, and what was reliable in them is sent again. (Not in Godot.)
     *
     * @return the number since the host was made
     */
    public long getUnsentDatagrams() {
        lock.lock();
        try {
            return Native.unsent(host().address);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What strangers have sent.
     *
     * @return the numbers of this moment
     */
    public GateCounters getGateCounters() {
        long[] n = count();
        return new GateCounters(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
    }

    /**
     * What was not taken in from peers.
     *
     * @return the numbers of this moment
     */
    public LimitCounters getLimitCounters() {
        long[] n = count();
        return new LimitCounters(n[8], n[9], n[10], n[11]);
    }

    /** First what strangers have sent; with the lock. */
    static long[] count(Host host) {
        long[] counters = new long[12];
        Native.count(host.address, counters);
        return counters;
    }

    private long[] count() {
        lock.lock();
        try {
            return count(host());
        } finally {
            lock.unlock();
        }
    }

    /**
     * What DTLS has been doing on this host. (Not in Godot.)
     *
     * @return the numbers of this moment, null if DTLS is not set up
     */
    public @Nullable DtlsCounters getDtlsCounters() {
        lock.lock();
        try {
            return DtlsSetup.counters(host().address);
        } finally {
            lock.unlock();
        }
    }
}
