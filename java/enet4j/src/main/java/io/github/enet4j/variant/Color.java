package io.github.enet4j.variant;

/**
 * Godot's {@code Color}; each part is 0 to 1, or more when overbright.
 *
 * @param r red
 * @param g green
 * @param b blue
 * @param a alpha, 1 being opaque
 * @since 0.1.0
 */
public record Color(float r, float g, float b, float a) {
    /**
     * Makes an opaque color.
     *
     * @param r red
     * @param g green
     * @param b blue
     */
    public Color(float r, float g, float b) {
        this(r, g, b, 1);
    }
}
