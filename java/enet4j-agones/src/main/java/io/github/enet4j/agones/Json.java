package io.github.enet4j.agones;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** JSON as plain maps and lists. What is missing, or is something else than it should be, reads as empty or 0. */
final class Json {
    private Json() {
    }

    static String write(Map<String, ?> object) {
        try {
            return JSON.std.asString(object);
        } catch (IOException e) {
            throw new IllegalArgumentException("can't be said in JSON: " + object, e);
        }
    }

    static Map<String, Object> read(String text) {
        try {
            Map<String, Object> object = text.isBlank() ? Map.of() : JSON.std.mapFrom(text);
            if (object != null) {
                return object;
            }
        } catch (IOException e) {
            throw new AgonesException(0, "not the JSON that was expected: " + e.getMessage(), e);
        }
        throw new AgonesException(0, "not the JSON that was expected: " + text, null);
    }

    static Map<?, ?> object(Map<?, ?> in, String key) {
        return asObject(in.get(key));
    }

    static Map<?, ?> asObject(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    static List<?> list(Map<?, ?> in, String key) {
        return in.get(key) instanceof List<?> list ? list : List.of();
    }

    static List<String> texts(Map<?, ?> in, String key) {
        return list(in, key).stream().map(String::valueOf).toList();
    }

    static String text(Map<?, ?> in, String key) {
        return in.get(key) instanceof String text ? text : "";
    }

    /** Numbers of 64 bits come as strings. */
    static long number(Map<?, ?> in, String key) {
        Object value = in.get(key);
        if (value instanceof Number number) {
            return number.longValue();
        }
        try {
            return value instanceof String text ? Long.parseLong(text) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
