package io.github.enet4j.variant;

import java.util.Objects;

/**
 * Godot's {@code Projection}, a 4 by 4 matrix by columns.
 *
 * @param x the first column
 * @param y the second column
 * @param z the third column
 * @param w the fourth column
 * @since 0.1.0
 */
public record Projection(Vector4 x, Vector4 y, Vector4 z, Vector4 w) {
    /** What changes nothing. */
    public static final Projection IDENTITY = new Projection(new Vector4(1, 0, 0, 0),
            new Vector4(0, 1, 0, 0), new Vector4(0, 0, 1, 0), new Vector4(0, 0, 0, 1));

    /**
     * Checks the parts.
     *
     * @param x the first column
     * @param y the second column
     * @param z the third column
     * @param w the fourth column
     * @throws NullPointerException if one is null
     */
    public Projection {
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(z, "z");
        Objects.requireNonNull(w, "w");
    }
}
