package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;

/**
 * Hears what happens to a {@link SceneMultiplayer}: Godot's signals, and what Godot only writes to its log. All methods
 * are called by the thread that polls.
 *
 * @since 0.1.0
 */
public interface MultiplayerListener {
    /**
     * A peer was admitted; from now on it can be sent to.
     *
     * @param id its id
     */
    default void peerConnected(int id) {
    }

    /**
     * An admitted peer has gone. On a client that lost its server this comes for the server only.
     *
     * @param id its id
     */
    default void peerDisconnected(int id) {
    }

    /**
     * Bytes of another's {@link SceneMultiplayer#sendBytes}.
     *
     * @param id     who sent them
     * @param packet the bytes
     */
    default void peerPacket(int id, byte[] packet) {
    }

    /** On a client: the server has admitted us. */
    default void connectedToServer() {
    }

    /** On a client: the attempt to connect has failed. */
    default void connectionFailed() {
    }

    /** On a client: the connection has ended. On a server: the multiplayer peer was closed. */
    default void serverDisconnected() {
    }

    /**
     * A peer has connected and waits to be authenticated.
     *
     * @param id its id
     */
    default void peerAuthenticating(int id) {
    }

    /**
     * A peer has gone, or was disconnected for taking too long, before it was admitted.
     *
     * @param id its id
     */
    default void peerAuthenticationFailed(int id) {
    }

    /**
     * A packet, or a part of one, was of no use and was dropped; nothing else has changed. By default it goes to the
     * program's log, where the same is told once in ten seconds, and at most 8 different ones. (In Godot an error in
     * the log.) A call that this side makes of a peer that is not there any more comes here, too.
     *
     * @param id     who sent it, or was to get it
     * @param error  Godot's code; BUSY for a reliable packet beyond what its sender may have sent on to others
     * @param reason what was wrong
     */
    default void packetRejected(int id, ENetError error, String reason) {
        RejectionLog.SHARED.tell(id, error, reason);
    }

    /**
     * A reliable packet could not be queued for a peer: a call, a spawn, a change of state, or what another client has
     * for it, is lost to it for good. By default it goes to the program's log. To disconnect the peer is mostly what is
     * left to do.
     *
     * @param id    the peer, or what else the packet was sent to
     * @param error BUSY if too much is waiting for the peer ({@code getHost().maximumQueuedData}); FAILED or
     *     INVALID_PARAMETER if the packet is too large, or of a channel that there is not
     */
    default void packetNotSent(int id, ENetError error) {
        System.getLogger(SceneMultiplayer.class.getName())
                .log(System.Logger.Level.WARNING, "a reliable packet for peer " + id + " was not sent: " + error);
    }

    /**
     * A peer's list of remote methods of a node differs from ours, so that calls will reach wrong methods. Reported
     * once for each node. By default it goes to the program's log. (In Godot an error in the log.)
     *
     * @param id       the peer
     * @param mismatch what both have
     */
    default void checksumMismatch(int id, RpcMismatch mismatch) {
        System.getLogger(SceneMultiplayer.class.getName())
                .log(System.Logger.Level.WARNING, "peer " + id + ": " + mismatch);
    }

    /**
     * A callback of the program threw an exception while a peer's packet was processed. What arrives is what peers like
     * to send, so this does not end the poll. By default it goes to the program's log. (An {@link Error} does not come
     * here: see {@link SceneMultiplayer}.)
     *
     * @param id      whose packet it was
     * @param failure what was thrown
     */
    default void callbackFailed(int id, Exception failure) {
        System.getLogger(SceneMultiplayer.class.getName())
                .log(System.Logger.Level.WARNING, "a callback failed on a packet of peer " + id, failure);
    }
}
