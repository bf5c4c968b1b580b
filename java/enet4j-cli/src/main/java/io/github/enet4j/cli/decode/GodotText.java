package io.github.enet4j.cli.decode;

import io.github.enet4j.variant.NodePath;
import io.github.enet4j.variant.StringName;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows Godot's values about as a script would write them. */
final class GodotText {
    private static final int MAX_ELEMENTS = 16;
    private static final int MAX_TEXT = 200;
    private static final int MAX_DEPTH = 8;

    private GodotText() {
    }

    static String of(Object value) {
        return of(value, 0);
    }

    private static String of(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            return "...";
        }
        if (value instanceof String text) {
            return quote(text);
        } else if (value instanceof StringName name) {
            return "&" + quote(name.name());
        } else if (value instanceof NodePath path) {
            return "^" + quote(path.path());
        } else if (value instanceof byte[] bytes) {
            return "PackedByteArray(" + Payload.show(bytes, MAX_ELEMENTS) + ")";
        } else if (value instanceof List<?> list) {
            return "[" + list.stream().limit(MAX_ELEMENTS).map(each -> of(each, depth + 1))
                    .collect(Collectors.joining(", ")) + more(list.size()) + "]";
        } else if (value instanceof Map<?, ?> map) {
            return "{" + map.entrySet().stream().limit(MAX_ELEMENTS)
                    .map(each -> of(each.getKey(), depth + 1) + ": " + of(each.getValue(), depth + 1))
                    .collect(Collectors.joining(", ")) + more(map.size()) + "}";
        } else if (value != null && value.getClass().isArray()) {
            int length = Array.getLength(value);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < Math.min(length, MAX_ELEMENTS); i++) {
                text.append(i > 0 ? ", " : "").append(of(Array.get(value, i), depth + 1));
            }
            return value.getClass().getComponentType().getSimpleName() + "[" + text + more(length) + "]";
        } else if (value instanceof Record) {
            return ofRecord((Record) value, depth);
        }
        return String.valueOf(value);
    }

    private static String ofRecord(Record value, int depth) {
        String name = value.getClass().getSimpleName();
        return name + "(" + Arrays.stream(value.getClass().getRecordComponents()).map(component -> {
            try {
                return of(component.getAccessor().invoke(value), depth + 1);
            } catch (ReflectiveOperationException e) {
                return "?";
            }
        }).collect(Collectors.joining(", ")) + ")";
    }

    private static String more(int size) {
        return size > MAX_ELEMENTS ? String.format(Locale.ROOT, ", ... %d in all", size) : "";
    }

    static String quote(String text) {
        String shown = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text;
        return '"' + shown.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cc}", "?") + '"';
    }
}
