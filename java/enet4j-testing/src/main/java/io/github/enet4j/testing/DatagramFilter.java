package io.github.enet4j.testing;

import org.jspecify.annotations.Nullable;

/**
 * Sees each datagram before the network conditions do, and may change or drop it; see {@link ENetFilters}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DatagramFilter {
    /**
     * Called for each datagram in the proxy's thread.
     *
     * @param direction where it goes
     * @param client    which client it comes from or goes to: 0, 1, ... in the order of their first datagrams
     * @param datagram  its contents, not to be changed
     * @return what goes on: the same array, another, or null for nothing
     */
    byte @Nullable [] filter(Direction direction, int client, byte[] datagram);
}
