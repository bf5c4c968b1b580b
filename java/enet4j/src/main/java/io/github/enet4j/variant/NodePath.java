package io.github.enet4j.variant;

import java.util.ArrayList;
import java.util.List;

/**
 * Godot's {@code NodePath}: names of nodes separated by {@code /}, then names of properties, each after a {@code :}, as
 * {@code Path2D/Sprite:position:x}. A path that starts with {@code /} is absolute.
 *
 * @param path the text, without empty parts: they mean nothing, and are left out
 * @since 0.1.0
 */
public record NodePath(String path) {
    /**
     * Makes a path.
     *
     * @param path the text
     * @throws NullPointerException if it is null
     */
    public NodePath {
        path = text(path.startsWith("/"), parts(nodes(path), '/'), parts(properties(path), ':'));
    }

    /** One of parts, as they travel. */
    NodePath(boolean absolute, List<String> names, List<String> subnames) {
        this(text(absolute, names, subnames));
    }

    /**
     * Whether it starts at the root of the tree.
     *
     * @return true when it starts with a slash
     */
    public boolean isAbsolute() {
        return path.startsWith("/");
    }

    /**
     * The names of nodes.
     *
     * @return a list that can't be changed
     */
    public List<String> names() {
        return parts(nodes(path), '/');
    }

    /**
     * The names of properties.
     *
     * @return a list that can't be changed
     */
    public List<String> subnames() {
        return parts(properties(path), ':');
    }

    /** The text. */
    @Override
    public String toString() {
        return path;
    }

    private static String nodes(String path) {
        int colon = path.indexOf(':');
        return colon < 0 ? path : path.substring(0, colon);
    }

    private static String properties(String path) {
        int colon = path.indexOf(':');
        return colon < 0 ? "" : path.substring(colon + 1);
    }

    private static List<String> parts(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf(separator, start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                parts.add(text.substring(start, end));
            }
            start = end + 1;
        }
        return List.copyOf(parts);
    }

    private static String text(boolean absolute, List<String> names, List<String> subnames) {
        StringBuilder text = new StringBuilder(absolute ? "/" : "").append(String.join("/", names));
        for (String subname : subnames) {
            text.append(':').append(subname);
        }
        return text.toString();
    }
}
