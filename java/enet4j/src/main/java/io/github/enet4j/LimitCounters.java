package io.github.enet4j;

/**
 * What a host has not taken in from its peers, since it was created.
 *
 * @param refused    reliable packets that were not confirmed for want of room, and that the other side sends again
 * @param dropped    other packets
 * @param impossible parts of packets so small that no ENet makes them
 * @param overworked datagrams of peers with so much waiting, or not confirmed yet, that looking through it had taken
 *                   their share of the time
 * @see ENetConnection#getLimitCounters()
 * @since 0.1.0
 */
public record LimitCounters(long refused, long dropped, long impossible, long overworked) {
}
