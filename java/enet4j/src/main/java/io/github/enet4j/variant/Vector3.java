package io.github.enet4j.variant;

/**
 * Godot's {@code Vector3}. Godot and the wire hold the components in
 * single precision.
 *
 * @param x the x component
 * @param y the y component
 * @param z the z component
 * @since 0.1.0
 */
public record Vector3(double x, double y, double z) {
    /** All components 0. */
    public static final Vector3 ZERO = new Vector3(0, 0, 0);
}
