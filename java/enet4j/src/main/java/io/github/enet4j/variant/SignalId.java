package io.github.enet4j.variant;

import java.util.Objects;

/**
 * What travels in place of Godot's {@code Signal}.
 *
 * @param name     the signal's name
 * @param objectId the number, unsigned, that the object has in its own process; 0 stands for none
 * @since 0.1.0
 */
public record SignalId(String name, long objectId) {
    /**
     * Checks the name.
     *
     * @param name     the signal's name
     * @param objectId the number, unsigned, that the object has in its own process; 0 stands for none
     * @throws NullPointerException if it is null
     */
    public SignalId {
        Objects.requireNonNull(name, "name");
    }
}
