package io.github.enet4j.variant;

/**
 * Godot's {@code Quaternion}. Godot and the wire hold the components in
 * single precision.
 *
 * @param x the x component
 * @param y the y component
 * @param z the z component
 * @param w the w component, the real one
 * @since 0.1.0
 */
public record Quaternion(double x, double y, double z, double w) {
    /** No rotation. */
    public static final Quaternion IDENTITY = new Quaternion(0, 0, 0, 1);
}
