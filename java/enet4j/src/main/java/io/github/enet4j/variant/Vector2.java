package io.github.enet4j.variant;

/**
 * Godot's {@code Vector2}. Godot and the wire hold the components in
 * single precision.
 *
 * @param x the x component
 * @param y the y component
 * @since 0.1.0
 */
public record Vector2(double x, double y) {
    /** All components 0. */
    public static final Vector2 ZERO = new Vector2(0, 0);
}
