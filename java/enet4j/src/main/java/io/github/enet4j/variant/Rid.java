package io.github.enet4j.variant;

/**
 * Godot's {@code RID}: the number of a resource of one process. Means nothing in another.
 *
 * @param id the number, unsigned; 0 stands for none
 * @since 0.1.0
 */
public record Rid(long id) {
}
