package io.github.enet4j.variant;

/**
 * Godot's {@code Vector4}. Godot and the wire hold the components in
 * single precision.
 *
 * @param x the x component
 * @param y the y component
 * @param z the z component
 * @param w the w component
 * @since 0.1.0
 */
public record Vector4(double x, double y, double z, double w) {
    /** All components 0. */
    public static final Vector4 ZERO = new Vector4(0, 0, 0, 0);
}
