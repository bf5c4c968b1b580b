package io.github.enet4j.variant;

import java.util.Objects;

/**
 * Godot's {@code Plane}.
 *
 * @param normal where it faces
 * @param d      its distance from the origin, along the normal
 * @since 0.1.0
 */
public record Plane(Vector3 normal, double d) {
    /**
     * Checks the parts.
     *
     * @param normal where it faces
     * @param d      its distance from the origin, along the normal
     * @throws NullPointerException if the normal is null
     */
    public Plane {
        Objects.requireNonNull(normal, "normal");
    }
}
