package io.github.enet4j.cli.decode;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Shows bytes: as text where they are text, else in hexadecimal digits. */
final class Payload {
    private Payload() {
    }

    static String show(byte[] bytes, int limit) {
        int shown = Math.min(bytes.length, limit);
        String rest = bytes.length > shown ? "..." : "";
        if (shown > 0 && isText(bytes, shown)) {
            return '"' + new String(bytes, 0, shown, StandardCharsets.US_ASCII) + '"' + rest;
        }
        return hex(bytes, shown) + rest;
    }

    static String hex(byte[] bytes, int count) {
        return HexFormat.of().formatHex(bytes, 0, Math.min(count, bytes.length));
    }

    private static boolean isText(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] < 0x20 || bytes[i] == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
