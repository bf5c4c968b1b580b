package io.github.enet4j.agones;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Agones's alpha feature PlayerTracking, which a cluster must have turned on, and which newer ones replace by
 * {@linkplain AgonesSdk#getCounter counters} and {@linkplain AgonesSdk#getList lists}. Calls behave as those of
 * {@link AgonesSdk}.
 *
 * @since 0.1.0
 */
public final class PlayerTracking {
    private static final String PATH = "/alpha/player/";

    private final Sidecar sidecar;

    PlayerTracking(Sidecar sidecar) {
        this.sidecar = sidecar;
    }

    /**
     * A player has come.
     *
     * @param id the player
     * @return whether it was not there before; fails when there is no room
     */
    public CompletableFuture<Boolean> connect(String id) {
        return sidecar.call("POST", PATH + "connect", player(id)).thenApply(PlayerTracking::truth);
    }

    /**
     * A player has gone.
     *
     * @param id the player
     * @return whether it was there
     */
    public CompletableFuture<Boolean> disconnect(String id) {
        return sidecar.call("POST", PATH + "disconnect", player(id)).thenApply(PlayerTracking::truth);
    }

    /**
     * Says how many players there may be.
     *
     * @param capacity 0 or more
     * @return completes when it is set
     */
    public CompletableFuture<Void> setCapacity(long capacity) {
        return sidecar.call("PUT", PATH + "capacity", Map.of("count", Long.toString(capacity)))
                .thenApply(AgonesSdk::nothing);
    }

    /**
     * How many players there may be.
     *
     * @return the capacity
     */
    public CompletableFuture<Long> getCapacity() {
        return sidecar.get(PATH + "capacity").thenApply(json -> Json.number(json, "count"));
    }

    /**
     * How many players there are.
     *
     * @return the count
     */
    public CompletableFuture<Long> getCount() {
        return sidecar.get(PATH + "count").thenApply(json -> Json.number(json, "count"));
    }

    /**
     * Whether a player is there.
     *
     * @param id the player
     * @return whether
     */
    public CompletableFuture<Boolean> isConnected(String id) {
        return sidecar.get(PATH + "connected/" + Sidecar.segment(id)).thenApply(PlayerTracking::truth);
    }

    /**
     * Who is there.
     *
     * @return the ids
     */
    public CompletableFuture<List<String>> getConnected() {
        return sidecar.get(PATH + "connected").thenApply(json -> Json.texts(json, "list"));
    }

    private static Map<String, String> player(String id) {
        return Map.of("playerID", Objects.requireNonNull(id, "id"));
    }

    private static boolean truth(Map<String, Object> json) {
        return Boolean.TRUE.equals(json.get("bool"));
    }
}
