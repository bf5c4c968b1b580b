package io.github.enet4j.server;

/**
 * How one loop is.
 *
 * @param index       which loop
 * @param alive       whether its thread runs
 * @param quietMillis how long ago it last looked for something to do, ms: below 300 unless a listener takes long
 * @param ticks       how many ticks it has done
 * @param skipped     how many ticks it has left out since it was too late
 * @param overruns    how many of those done have taken longer than their period
 * @since 0.1.0
 */
public record LoopHealth(int index, boolean alive, long quietMillis, long ticks, long skipped, long overruns) {
}
