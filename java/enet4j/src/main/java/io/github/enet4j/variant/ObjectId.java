package io.github.enet4j.variant;

/**
 * What travels in place of an object (Godot's {@code EncodedObjectAsID}): the number it has in its own process. Objects
 * themselves are neither written nor read.
 *
 * @param id the number, unsigned; the highest bit says that the object is counted by references
 * @since 0.1.0
 */
public record ObjectId(long id) {
}
