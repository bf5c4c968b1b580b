package io.github.enet4j.variant;

import java.util.Objects;

/**
 * Godot's {@code Rect2i}.
 *
 * @param position the corner with the smallest coordinates
 * @param size     from there to the opposite corner
 * @since 0.1.0
 */
public record Rect2i(Vector2i position, Vector2i size) {
    /**
     * Checks the parts.
     *
     * @param position the corner with the smallest coordinates
     * @param size     from there to the opposite corner
     * @throws NullPointerException if one is null
     */
    public Rect2i {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(size, "size");
    }

    /**
     * Makes one of numbers.
     *
     * @param x      the position's x
     * @param y      the position's y
     * @param width  the size's x
     * @param height the size's y
     */
    public Rect2i(int x, int y, int width, int height) {
        this(new Vector2i(x, y), new Vector2i(width, height));
    }
}
