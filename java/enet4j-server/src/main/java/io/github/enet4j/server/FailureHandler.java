package io.github.enet4j.server;

import io.github.enet4j.ENetPacketPeer;
import org.jspecify.annotations.Nullable;

/**
 * Is told what listeners and tasks throw, on the thread of the loop where it happened.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FailureHandler {
    /**
     * Something was thrown.
     *
     * @param peer    whose event it was about; null for a tick, a task, and the loop itself
     * @param failure what was thrown
     */
    void failed(@Nullable ENetPacketPeer peer, Throwable failure);
}
