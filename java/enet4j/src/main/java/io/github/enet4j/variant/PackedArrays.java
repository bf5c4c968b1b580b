package io.github.enet4j.variant;

import static io.github.enet4j.variant.LittleEndian.putDouble;
import static io.github.enet4j.variant.LittleEndian.putFloat;
import static io.github.enet4j.variant.LittleEndian.putInt;
import static io.github.enet4j.variant.LittleEndian.putLong;

import java.nio.ByteBuffer;

/** The packed arrays: a count, then the elements without headers. */
final class PackedArrays {
    private PackedArrays() {
    }

    /** Of the elements, in bytes. */
    static long size(VariantType type, Object array) {
        return switch (type) {
            case PACKED_BYTE_ARRAY -> Sizes.padded(((byte[]) array).length);
            case PACKED_INT32_ARRAY -> 4L * ((int[]) array).length;
            case PACKED_INT64_ARRAY -> 8L * ((long[]) array).length;
            case PACKED_FLOAT32_ARRAY -> 4L * ((float[]) array).length;
            case PACKED_FLOAT64_ARRAY -> 8L * ((double[]) array).length;
            case PACKED_STRING_ARRAY -> strings((String[]) array);
            case PACKED_VECTOR2_ARRAY -> 8L * whole((Vector2[]) array);
            case PACKED_VECTOR3_ARRAY -> 12L * whole((Vector3[]) array);
            default -> 16L * whole((Object[]) array);
        };
    }

    private static long strings(String[] strings) {
        long size = 0;
        whole(strings);
        for (int i = 0; i < strings.length; i++) {
            try {
                size += 4 + Sizes.padded(Utf8.length(strings[i]) + 1);
            } catch (UnencodableException e) {
                throw e.within("[" + i + "]");
            }
        }
        return size;
    }

    /** The length of an array in which nothing is missing. */
    private static int whole(Object[] array) {
        for (int i = 0; i < array.length; i++) {
            if (array[i] == null) {
                throw new UnencodableException("null in a packed array").within("[" + i + "]");
            }
        }
        return array.length;
    }

    static void put(ByteBuffer target, VariantType type, Object array) {
        switch (type) {
            case PACKED_BYTE_ARRAY -> {
                byte[] bytes = (byte[]) array;
                putInt(target, bytes.length);
                target.put(bytes);
                Encoder.pad(target, bytes.length);
            }
            case PACKED_INT32_ARRAY -> {
                int[] ints = (int[]) array;
                putInt(target, ints.length);
                for (int element : ints) {
                    putInt(target, element);
                }
            }
            case PACKED_INT64_ARRAY -> {
                long[] longs = (long[]) array;
                putInt(target, longs.length);
                for (long element : longs) {
                    putLong(target, element);
                }
            }
            case PACKED_FLOAT32_ARRAY -> {
                float[] floats = (float[]) array;
                putInt(target, floats.length);
                for (float element : floats) {
                    putFloat(target, element);
                }
            }
            case PACKED_FLOAT64_ARRAY -> {
                double[] doubles = (double[]) array;
                putInt(target, doubles.length);
                for (double element : doubles) {
                    putDouble(target, element);
                }
            }
            case PACKED_STRING_ARRAY -> putStrings(target, (String[]) array);
            default -> {
                Object[] records = (Object[]) array;
                putInt(target, whole(records));
                for (Object element : records) {
                    MathTypes.put(target, VariantType.ofObject(element), element);
                }
            }
        }
    }

    /** Unlike other text these count and have a 0 at the end. */
    private static void putStrings(ByteBuffer target, String[] strings) {
        putInt(target, whole(strings));
        for (String string : strings) {
            int length = Sizes.checked(Utf8.length(string) + 1);
            putInt(target, length);
            Utf8.put(target, string);
            target.put((byte) 0);
            Encoder.pad(target, length);
        }
    }

    /** Reads one whose count has been read, and found to fit. */
    static Object get(ByteBuffer source, VariantType type, int count, boolean doubles) {
        return switch (type) {
            case PACKED_BYTE_ARRAY -> {
                byte[] bytes = new byte[count];
                source.get(bytes);
                /* At the very end the padding may be missing. */
                source.position(source.position() + Math.min(Encoder.padding(count), source.remaining()));
                yield bytes;
            }
            case PACKED_INT32_ARRAY -> {
                int[] ints = new int[count];
                for (int i = 0; i < count; i++) {
                    ints[i] = LittleEndian.getInt(source);
                }
                yield ints;
            }
            case PACKED_INT64_ARRAY -> {
                long[] longs = new long[count];
                for (int i = 0; i < count; i++) {
                    longs[i] = LittleEndian.getLong(source);
                }
                yield longs;
            }
            case PACKED_FLOAT32_ARRAY -> {
                float[] floats = new float[count];
                for (int i = 0; i < count; i++) {
                    floats[i] = LittleEndian.getFloat(source);
                }
                yield floats;
            }
            case PACKED_FLOAT64_ARRAY -> {
                double[] numbers = new double[count];
                for (int i = 0; i < count; i++) {
                    numbers[i] = LittleEndian.getDouble(source);
                }
                yield numbers;
            }
            case PACKED_VECTOR2_ARRAY -> fill(new Vector2[count], source, VariantType.VECTOR2, doubles);
            case PACKED_VECTOR3_ARRAY -> fill(new Vector3[count], source, VariantType.VECTOR3, doubles);
            case PACKED_VECTOR4_ARRAY -> fill(new Vector4[count], source, VariantType.VECTOR4, doubles);
            default -> fill(new Color[count], source, VariantType.COLOR, false);
        };
    }

    private static Object fill(Object[] array, ByteBuffer source, VariantType type, boolean doubles) {
        for (int i = 0; i < array.length; i++) {
            array[i] = MathTypes.get(source, type, doubles);
        }
        return array;
    }

    /** Of one element on the wire, in bytes. */
    static int elementSize(VariantType type, boolean doubles) {
        return switch (type) {
            case PACKED_BYTE_ARRAY -> 1;
            case PACKED_INT32_ARRAY, PACKED_FLOAT32_ARRAY -> 4;
            case PACKED_INT64_ARRAY, PACKED_FLOAT64_ARRAY -> 8;
            case PACKED_VECTOR2_ARRAY -> doubles ? 16 : 8;
            case PACKED_VECTOR3_ARRAY -> doubles ? 24 : 12;
            case PACKED_VECTOR4_ARRAY -> doubles ? 32 : 16;
            default -> 16;
        };
    }
}
