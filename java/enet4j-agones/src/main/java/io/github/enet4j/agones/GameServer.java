package io.github.enet4j.agones;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What Agones knows of the game server. What it does not say is empty or 0.
 *
 * @param name         its name
 * @param namespace    the namespace of Kubernetes that it is in
 * @param state        Scheduled, Ready, Allocated, Reserved, Shutdown, Unhealthy and so on
 * @param address      the address of the machine that it is on, for players
 * @param ports        the ports on that machine by their names in the Fleet
 * @param labels       its labels; those that it has set itself begin with {@code agones.dev/sdk-}
 * @param annotations  its annotations; the same
 * @param counters     its counters by name
 * @param lists        its lists by name
 * @param healthPeriod how often it has to say that it is well, s
 * @since 0.1.0
 */
public record GameServer(
        String name, String namespace, String state, String address, Map<String, Integer> ports,
        Map<String, String> labels, Map<String, String> annotations, Map<String, Counter> counters,
        Map<String, ValueList> lists, long healthPeriod) {

    static GameServer of(Map<?, ?> json) {
        Map<?, ?> meta = Json.object(json, "object_meta");
        Map<?, ?> status = Json.object(json, "status");
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (Object each : Json.list(status, "ports")) {
            Map<?, ?> port = Json.asObject(each);
            ports.put(Json.text(port, "name"), (int) Json.number(port, "port"));
        }
        return new GameServer(Json.text(meta, "name"), Json.text(meta, "namespace"), Json.text(status, "state"),
                Json.text(status, "address"), Map.copyOf(ports), byName(meta, "labels", String::valueOf),
                byName(meta, "annotations", String::valueOf),
                byName(status, "counters", each -> Counter.of(Json.asObject(each))),
                byName(status, "lists", each -> ValueList.of(Json.asObject(each))),
                Json.number(Json.object(Json.object(json, "spec"), "health"), "period_seconds"));
    }

    private static <T> Map<String, T> byName(Map<?, ?> in, String key, Function<Object, T> value) {
        Map<String, T> result = new LinkedHashMap<>();
        Json.object(in, key).forEach((name, each) -> result.put(String.valueOf(name), value.apply(each)));
        return Map.copyOf(result);
    }
}
