package io.github.enet4j.agones;

import java.util.Map;

/**
 * A counter of the game server, such as its rooms or players, by which Agones can allocate and scale.
 *
 * @param count    how many there are
 * @param capacity how many there may be
 * @since 0.1.0
 */
public record Counter(long count, long capacity) {
    static Counter of(Map<?, ?> json) {
        return new Counter(Json.number(json, "count"), Json.number(json, "capacity"));
    }
}
