package io.github.enet4j.variant;

import java.util.Objects;

/**
 * Godot's {@code Transform2D}, by columns.
 *
 * @param x      where the x axis goes
 * @param y      where the y axis goes
 * @param origin where the origin goes
 * @since 0.1.0
 */
public record Transform2D(Vector2 x, Vector2 y, Vector2 origin) {
    /** What changes nothing. */
    public static final Transform2D IDENTITY = new Transform2D(new Vector2(1, 0), new Vector2(0, 1), Vector2.ZERO);

    /**
     * Checks the parts.
     *
     * @param x      where the x axis goes
     * @param y      where the y axis goes
     * @param origin where the origin goes
     * @throws NullPointerException if one is null
     */
    public Transform2D {
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(origin, "origin");
    }
}
