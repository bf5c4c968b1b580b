package io.github.enet4j.server;

import java.time.Duration;
import java.util.Objects;

/**
 * What the loops of servers and of clients have in common.
 *
 * @param tick null for none
 */
record LoopOptions(String threadName, Duration tick, int catchUp, FailurePolicy policy, FailureHandler handler) {
    private static final Duration LONGEST_TICK = Duration.ofDays(1);

    LoopOptions(String threadName) {
        this(threadName, null, 5, FailurePolicy.DISCONNECT_PEER, LoopGroup::log);
    }

    LoopOptions withTick(Duration period, int lateOnes) {
        if (period.isNegative() || period.isZero() || period.compareTo(LONGEST_TICK) > 0) {
            throw new IllegalArgumentException("a tick must be above 0 and at most a day, not " + period);
        }
        return new LoopOptions(threadName, period, Arguments.check("catchUp", lateOnes, 0, 1000), policy, handler);
    }

    LoopOptions withFailures(FailurePolicy newPolicy, FailureHandler newHandler) {
        Objects.requireNonNull(newPolicy, "policy");
        Objects.requireNonNull(newHandler, "handler");
        return new LoopOptions(threadName, tick, catchUp, newPolicy, newHandler);
    }
}
