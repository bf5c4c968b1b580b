package io.github.enet4j.variant;

import java.util.Objects;

/**
 * Godot's {@code StringName}, a string that is used as a name.
 *
 * @param name the text
 * @since 0.1.0
 */
public record StringName(String name) {
    /**
     * Checks the text.
     *
     * @param name the text
     * @throws NullPointerException if it is null
     */
    public StringName {
        Objects.requireNonNull(name, "name");
    }

    /** The text. */
    @Override
    public String toString() {
        return name;
    }
}
