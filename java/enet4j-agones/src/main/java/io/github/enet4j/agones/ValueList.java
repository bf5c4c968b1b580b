package io.github.enet4j.agones;

import java.util.List;
import java.util.Map;

/**
 * A list of the game server, such as the ids of its players.
 *
 * @param values   what is in it; unmodifiable
 * @param capacity how many there may be
 * @since 0.1.0
 */
public record ValueList(List<String> values, long capacity) {
    static ValueList of(Map<?, ?> json) {
        return new ValueList(Json.texts(json, "values"), Json.number(json, "capacity"));
    }
}
