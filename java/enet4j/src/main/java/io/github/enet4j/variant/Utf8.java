package io.github.enet4j.variant;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as it travels, which is stricter than Java's own conversions. */
final class Utf8 {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final char REPLACEMENT = '\ufffd';

    private Utf8() {
    }

    /**
     * How many bytes a text takes.
     *
     * @throws UnencodableException if it can't be written: half of a surrogate pair, or a 0, which ends text in Godot
     */
    static long length(String text) {
        long length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length += c >= 0x800 ? 2 : 1;
                if (Character.isSurrogate(c)) {
                    if (!isPair(text, i)) {
                        throw new UnencodableException("text with half of a surrogate pair at index " + i);
                    }
                    i++; // four bytes for two characters
                }
            } else if (c == 0) {
                throw new UnencodableException("text with a character 0 at index " + i);
            }
        }
        return length;
    }

    private static boolean isPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index)) && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }

    /** Writes a text that {@link #length} has found good. */
    static void put(ByteBuffer target, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                target.put((byte) c);
            } else if (c < 0x800) {
                target.put((byte) (0xc0 | c >> 6)).put((byte) (0x80 | c & 0x3f));
            } else if (Character.isSurrogate(c)) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                target.put((byte) (0xf0 | point >> 18)).put((byte) (0x80 | point >> 12 & 0x3f))
                        .put((byte) (0x80 | point >> 6 & 0x3f)).put((byte) (0x80 | point & 0x3f));
            } else {
                target.put((byte) (0xe0 | c >> 12)).put((byte) (0x80 | c >> 6 & 0x3f)).put((byte) (0x80 | c & 0x3f));
            }
        }
    }

    /** Reads text of that many bytes, which are there; all of them are consumed, but text ends at a 0. */
    static String get(ByteBuffer source, int length) {
        byte[] bytes = new byte[length];
        source.get(bytes);
        int mark = BYTE_ORDER_MARK.length;
        int start = length >= mark && Arrays.equals(bytes, 0, mark, BYTE_ORDER_MARK, 0, mark) ? mark : 0;
        int end = start;
        while (end < length && bytes[end] != 0) {
            end++;
        }
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) { // which may have been sent, or stand for what is wrong
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
            } catch (CharacterCodingException e) {
                throw new VariantException(ENetError.INVALID_DATA, "text that is not UTF-8");
            }
        }
        return text;
    }
}
