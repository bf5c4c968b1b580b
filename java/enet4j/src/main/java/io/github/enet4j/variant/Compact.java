package io.github.enet4j.variant;

import java.nio.ByteBuffer;

/** The form in which BOOL and INT are shorter, if they are not inside of anything. */
final class Compact {
    /** Of the first byte: the type, and above that the size of an INT, or what a BOOL is. */
    static final int TYPE_BITS = 0x3f;
    static final int SIZE_SHIFT = 6;
    static final int TRUE = 0x80;

    private Compact() {
    }

    static void put(ByteBuffer target, Object value) {
        if (value instanceof Boolean truth) {
            putBool(target, truth);
        } else if (value instanceof Number number && VariantType.ofObject(value) == VariantType.INT) {
            putInt(target, number.longValue());
        } else {
            Encoder.put(target, value, 0);
        }
    }

    static void putBool(ByteBuffer target, boolean value) {
        target.put((byte) (VariantType.BOOL.value() | (value ? TRUE : 0)));
    }

    static void putInt(ByteBuffer target, long value) {
        int code = value == (byte) value ? 0 : value == (short) value ? 1 : Encoder.isInt(value) ? 2 : 3;
        Encoder.need(target, 1 + (1 << code));
        target.put((byte) (VariantType.INT.value() | code << SIZE_SHIFT));
        switch (code) {
            case 0 -> target.put((byte) value);
            case 1 -> LittleEndian.putShort(target, (short) value);
            case 2 -> LittleEndian.putInt(target, (int) value);
            default -> LittleEndian.putLong(target, value);
        }
    }

    static Object get(ByteBuffer source) {
        int first = first(source);
        if ((first & TYPE_BITS) == VariantType.BOOL.value()) {
            source.get();
            return (first & TRUE) != 0;
        }
        if ((first & TYPE_BITS) == VariantType.INT.value()) {
            return getInt(source);
        }
        int at = source.position();
        if (source.remaining() >= 4 && LittleEndian.getInt(source) == VariantType.OBJECT.value()) {
            return null; // how Godot writes null where the script's variable is an object's
        }
        source.position(at);
        return Decoder.get(source, 0);
    }

    /** The first byte of the next value, which stays. */
    static int first(ByteBuffer source) {
        Decoder.need(source, 1);
        return source.get(source.position()) & 0xff;
    }

    /** Reads what {@link #first} has told to be an INT. */
    static long getInt(ByteBuffer source) {
        int code = first(source) >> SIZE_SHIFT;
        Decoder.need(source, 1 + (1 << code));
        source.get();
        return switch (code) {
            case 0 -> source.get();
            case 1 -> LittleEndian.getShort(source);
            case 2 -> LittleEndian.getInt(source);
            default -> LittleEndian.getLong(source);
        };
    }
}
