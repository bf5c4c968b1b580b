package io.github.enet4j.variant;

import static io.github.enet4j.variant.LittleEndian.putDouble;
import static io.github.enet4j.variant.LittleEndian.putFloat;
import static io.github.enet4j.variant.LittleEndian.putInt;
import static io.github.enet4j.variant.LittleEndian.putLong;

import io.github.enet4j.ENetError;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Writes values in the standard form; {@link Sizes} says beforehand how large they are. */
final class Encoder {
    /** The class that stands for all classes of objects in the type of a container. */
    static final String OBJECT_CLASS = "EncodedObjectAsID";
    /** INT and FLOAT: the payload has 64 bits. OBJECT: it is an id. Vectors and the like: their numbers are doubles. */
    static final int FLAG_64 = 1 << 16;
    static final int BUILTIN = 1;
    static final int CLASS = 2;
    /** Where the kinds of types stand in a header: of elements and keys, and of values. */
    static final int ELEMENT_SHIFT = 16;
    static final int VALUE_SHIFT = 18;
    /** Of the first count of a node path: that it is not in the form of Godot 2. */
    static final int NEW_PATH = 0x8000_0000;

    private static final int MAXIMUM_DEPTH = 1024;
    private static final byte[] PADDING = new byte[4];

    private Encoder() {
    }

    static void checkDepth(int depth) {
        if (depth > MAXIMUM_DEPTH) {
            throw new VariantException(ENetError.OUT_OF_MEMORY, "nested deeper than " + MAXIMUM_DEPTH);
        }
    }

    /** Whether it is so much as an int wide. */
    static boolean isInt(long value) {
        return value == (int) value;
    }

    /** Whether single precision holds it. Not so NaN. */
    static boolean isFloat(double value) {
        return value == (float) value;
    }

    static int padding(int length) {
        return -length & 3;
    }

    static void need(ByteBuffer target, long bytes) {
        if (target.remaining() < bytes) {
            throw new BufferOverflowException();
        }
    }

    static void put(ByteBuffer target, Object value, int depth) {
        checkDepth(depth);
        VariantType type = VariantType.ofObject(value);
        if (type == null) {
            throw UnencodableException.ofClass(value);
        }
        switch (type) {
            case NIL, CALLABLE -> putInt(target, type.value());
            case BOOL -> {
                putInt(target, type.value());
                putInt(target, (Boolean) value ? 1 : 0);
            }
            case INT -> putNumber(target, ((Number) value).longValue());
            case FLOAT -> putNumber(target, ((Number) value).doubleValue());
            case STRING -> putText(target, VariantType.STRING, (String) value);
            case STRING_NAME -> putText(target, VariantType.STRING_NAME, ((StringName) value).name());
            case NODE_PATH -> putPath(target, (NodePath) value);
            case RID -> {
                putInt(target, type.value());
                putLong(target, ((Rid) value).id());
            }
            case OBJECT -> {
                putInt(target, type.value() | FLAG_64);
                putLong(target, ((ObjectId) value).id());
            }
            case SIGNAL -> {
                putText(target, type, ((SignalId) value).name());
                putLong(target, ((SignalId) value).objectId());
            }
            case DICTIONARY -> putDictionary(target, (Map<?, ?>) value, depth);
            case ARRAY -> putArray(target, (List<?>) value, depth);
            default -> {
                putInt(target, type.value());
                if (type.compareTo(VariantType.ARRAY) > 0) {
                    PackedArrays.put(target, type, value);
                } else {
                    MathTypes.put(target, type, value);
                }
            }
        }
    }

    static void putNumber(ByteBuffer target, long value) {
        if (isInt(value)) {
            putInt(target, VariantType.INT.value());
            putInt(target, (int) value);
        } else {
            putInt(target, VariantType.INT.value() | FLAG_64);
            putLong(target, value);
        }
    }

    static void putNumber(ByteBuffer target, double value) {
        if (isFloat(value)) {
            putInt(target, VariantType.FLOAT.value());
            putFloat(target, (float) value);
        } else {
            putInt(target, VariantType.FLOAT.value() | FLAG_64);
            putDouble(target, value);
        }
    }

    static void putText(ByteBuffer target, VariantType type, String text) {
        putInt(target, type.value());
        putText(target, text);
    }

    /** A length, the text, and bytes up to a multiple of four. */
    static void putText(ByteBuffer target, String text) {
        int length = Sizes.checked(Utf8.length(text));
        putInt(target, length);
        Utf8.put(target, text);
        pad(target, length);
    }

    static void pad(ByteBuffer target, int length) {
        target.put(PADDING, 0, padding(length));
    }

    private static void putPath(ByteBuffer target, NodePath path) {
        List<String> names = path.names();
        List<String> subnames = path.subnames();
        putInt(target, VariantType.NODE_PATH.value());
        putInt(target, names.size() | NEW_PATH);
        putInt(target, subnames.size());
        putInt(target, path.isAbsolute() ? 1 : 0);
        names.forEach(name -> putText(target, name));
        subnames.forEach(name -> putText(target, name));
    }

    private static void putArray(ByteBuffer target, List<?> list, int depth) {
        VariantType elements = list instanceof VariantArray array ? array.elementType() : VariantType.NIL;
        putInt(target, VariantType.ARRAY.value() | kind(elements) << ELEMENT_SHIFT);
        putElementType(target, elements);
        putInt(target, list.size());
        int index = 0;
        for (Object element : list) {
            try {
                put(target, element, depth + 1);
            } catch (UnencodableException e) {
                throw e.within("[" + index + "]");
            }
            index++;
        }
    }

    private static void putDictionary(ByteBuffer target, Map<?, ?> map, int depth) {
        VariantDictionary typed = map instanceof VariantDictionary dictionary ? dictionary : null;
        VariantType keys = typed == null ? VariantType.NIL : typed.keyType();
        VariantType values = typed == null ? VariantType.NIL : typed.valueType();
        putInt(target, VariantType.DICTIONARY.value() | kind(keys) << ELEMENT_SHIFT | kind(values) << VALUE_SHIFT);
        putElementType(target, keys);
        putElementType(target, values);
        putInt(target, map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            try {
                put(target, entry.getKey(), depth + 1);
                put(target, entry.getValue(), depth + 1);
            } catch (UnencodableException e) {
                throw e.within("[" + entry.getKey() + "]");
            }
        }
    }

    private static int kind(VariantType type) {
        return type == VariantType.NIL ? 0 : type == VariantType.OBJECT ? CLASS : BUILTIN;
    }

    private static void putElementType(ByteBuffer target, VariantType type) {
        if (type == VariantType.OBJECT) {
            putText(target, OBJECT_CLASS);
        } else if (type != VariantType.NIL) {
            putInt(target, type.value());
        }
    }
}
