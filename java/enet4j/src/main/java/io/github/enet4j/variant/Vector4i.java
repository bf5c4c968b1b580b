package io.github.enet4j.variant;

/**
 * Godot's {@code Vector4i}.
 *
 * @param x the x component
 * @param y the y component
 * @param z the z component
 * @param w the w component
 * @since 0.1.0
 */
public record Vector4i(int x, int y, int z, int w) {
    /** All components 0. */
    public static final Vector4i ZERO = new Vector4i(0, 0, 0, 0);
}
