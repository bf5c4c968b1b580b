package io.github.enet4j.variant;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads values in the standard form. Nothing is allocated for a count before it is known that so much can follow, so
 * that memory is bounded by a multiple of the bytes that are there.
 */
final class Decoder {
    private static final int COUNT_BITS = 0x7fff_ffff;
    private static final int SMALLEST = 4;

    private Decoder() {
    }

    static Object get(ByteBuffer source, int depth) {
        Encoder.checkDepth(depth);
        need(source, 4);
        int header = LittleEndian.getInt(source);
        VariantType type = VariantType.orNull(header & 0xff);
        if (type == null) {
            throw invalid("there is no type " + (header & 0xff));
        }
        boolean wide = (header & Encoder.FLAG_64) != 0;
        return switch (type) {
            case NIL -> null;
            case BOOL -> {
                need(source, 4);
                yield LittleEndian.getInt(source) != 0;
            }
            case INT -> integer(source, wide);
            case FLOAT -> real(source, wide);
            case STRING -> text(source);
            case STRING_NAME -> new StringName(text(source));
            case NODE_PATH -> path(source);
            case RID -> new Rid(id(source));
            case OBJECT -> object(source, wide);
            case CALLABLE -> new EmptyCallable();
            case SIGNAL -> new SignalId(text(source), id(source));
            case DICTIONARY -> dictionary(source, header, depth);
            case ARRAY -> array(source, header, depth);
            case PACKED_STRING_ARRAY -> strings(source);
            default -> {
                boolean doubles = wide && MathTypes.hasDoubles(type);
                if (type.compareTo(VariantType.ARRAY) > 0) {
                    yield PackedArrays.get(source, type, packedCount(source, type, doubles), doubles);
                }
                need(source, MathTypes.count(type) * (doubles ? 8 : 4));
                yield MathTypes.get(source, type, doubles);
            }
        };
    }

    static void need(ByteBuffer source, int bytes) {
        if (source.remaining() < bytes) {
            throw invalid("the value is longer than the data");
        }
    }

    static VariantException invalid(String what) {
        return new VariantException(ENetError.INVALID_DATA, what);
    }

    static long integer(ByteBuffer source, boolean wide) {
        need(source, wide ? 8 : 4);
        return wide ? LittleEndian.getLong(source) : LittleEndian.getInt(source);
    }

    static double real(ByteBuffer source, boolean wide) {
        need(source, wide ? 8 : 4);
        return wide ? LittleEndian.getDouble(source) : LittleEndian.getFloat(source);
    }

    static String text(ByteBuffer source) {
        need(source, 4);
        int length = LittleEndian.getInt(source);
        if (length < 0 || (long) length + Encoder.padding(length) > source.remaining()) {
            throw new VariantException(ENetError.FILE_EOF, "the text is longer than the data");
        }
        String text = Utf8.get(source, length);
        source.position(source.position() + Encoder.padding(length));
        return text;
    }

    private static long id(ByteBuffer source) {
        need(source, 8);
        return LittleEndian.getLong(source);
    }

    private static ObjectId object(ByteBuffer source, boolean asId) {
        if (!asId) {
            throw new VariantException(ENetError.UNAUTHORIZED, "a whole object");
        }
        long id = id(source);
        return id == 0 ? null : new ObjectId(id);
    }

    private static NodePath path(ByteBuffer source) {
        need(source, 4);
        int first = LittleEndian.getInt(source);
        if ((first & Encoder.NEW_PATH) == 0) {
            throw invalid("a path in the form of Godot 2");
        }
        need(source, 8);
        int names = first & ~Encoder.NEW_PATH;
        int subnames = LittleEndian.getInt(source);
        int flags = LittleEndian.getInt(source);
        /* The sum wraps around in Godot. */
        List<String> all = texts(source, Integer.toUnsignedLong(names + subnames + ((flags & 2) != 0 ? 1 : 0)));
        int end = Math.min(names, all.size());
        return new NodePath((flags & 1) != 0, all.subList(0, end), all.subList(end, all.size()));
    }

    private static List<String> texts(ByteBuffer source, long count) {
        List<String> texts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            texts.add(text(source));
        }
        return texts;
    }

    private static String[] strings(ByteBuffer source) {
        need(source, 4);
        return texts(source, LittleEndian.getInt(source)).toArray(String[]::new);
    }

    static int packedCount(ByteBuffer source, VariantType type, boolean doubles) {
        need(source, 4);
        int count = LittleEndian.getInt(source);
        if (count < 0 || count > source.remaining() / PackedArrays.elementSize(type, doubles)) {
            throw invalid("a packed array is longer than the data");
        }
        return count;
    }

    private static VariantArray array(ByteBuffer source, int header, int depth) {
        VariantArray array = new VariantArray(elementType(source, header >> Encoder.ELEMENT_SHIFT));
        need(source, 4);
        int count = LittleEndian.getInt(source) & COUNT_BITS;
        array.ensureCapacity(Math.min(count, source.remaining() / SMALLEST));
        for (int i = 0; i < count; i++) {
            array.receive(get(source, depth + 1));
        }
        return array;
    }

    private static VariantDictionary dictionary(ByteBuffer source, int header, int depth) {
        VariantType keys = elementType(source, header >> Encoder.ELEMENT_SHIFT);
        VariantType values = elementType(source, header >> Encoder.VALUE_SHIFT);
        VariantDictionary dictionary = new VariantDictionary(keys, values);
        need(source, 4);
        int count = LittleEndian.getInt(source) & COUNT_BITS;
        for (int i = 0; i < count; i++) {
            Object key = get(source, depth + 1);
            dictionary.receive(key, get(source, depth + 1));
        }
        return dictionary;
    }

    private static VariantType elementType(ByteBuffer source, int kind) {
        switch (kind & 3) {
            case 0:
                return VariantType.NIL;
            case Encoder.BUILTIN:
                need(source, 4);
                int number = LittleEndian.getInt(source);
                VariantType type = VariantType.orNull(number);
                if (type == null) {
                    throw invalid("there is no type " + Integer.toUnsignedString(number));
                }
                return type;
            default:
                text(source); // of a class or a script; all that is read is ids
                return VariantType.OBJECT;
        }
    }
}
