package io.github.enet4j.multiplayer;

/**
 * When a property of a synchronizer is sent; the order is that of Godot's numbers, from 0.
 *
 * @since 0.1.0
 */
public enum ReplicationMode {
    /** Only when the node is spawned, if at all. */
    NEVER,
    /** Again and again, unreliably. */
    ALWAYS,
    /** Reliably, when its value has changed. */
    ON_CHANGE
}
