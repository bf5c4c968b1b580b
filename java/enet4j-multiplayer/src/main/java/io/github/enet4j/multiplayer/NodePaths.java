package io.github.enet4j.multiplayer;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths of nodes relative to the multiplayer root, which is {@code /root} and itself called ".". */
final class NodePaths {
    static final String ROOT = ".";
    private static final String ABSOLUTE_ROOT = "/root";

    private NodePaths() {
    }

    /**
     * The one form of a path: "Main/Player" for that, "/root/Main/Player" or "Main/./Player". Null if it leads nowhere.
     */
    static String normalize(String path) {
        String relative = path;
        if (path.startsWith("/")) {
            if (!path.startsWith(ABSOLUTE_ROOT)) {
                return null;
            }
            relative = path.substring(ABSOLUTE_ROOT.length());
            if (relative.isEmpty()) {
                return ROOT;
            }
            if (relative.charAt(0) != '/') {
                return null;
            }
            relative = relative.substring(1);
        }
        return isNormal(relative) ? relative : walk(relative);
    }

    private static boolean isNormal(String path) {
        if (path.isEmpty()) {
            return false;
        }
        for (int start = 0; start <= path.length();) {
            int end = path.indexOf('/', start);
            end = end < 0 ? path.length() : end;
            /* Empty, ".", "..", or a name that only looks like them. */
            if (end == start || path.charAt(start) == '.') {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static String walk(String path) {
        if (path.isEmpty()) {
            return null;
        }
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/", -1)) {
            switch (name) {
                case "" -> {
                    return null;
                }
                case "." -> { }
                case ".." -> {
                    if (names.pollLast() == null) {
                        return null;
                    }
                }
                default -> names.add(name);
            }
        }
        return names.isEmpty() ? ROOT : String.join("/", names);
    }

    /** How one node's path is written from another's: "Player", "../Other/Sync". Both in their normal form. */
    static String relative(String from, String to) {
        String common = from;
        StringBuilder up = new StringBuilder();
        while (!common.equals(ROOT) && !to.equals(common) && !to.startsWith(common + "/")) {
            common = parent(common);
            up.append("../");
        }
        String down = to.equals(common) ? "" : common.equals(ROOT) ? to : to.substring(common.length() + 1);
        String path = up + down;
        return path.isEmpty() ? ROOT : path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Null for the root. */
    static String parent(String path) {
        if (path.equals(ROOT)) {
            return null;
        }
        int slash = path.lastIndexOf('/');
        return slash < 0 ? ROOT : path.substring(0, slash);
    }

    static String child(String path, String name) {
        return path.equals(ROOT) ? name : path + "/" + name;
    }

    /** Whether a node that a peer asks for may be called so: as Godot checks it. */
    static boolean isValidName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (".:@/\"%".indexOf(name.charAt(i)) >= 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
