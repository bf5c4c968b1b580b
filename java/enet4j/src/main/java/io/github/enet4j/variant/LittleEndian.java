package io.github.enet4j.variant;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers as they travel, in a buffer whose own order may be either. */
final class LittleEndian {
    private LittleEndian() {
    }

    static void putShort(ByteBuffer target, short value) {
        target.putShort(isOrderOf(target) ? value : Short.reverseBytes(value));
    }

    static void putInt(ByteBuffer target, int value) {
        target.putInt(isOrderOf(target) ? value : Integer.reverseBytes(value));
    }

    static void putLong(ByteBuffer target, long value) {
        target.putLong(isOrderOf(target) ? value : Long.reverseBytes(value));
    }

    static void putFloat(ByteBuffer target, float value) {
        putInt(target, Float.floatToRawIntBits(value));
    }

    static void putDouble(ByteBuffer target, double value) {
        putLong(target, Double.doubleToRawLongBits(value));
    }

    static short getShort(ByteBuffer source) {
        short value = source.getShort();
        return isOrderOf(source) ? value : Short.reverseBytes(value);
    }

    static int getInt(ByteBuffer source) {
        int value = source.getInt();
        return isOrderOf(source) ? value : Integer.reverseBytes(value);
    }

    static long getLong(ByteBuffer source) {
        long value = source.getLong();
        return isOrderOf(source) ? value : Long.reverseBytes(value);
    }

    static float getFloat(ByteBuffer source) {
        return Float.intBitsToFloat(getInt(source));
    }

    static double getDouble(ByteBuffer source) {
        return Double.longBitsToDouble(getLong(source));
    }

    private static boolean isOrderOf(ByteBuffer buffer) {
        return buffer.order() == ByteOrder.LITTLE_ENDIAN;
    }
}
