package io.github.enet4j.cli.load;

import io.github.enet4j.cli.ClientOptions;
import io.github.enet4j.cli.HostPort;
import java.net.InetSocketAddress;

/**
 * What a load test does.
 *
 * @param target      as it was given
 * @param address     where the server is
 * @param options     how to connect
 * @param clients     how many
 * @param rampNanos   from the first's start to the last's
 * @param runNanos    how long they send after that
 * @param connectNanos how long a client may take to connect
 * @param rate        packets per second and client; 0: they only listen
 * @param size        bytes of a packet
 * @param flags       how it is sent
 * @param channel     where
 * @param scenario    what to call instead of sending packets; null for packets
 */
record LoadPlan(HostPort target, InetSocketAddress address, ClientOptions options, int clients, long rampNanos,
        long runNanos, long connectNanos, double rate, int size, int flags, int channel, Scenario scenario) {
    private static final double NANOS_PER_SECOND = 1e9;

    long periodNanos() {
        return rate > 0 ? Math.max(1, (long) (NANOS_PER_SECOND / rate)) : Long.MAX_VALUE;
    }

    /** When a client starts, after the first. */
    long startOf(int client) {
        return clients > 1 ? rampNanos * client / (clients - 1) : 0;
    }

    double totalSeconds() {
        return (rampNanos + runNanos) / NANOS_PER_SECOND;
    }
}
