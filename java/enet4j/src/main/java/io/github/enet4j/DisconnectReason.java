package io.github.enet4j;

/**
 * Why a connection has ended, or an attempt to connect has failed. (Not in Godot.)
 *
 * @see ENetPacketPeer#getDisconnectReason()
 * @since 0.1.0
 */
public enum DisconnectReason {
    /** The other side disconnected; the event's {@link ENetEvent#data()} is the number that it gave. */
    REMOTE,
    /** This side disconnected, with one of the peerDisconnect methods; also when the other side did so meanwhile. */
    LOCAL,
    /**
     * The other side did not answer any more; also after {@link ENetPacketPeer#peerDisconnectLater(int)}, when it has
     * not confirmed all that was queued.
     */
    TIMEOUT,
    /** Nobody answered the attempt to connect. */
    CONNECT_TIMEOUT,
    /**
     * The connection was given up without a word: by {@link ENetPacketPeer#reset()}, with its host, or because the
     * other side has begun another one in its place.
     */
    RESET,
    /** The DTLS session failed or ended; {@link ENetPacketPeer#getDtlsError()} says why. */
    DTLS;

    private static final DisconnectReason[] VALUES = values();

    /** By the number in native/host/host.h. */
    static DisconnectReason of(int value) {
        return VALUES[value];
    }
}
