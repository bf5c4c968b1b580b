package io.github.enet4j.variant;

/**
 * Godot's {@code Vector2i}.
 *
 * @param x the x component
 * @param y the y component
 * @since 0.1.0
 */
public record Vector2i(int x, int y) {
    /** All components 0. */
    public static final Vector2i ZERO = new Vector2i(0, 0);
}
