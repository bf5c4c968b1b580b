package io.github.enet4j.variant;

/**
 * Godot's {@code Vector3i}.
 *
 * @param x the x component
 * @param y the y component
 * @param z the z component
 * @since 0.1.0
 */
public record Vector3i(int x, int y, int z) {
    /** All components 0. */
    public static final Vector3i ZERO = new Vector3i(0, 0, 0);
}
