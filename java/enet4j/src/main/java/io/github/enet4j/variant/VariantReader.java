package io.github.enet4j.variant;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of an argument list, one after another in the compact form, without an object for each number. A
 * value that is not there, or of another type, throws {@link VariantException} with INVALID_DATA and leaves the buffer
 * as it was. For one thread at a time.
 *
 * @since 0.1.0
 */
public final class VariantReader {
    private ByteBuffer source;

    /**
     * Makes a reader.
     *
     * @param source has the values at its position; its byte order may be either
     */
    public VariantReader(ByteBuffer source) {
        source(source);
    }

    /**
     * Goes on in another buffer.
     *
     * @param newSource as in the constructor
     */
    public void source(ByteBuffer newSource) {
        this.source = Objects.requireNonNull(newSource);
    }

    /**
     * Where it reads.
     *
     * @return the buffer, its position behind the last value
     */
    public ByteBuffer source() {
        return source;
    }

    /**
     * Whether bytes remain.
     *
     * @return true if there may be another value
     */
    public boolean hasNext() {
        return source.hasRemaining();
    }

    /**
     * The type of the next value, which stays.
     *
     * @return its type
     * @throws VariantException if there is none, or none with such a number
     */
    public VariantType nextType() {
        int first = Compact.first(source);
        int number = first & Compact.TYPE_BITS;
        boolean compact = number == VariantType.BOOL.value() || number == VariantType.INT.value();
        VariantType type = VariantType.orNull(compact ? number : first);
        if (type == null) {
            throw Decoder.invalid("there is no type " + first);
        }
        return type;
    }

    /**
     * Reads a BOOL.
     *
     * @return the value
     */
    public boolean getBool() {
        expect(VariantType.BOOL);
        return (source.get() & Compact.TRUE) != 0;
    }

    /**
     * Reads an INT.
     *
     * @return the value
     */
    public long getInt() {
        expect(VariantType.INT);
        return Compact.getInt(source);
    }

    /**
     * Reads a FLOAT, or an INT in its place.
     *
     * @return the value
     */
    public double getFloat() {
        if (nextType() == VariantType.INT) {
            return Compact.getInt(source);
        }
        boolean wide = (header(VariantType.FLOAT, 4) & Encoder.FLAG_64) != 0;
        if (wide && source.remaining() < 12) {
            throw Decoder.invalid("the value is longer than the data");
        }
        LittleEndian.getInt(source);
        return MathTypes.real(source, wide);
    }

    /**
     * Reads a STRING, or the text of a STRING_NAME.
     *
     * @return the text
     * @throws VariantException also FILE_EOF
     */
    public String getString() {
        VariantType type = nextType();
        if (type != VariantType.STRING_NAME) {
            expect(VariantType.STRING);
        }
        return getValue().toString();
    }

    /**
     * Reads a VECTOR2, VECTOR3, VECTOR4, RECT2, PLANE, QUATERNION, AABB, TRANSFORM2D, BASIS, TRANSFORM3D, PROJECTION or
     * COLOR: its numbers in the order in which they travel.
     *
     * @param target gets the numbers, from 0 on
     * @return how many they are
     * @throws IndexOutOfBoundsException if the target is too small; the buffer stays as it was
     */
    public int getNumbers(double[] target) {
        VariantType type = nextType();
        boolean color = type == VariantType.COLOR;
        if (!color && !MathTypes.hasDoubles(type) || !MathTypes.isMath(type)) {
            throw Decoder.invalid(type + " has no floating-point numbers");
        }
        int count = MathTypes.count(type);
        Objects.checkFromIndexSize(0, count, target.length);
        boolean doubles = !color && (header(type, 4 * count) & Encoder.FLAG_64) != 0;
        Decoder.need(source, 4 + count * (doubles ? 8 : 4));
        LittleEndian.getInt(source);
        for (int i = 0; i < count; i++) {
            target[i] = MathTypes.real(source, doubles);
        }
        return count;
    }

    /**
     * Reads a VECTOR2I, VECTOR3I, VECTOR4I or RECT2I: its numbers in the order in which they travel.
     *
     * @param target gets the numbers, from 0 on
     * @return how many they are
     * @throws IndexOutOfBoundsException if the target is too small; the buffer stays as it was
     */
    public int getNumbers(int[] target) {
        VariantType type = nextType();
        if (type == VariantType.COLOR || MathTypes.hasDoubles(type) || !MathTypes.isMath(type)) {
            throw Decoder.invalid(type + " has no whole numbers");
        }
        int count = MathTypes.count(type);
        Objects.checkFromIndexSize(0, count, target.length);
        header(type, 4 * count);
        LittleEndian.getInt(source);
        for (int i = 0; i < count; i++) {
            target[i] = LittleEndian.getInt(source);
        }
        return count;
    }

    /**
     * Reads a PACKED_BYTE_ARRAY.
     *
     * @param target gets the bytes at its position, which moves behind them
     * @return how many they are
     * @throws java.nio.BufferOverflowException if the target is too small; both buffers stay as they were
     */
    public int getBytes(ByteBuffer target) {
        header(VariantType.PACKED_BYTE_ARRAY, 4);
        int start = source.position();
        int limit = source.limit();
        try {
            source.position(start + 4);
            int count = Decoder.packedCount(source, VariantType.PACKED_BYTE_ARRAY, false);
            int end = source.position() + count;
            Encoder.need(target, count);
            target.put(source.limit(end));
            source.limit(limit).position(Math.min(end + Encoder.padding(count), limit));
            return count;
        } catch (RuntimeException e) {
            source.limit(limit).position(start);
            throw e;
        }
    }

    /**
     * Reads a value of any type.
     *
     * @return the value
     * @throws VariantException with Godot's code
     */
    public @Nullable Object getValue() {
        return Variants.decodeCompact(source);
    }

    private void expect(VariantType type) {
        VariantType next = nextType();
        if (next != type) {
            throw Decoder.invalid(next + " in place of " + type);
        }
    }

    /** The header of the next value, which stays, when it is of that type and so many bytes follow. */
    private int header(VariantType type, int bytes) {
        expect(type);
        Decoder.need(source, 4 + bytes);
        int header = LittleEndian.getInt(source);
        source.position(source.position() - 4);
        return header;
    }
}
