package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Moves packets between peers that have ids: what Godot's class of that name promises, and all that {@link
 * SceneMultiplayer} needs, so that other transports than ENet can be written. In place of Godot's properties for the
 * target, mode and channel of the next packet, {@link #putPacket} has parameters.
 *
 * <p>A peer's methods are called by one thread at a time ({@link SceneMultiplayer} sees to that), but for
 * {@link #await} and {@link #wakeup}.
 *
 * @since 0.1.0
 */
public interface MultiplayerPeer {
    /** As a target: everybody. */
    int TARGET_BROADCAST = 0;

    /** The server's id, always. */
    int SERVER = 1;

    /** Hears who comes and goes, in {@link #poll()}, and of the end. */
    interface Listener {
        /**
         * A peer has come.
         *
         * @param id its id
         */
        void peerConnected(int id);

        /**
         * A peer has gone; packets of it that came before have been there to take.
         *
         * @param id its id
         */
        void peerDisconnected(int id);

        /**
         * The peer was at work and was closed, by the program or since its connection ended: all peers have gone, also
         * when it is put to work again at once. May come from outside of {@link MultiplayerPeer#poll()}.
         */
        default void closed() {
        }
    }

    /**
     * Sets who hears of peers.
     *
     * @param listener the listener, null for none
     */
    void setListener(@Nullable Listener listener);

    /**
     * Sends and receives without waiting. What has come is then there to take.
     *
     * @return whether there may be more to be had at once, when the packets at hand have been taken
     */
    boolean poll();

    /**
     * Waits until {@link #poll()} would find something; it may return earlier. May run while other methods are called;
     * whatever they send leaves meanwhile.
     *
     * @param timeoutMillis how long at most, ms
     */
    void await(int timeoutMillis);

    /** Hears which of several peers a packet is not for. */
    @FunctionalInterface
    interface Refusals {
        /**
         * A packet was not queued for a peer.
         *
         * @param id    the peer
         * @param error what a packet for it alone would have come to
         */
        void refused(int id, ENetError error);
    }

    /** Ends an {@link #await}; if there is none, the next one. Called from any thread. */
    void wakeup();

    /**
     * Queues a packet for sending; it leaves at the next {@link #flush()} or {@link #poll()}.
     *
     * @param packet  the contents from position to limit, which are copied; its position stays as it is
     * @param target  an id; {@link #TARGET_BROADCAST}; or minus an id: everybody but that peer
     * @param mode    how it travels
     * @param channel the transfer channel, 0 or more
     * @return OK; UNCONFIGURED if not connected, or the peer is just leaving; INVALID_PARAMETER if there is no
     *     such peer; BUSY if too much is waiting for it
     */
    ENetError putPacket(ByteBuffer packet, int target, TransferMode mode, int channel);

    /**
     * Queues one packet for several peers, as {@link #putPacket(ByteBuffer, int, TransferMode, int)} for each; those
     * that are not there are left out. A transport that can do with one copy for all overrides it.
     *
     * @param packet   as there
     * @param targets  ids, in the first places of the array
     * @param count    how many
     * @param mode     as there
     * @param channel  as there
     * @param refusals told of each peer that it could not be queued for, if it is a reliable packet; others may get
     *     lost anyway
     */
    default void putPacket(
            ByteBuffer packet, int[] targets, int count, TransferMode mode, int channel, Refusals refusals) {
        for (int i = 0; i < count; i++) {
            ENetError error = putPacket(packet, targets[i], mode, channel);
            if (error != ENetError.OK && mode == TransferMode.RELIABLE) {
                refusals.refused(targets[i], error);
            }
        }
    }

    /** Sends what is queued. */
    void flush();

    /**
     * How many packets there are to take.
     *
     * @return 0 or more
     */
    int getAvailablePacketCount();

    /**
     * Who sent the next packet.
     *
     * @return an id; 0 when there is none
     */
    int getPacketPeer();

    /**
     * The transfer channel of the next packet.
     *
     * @return 0 or more; 0 when there is none
     */
    int getPacketChannel();

    /**
     * How the next packet travelled.
     *
     * @return the mode; RELIABLE when there is none
     */
    TransferMode getPacketMode();

    /**
     * The size of the next packet.
     *
     * @return bytes; -1 when there is none
     */
    int getPacketSize();

    /**
     * Takes the next packet out.
     *
     * @param target gets the contents at its position, which moves behind them
     * @return the size in bytes; -1 when there is none
     * @throws java.nio.BufferOverflowException if the target has too little room; the packet stays
     */
    int getPacket(ByteBuffer target);

    /**
     * Takes the next packet out.
     *
     * @return the contents; null when there is none
     */
    default byte @Nullable [] getPacket() {
        int size = getPacketSize();
        if (size < 0) {
            return null;
        }
        byte[] packet = new byte[size];
        getPacket(ByteBuffer.wrap(packet));
        return packet;
    }

    /**
     * Whether it is connected.
     *
     * @return the status
     */
    ConnectionStatus getConnectionStatus();

    /**
     * The id of this side.
     *
     * @return 1 for a server; 0 when disconnected
     */
    int getUniqueId();

    /**
     * Whether clients reach each other through the server.
     *
     * @return true for a server and clients, false for a mesh
     */
    boolean isServerRelaySupported();

    /**
     * Disconnects a peer; {@link Listener#peerDisconnected} follows. Without effect if there is none of that id.
     *
     * @param id its id
     */
    default void disconnectPeer(int id) {
        disconnectPeer(id, false);
    }

    /**
     * Disconnects a peer.
     *
     * @param id    its id
     * @param force to forget it at once, without telling the listener
     */
    void disconnectPeer(int id, boolean force);

    /** Disconnects all peers, without telling the listener, and gives back all that this side holds. */
    void close();
}
