package io.github.enet4j.variant;

import java.util.Objects;

/**
 * Godot's {@code AABB}, a box along the axes.
 *
 * @param position the corner with the smallest coordinates
 * @param size     from there to the opposite corner
 * @since 0.1.0
 */
public record Aabb(Vector3 position, Vector3 size) {
    /**
     * Checks the parts.
     *
     * @param position the corner with the smallest coordinates
     * @param size     from there to the opposite corner
     * @throws NullPointerException if one is null
     */
    public Aabb {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(size, "size");
    }
}
