package io.github.enet4j.multiplayer.project;

import java.util.Map;

/**
 * A resource that a scene refers to.
 *
 * @param path   the file that has it
 * @param values what it sets; null when it is a file of its own, which has not been read
 * @since 0.1.0
 */
public record Resource(String path, Map<String, Object> values) {
}
