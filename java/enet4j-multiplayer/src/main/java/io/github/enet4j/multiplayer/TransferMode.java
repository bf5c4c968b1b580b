package io.github.enet4j.multiplayer;

/**
 * How a packet travels; the order is that of Godot's numbers, from 0.
 *
 * @since 0.1.0
 */
public enum TransferMode {
    /** It may get lost, and may overtake others. */
    UNRELIABLE,
    /** It may get lost; one that others on its channel have overtaken is dropped. */
    UNRELIABLE_ORDERED,
    /** It arrives, in order on its channel. */
    RELIABLE
}
