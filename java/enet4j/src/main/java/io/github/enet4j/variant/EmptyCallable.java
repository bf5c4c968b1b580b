package io.github.enet4j.variant;

/**
 * What is left of any of Godot's {@code Callable}s on the wire: nothing.
 *
 * @since 0.1.0
 */
public record EmptyCallable() {
}
