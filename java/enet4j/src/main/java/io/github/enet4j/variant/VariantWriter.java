package io.github.enet4j.variant;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of an argument list, one after another in the compact form, without an object for each. A value
 * that does not fit throws {@link java.nio.BufferOverflowException} and leaves the buffer as it was. For one thread at
 * a time.
 *
 * @since 0.1.0
 */
public final class VariantWriter {
    private ByteBuffer target;

    /**
     * Makes a writer.
     *
     * @param target gets what is written, at its position; its byte order may be either
     */
    public VariantWriter(ByteBuffer target) {
        target(target);
    }

    /**
     * Goes on in another buffer.
     *
     * @param newTarget as in the constructor
     */
    public void target(ByteBuffer newTarget) {
        this.target = Objects.requireNonNull(newTarget);
    }

    /**
     * Where it writes.
     *
     * @return the buffer, its position behind the last value
     */
    public ByteBuffer target() {
        return target;
    }

    /** Writes null. */
    public void putNull() {
        LittleEndian.putInt(target, VariantType.NIL.value());
    }

    /**
     * Writes a BOOL.
     *
     * @param value the value
     */
    public void putBool(boolean value) {
        Compact.putBool(target, value);
    }

    /**
     * Writes an INT, in the fewest bytes.
     *
     * @param value the value
     */
    public void putInt(long value) {
        Compact.putInt(target, value);
    }

    /**
     * Writes a FLOAT.
     *
     * @param value the value
     */
    public void putFloat(double value) {
        Encoder.need(target, Encoder.isFloat(value) ? 8 : 12);
        Encoder.putNumber(target, value);
    }

    /**
     * Writes a STRING.
     *
     * @param value the text
     * @throws IllegalArgumentException if it has half of a surrogate pair, or a character 0
     */
    public void putString(String value) {
        Encoder.need(target, 4 + Sizes.text(value));
        Encoder.putText(target, VariantType.STRING, value);
    }

    /**
     * Writes a STRING_NAME.
     *
     * @param name the text
     * @throws IllegalArgumentException as {@link #putString}
     */
    public void putStringName(String name) {
        Encoder.need(target, 4 + Sizes.text(name));
        Encoder.putText(target, VariantType.STRING_NAME, name);
    }

    /**
     * Writes a VECTOR2.
     *
     * @param x the x component
     * @param y the y component
     */
    public void putVector2(double x, double y) {
        header(VariantType.VECTOR2, 8);
        LittleEndian.putFloat(target, (float) x);
        LittleEndian.putFloat(target, (float) y);
    }

    /**
     * Writes a VECTOR2I.
     *
     * @param x the x component
     * @param y the y component
     */
    public void putVector2i(int x, int y) {
        header(VariantType.VECTOR2I, 8);
        LittleEndian.putInt(target, x);
        LittleEndian.putInt(target, y);
    }

    /**
     * Writes a VECTOR3.
     *
     * @param x the x component
     * @param y the y component
     * @param z the z component
     */
    public void putVector3(double x, double y, double z) {
        header(VariantType.VECTOR3, 12);
        LittleEndian.putFloat(target, (float) x);
        LittleEndian.putFloat(target, (float) y);
        LittleEndian.putFloat(target, (float) z);
    }

    /**
     * Writes a VECTOR3I.
     *
     * @param x the x component
     * @param y the y component
     * @param z the z component
     */
    public void putVector3i(int x, int y, int z) {
        header(VariantType.VECTOR3I, 12);
        LittleEndian.putInt(target, x);
        LittleEndian.putInt(target, y);
        LittleEndian.putInt(target, z);
    }

    /**
     * Writes a VECTOR4.
     *
     * @param x the x component
     * @param y the y component
     * @param z the z component
     * @param w the w component
     */
    public void putVector4(double x, double y, double z, double w) {
        floats(VariantType.VECTOR4, x, y, z, w);
    }

    /**
     * Writes a QUATERNION.
     *
     * @param x the x component
     * @param y the y component
     * @param z the z component
     * @param w the w component
     */
    public void putQuaternion(double x, double y, double z, double w) {
        floats(VariantType.QUATERNION, x, y, z, w);
    }

    /**
     * Writes a COLOR.
     *
     * @param r red
     * @param g green
     * @param b blue
     * @param a alpha
     */
    public void putColor(float r, float g, float b, float a) {
        floats(VariantType.COLOR, r, g, b, a);
    }

    /**
     * Writes a PACKED_BYTE_ARRAY.
     *
     * @param bytes  holds the bytes
     * @param offset where they start
     * @param length how many they are
     * @throws IndexOutOfBoundsException if they are not inside the array
     */
    public void putBytes(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        header(VariantType.PACKED_BYTE_ARRAY, 4 + Sizes.padded(length));
        LittleEndian.putInt(target, length);
        target.put(bytes, offset, length);
        Encoder.pad(target, length);
    }

    /**
     * Writes any value.
     *
     * @param value the value
     * @throws IllegalArgumentException as {@link Variants#encode(Object)}
     * @throws VariantException         as {@link Variants#encode(Object)}
     */
    public void putValue(@Nullable Object value) {
        Variants.encodeCompact(value, target);
    }

    private void header(VariantType type, long size) {
        Encoder.need(target, 4 + size);
        LittleEndian.putInt(target, type.value());
    }

    private void floats(VariantType type, double x, double y, double z, double w) {
        header(type, 16);
        LittleEndian.putFloat(target, (float) x);
        LittleEndian.putFloat(target, (float) y);
        LittleEndian.putFloat(target, (float) z);
        LittleEndian.putFloat(target, (float) w);
    }
}
