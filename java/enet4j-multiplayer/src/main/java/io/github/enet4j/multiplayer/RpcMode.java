package io.github.enet4j.multiplayer;

/**
 * Who may call a remote method; the order is that of Godot's numbers, from 0.
 *
 * @since 0.1.0
 */
public enum RpcMode {
    /** Nobody. */
    DISABLED,
    /** Every peer. */
    ANY_PEER,
    /** The node's multiplayer authority only. */
    AUTHORITY
}
