package io.github.enet4j.server;

import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;

/**
 * What a program does with the peers of one {@link ENetLoop}. Each loop has a listener of its own, and calls it on its
 * own thread only: what a listener keeps needs no locks. A call that takes long keeps all peers of the loop waiting.
 *
 * <p>What a method throws goes to the failure handler, and {@link FailurePolicy} says what ends by it.
 *
 * @since 0.1.0
 */
public interface ENetListener {
    /**
     * A peer has connected.
     *
     * @param peer the peer
     * @param data the number that the other side gave to connect, 0 to 4294967295; 0 for connections of our own
     */
    default void connected(ENetPacketPeer peer, long data) {
    }

    /**
     * A packet is here. Take it with {@link ENetEvent#getPacket(java.nio.ByteBuffer)}, which allocates nothing, or
     * {@link ENetEvent#getPacket()}; what is not taken waits at the peer.
     *
     * @param peer  who has sent it
     * @param event the packet, with its channel; good until this method returns
     */
    default void received(ENetPacketPeer peer, ENetEvent event) {
    }

    /**
     * A peer that was {@link #connected} has gone. (Not called for one that the program has ended with
     * {@link ENetPacketPeer#peerDisconnectNow(int)} or {@link ENetPacketPeer#reset()}, which know no event.)
     *
     * @param peer   the peer, inactive now
     * @param reason why. At the end of a drain: LOCAL for those who have confirmed everything, TIMEOUT for those who
     *     have not when the time was over
     * @param data   the number that the other side gave, 0 if the end did not come from there
     */
    default void disconnected(ENetPacketPeer peer, DisconnectReason reason, long data) {
    }

    /**
     * Time for a step of the game, at the fixed rate that the loop was given. Step n is due at the loop's start plus n
     * times the period, so a late one does not shift those after it. Late ones are caught up with at once, as many in a
     * row as the program allows; those before are left out, and their numbers with them.
     *
     * @param number the number of the step, from 0
     */
    default void tick(long number) {
    }

    /** No new peers come from now on; after this call all present ones are disconnected once they have everything. */
    default void draining() {
    }

    /** The loop has ended and all its peers with it. */
    default void closed() {
    }
}
