package io.github.enet4j.multiplayer;

/**
 * What a {@link MultiplayerPeer} is doing; the order is that of Godot's numbers, from 0.
 *
 * @since 0.1.0
 */
public enum ConnectionStatus {
    /** Nothing: not begun, refused, or over. */
    DISCONNECTED,
    /** A client that waits for its server. */
    CONNECTING,
    /** A server or mesh at work, or a client that is connected. */
    CONNECTED
}
