package io.github.enet4j;

/** The totals of a host, since it was made and since a program has read them last. Guarded by the lock. */
final class HostTotals {
    private static final int COUNT = HostStatistic.values().length;

    private final long host;
    private final long[] all = new long[COUNT];
    private final long[] popped = new long[COUNT];

    HostTotals(long host) {
        this.host = host;
    }

    long get(int statistic) {
        all[statistic] += Native.popStatistic(host, statistic);
        return all[statistic];
    }

    long pop(int statistic) {
        long since = get(statistic) - popped[statistic];
        popped[statistic] = all[statistic];
        return since;
    }
}
