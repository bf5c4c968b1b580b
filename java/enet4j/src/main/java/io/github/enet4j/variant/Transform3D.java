package io.github.enet4j.variant;

import java.util.Objects;

/**
 * Godot's {@code Transform3D}.
 *
 * @param basis  rotation, scale and shear
 * @param origin where the origin goes
 * @since 0.1.0
 */
public record Transform3D(Basis basis, Vector3 origin) {
    /** What changes nothing. */
    public static final Transform3D IDENTITY = new Transform3D(Basis.IDENTITY, Vector3.ZERO);

    /**
     * Checks the parts.
     *
     * @param basis  rotation, scale and shear
     * @param origin where the origin goes
     * @throws NullPointerException if one is null
     */
    public Transform3D {
        Objects.requireNonNull(basis, "basis");
        Objects.requireNonNull(origin, "origin");
    }
}
