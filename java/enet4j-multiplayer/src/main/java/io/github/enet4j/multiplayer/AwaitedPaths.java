package io.github.enet4j.multiplayer;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The paths that one peer has numbered before there was such a node here. Godot tells each only once, so they are kept
 * until there is one. When a peer names more than has room, its oldest go.
 */
final class AwaitedPaths {
    /** What all of a peer's may take, bytes, roughly. */
    static final int MOST_BYTES = 16 * 1024;

    private static final int BYTES_BESIDE_PATH = 160;

    /** What SIMPLIFY_PATH said of it. */
    record Announcement(int number, byte[] checksum) {
    }

    /** By their normal form, oldest first. */
    private final Map<String, Announcement> byPath = new LinkedHashMap<>();

    private int bytes;

    /** Returns how many were forgotten for it, which may be itself. */
    int put(String path, Announcement announcement) {
        take(path); // to be the newest, with its latest number
        byPath.put(path, announcement);
        bytes += bytesOf(path);
        int forgotten = 0;
        for (Iterator<String> oldest = byPath.keySet().iterator(); bytes > MOST_BYTES; forgotten++) {
            bytes -= bytesOf(oldest.next());
            oldest.remove();
        }
        return forgotten;
    }

    /** Null when that path is not awaited. */
    Announcement get(String path) {
        return byPath.get(path);
    }

    /** Null when that path is not awaited. */
    Announcement take(String path) {
        Announcement announcement = byPath.remove(path);
        if (announcement != null) {
            bytes -= bytesOf(path);
        }
        return announcement;
    }

    private static int bytesOf(String path) {
        return BYTES_BESIDE_PATH + 2 * path.length();
    }
}
