package io.github.enet4j.variant;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads values as Godot 4 does: in the standard form ({@code var_to_bytes}, {@code put_var}), or in the
 * compact one, in which SceneMultiplayer sends arguments and state.
 *
 * <p>What stands for which type is said at {@link VariantType}. Written are, beside those, {@link Byte}, {@link Short}
 * and {@link Integer} as INT, {@link Float} as FLOAT, any {@link java.util.List} as an untyped array and any {@link
 * java.util.Map} as an untyped dictionary. Vectors and the like travel in single precision, as in Godot's standard
 * builds. Whole objects are neither written nor read. A value nests at most 1024 deep, for which 1 MiB of stack is
 * enough.
 *
 * <p>All methods may be called from every thread, on values and buffers that no other thread changes meanwhile.
 *
 * @since 0.1.0
 */
public final class Variants {
    private Variants() {
    }

    /** In threads with little stack, or much of it in use. */
    private static VariantException tooDeep() {
        return new VariantException(ENetError.OUT_OF_MEMORY, "nested deeper than this thread's stack allows");
    }

    /**
     * The bytes of a value in the standard form, as {@code var_to_bytes}.
     *
     * @param value the value
     * @return its bytes, a multiple of 4
     * @throws IllegalArgumentException if it is not a value, or holds something that is not, saying what and where
     * @throws VariantException         OUT_OF_MEMORY if it is nested too deep or takes 2 GiB
     */
    public static byte[] encode(@Nullable Object value) {
        byte[] bytes = new byte[encodedSize(value)];
        encode(value, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /**
     * Writes a value in the standard form.
     *
     * @param value  the value
     * @param target gets the bytes at its position, which moves behind them, or stays when something is thrown
     * @throws java.nio.BufferOverflowException if the value takes more than remains
     * @throws IllegalArgumentException         as {@link #encode(Object)}
     * @throws VariantException                 OUT_OF_MEMORY if it is nested too deep
     */
    public static void encode(@Nullable Object value, ByteBuffer target) {
        int start = target.position();
        try {
            Encoder.put(target, value, 0);
        } catch (RuntimeException e) {
            target.position(start);
            throw e;
        } catch (StackOverflowError e) {
            target.position(start);
            throw tooDeep();
        }
    }

    /**
     * How many bytes a value takes in the standard form. In the compact form it takes no more.
     *
     * @param value the value
     * @return bytes, a multiple of 4
     * @throws IllegalArgumentException as {@link #encode(Object)}
     * @throws VariantException         as {@link #encode(Object)}
     */
    public static int encodedSize(@Nullable Object value) {
        try {
            return Sizes.of(value);
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    /**
     * Reads a value in the standard form, as {@code bytes_to_var}. What follows it is ignored.
     *
     * @param bytes start with the value
     * @return the value
     * @throws VariantException if there is none, with Godot's code
     */
    public static @Nullable Object decode(byte[] bytes) {
        return decode(ByteBuffer.wrap(bytes));
    }

    /**
     * Reads a value in the standard form.
     *
     * @param source has the value at its position, which moves behind it, or stays when something is thrown
     * @return the value
     * @throws VariantException if there is none, with Godot's code
     */
    public static @Nullable Object decode(ByteBuffer source) {
        int start = source.position();
        try {
            return Decoder.get(source, 0);
        } catch (RuntimeException e) {
            source.position(start);
            throw e;
        } catch (StackOverflowError e) {
            source.position(start);
            throw tooDeep();
        }
    }

    /**
     * Writes a value in the compact form.
     *
     * @param value  the value
     * @param target as in {@link #encode(Object, ByteBuffer)}
     * @throws java.nio.BufferOverflowException as there
     * @throws IllegalArgumentException         as there
     * @throws VariantException                 as there
     */
    public static void encodeCompact(@Nullable Object value, ByteBuffer target) {
        int start = target.position();
        try {
            Compact.put(target, value);
        } catch (RuntimeException e) {
            target.position(start);
            throw e;
        } catch (StackOverflowError e) {
            target.position(start);
            throw tooDeep();
        }
    }

    /**
     * Reads a value in the compact form.
     *
     * @param source as in {@link #decode(ByteBuffer)}
     * @return the value
     * @throws VariantException if there is none, with Godot's code
     */
    public static @Nullable Object decodeCompact(ByteBuffer source) {
        int start = source.position();
        try {
            return Compact.get(source);
        } catch (RuntimeException e) {
            source.position(start);
            throw e;
        } catch (StackOverflowError e) {
            source.position(start);
            throw tooDeep();
        }
    }

    /**
     * What Godot makes of a value where another type is declared, as it does with arguments of remote calls and
     * elements of typed containers: BOOL, INT and FLOAT become each other, and so do vectors and rectangles of whole
     * and of real numbers, STRING and STRING_NAME, and arrays and packed arrays; NODE_PATH becomes STRING and the
     * reverse, INT (0xRRGGBBAA) becomes COLOR, and null OBJECT. Not done are Godot's conversions between matrices and
     * quaternions, from STRING to COLOR, and of an array to a packed one of which not every element converts.
     *
     * @param value a value
     * @param type  the type that is wanted; NIL for any
     * @return the value as that type has it in Java
     * @throws IllegalArgumentException if it can't be converted, or is not a value
     */
    public static @Nullable Object convert(@Nullable Object value, VariantType type) {
        VariantType given = VariantType.typeOf(value);
        Object converted = Conversion.convert(Conversion.canonical(value), type);
        if (converted == Conversion.MISFIT) {
            throw new IllegalArgumentException(given + " can't become " + type);
        }
        return converted;
    }

    /**
     * Whether two values are the same, with arrays compared by what is in them.
     *
     * @param a a value
     * @param b another
     * @return true if they are
     */
    public static boolean equal(@Nullable Object a, @Nullable Object b) {
        return DeepEquality.equal(a, b);
    }
}
