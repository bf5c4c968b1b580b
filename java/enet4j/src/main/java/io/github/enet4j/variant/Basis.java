package io.github.enet4j.variant;

import java.util.Objects;

/**
 * Godot's {@code Basis}, by columns, as scripts see it: {@code basis.x} there is {@code basis.x()} here.
 *
 * @param x where the x axis goes
 * @param y where the y axis goes
 * @param z where the z axis goes
 * @since 0.1.0
 */
public record Basis(Vector3 x, Vector3 y, Vector3 z) {
    /** What changes nothing. */
    public static final Basis IDENTITY = new Basis(
            new Vector3(1, 0, 0), new Vector3(0, 1, 0), new Vector3(0, 0, 1));

    /**
     * Checks the parts.
     *
     * @param x where the x axis goes
     * @param y where the y axis goes
     * @param z where the z axis goes
     * @throws NullPointerException if one is null
     */
    public Basis {
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(z, "z");
    }
}
