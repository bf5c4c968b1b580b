package io.github.enet4j.testing;

import java.util.concurrent.atomic.LongAdder;

/** One direction of a proxy: its conditions, which any thread may change, and what has passed. */
final class ProxyLane {
    final Direction direction;
    volatile NetworkConditions conditions = NetworkConditions.NONE;

    final LongAdder received = new LongAdder();
    final LongAdder receivedBytes = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder deliveredBytes = new LongAdder();
    final LongAdder filtered = new LongAdder();
    final LongAdder changed = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder queueFull = new LongAdder();
    final LongAdder duplicated = new LongAdder();
    final LongAdder heldBack = new LongAdder();
    final LongAdder refused = new LongAdder();

    ProxyLane(Direction direction) {
        this.direction = direction;
    }

    TrafficCounters counters() {
        return new TrafficCounters(received.sum(), receivedBytes.sum(), delivered.sum(), deliveredBytes.sum(),
                filtered.sum(), changed.sum(), lost.sum(), queueFull.sum(), duplicated.sum(), heldBack.sum(),
                refused.sum());
    }
}
