package io.github.enet4j.variant;

import io.github.enet4j.ENetError;
import java.util.List;
import java.util.Map;

/** How many bytes values take in the standard form. What can't be written is found here. */
final class Sizes {
    private static final int HEADER = 4;
    private static final int COUNT = 4;

    private Sizes() {
    }

    static int of(Object value) {
        return checked(of(value, 0));
    }

    static int checked(long size) {
        if (size > Integer.MAX_VALUE) {
            throw new VariantException(ENetError.OUT_OF_MEMORY, "larger than a packet can be");
        }
        return (int) size;
    }

    private static long of(Object value, int depth) {
        Encoder.checkDepth(depth);
        VariantType type = VariantType.ofObject(value);
        if (type == null) {
            throw UnencodableException.ofClass(value);
        }
        return HEADER + switch (type) {
            case NIL, CALLABLE -> 0;
            case BOOL -> 4;
            case INT -> Encoder.isInt(((Number) value).longValue()) ? 4 : 8;
            case FLOAT -> Encoder.isFloat(((Number) value).doubleValue()) ? 4 : 8;
            case STRING -> text((String) value);
            case STRING_NAME -> text(((StringName) value).name());
            case NODE_PATH -> path((NodePath) value);
            case RID, OBJECT -> 8;
            case SIGNAL -> text(((SignalId) value).name()) + 8;
            case DICTIONARY -> dictionary((Map<?, ?>) value, depth);
            case ARRAY -> array((List<?>) value, depth);
            default -> type.compareTo(VariantType.ARRAY) > 0 ? COUNT + PackedArrays.size(type, value)
                    : MathTypes.count(type) * 4L;
        };
    }

    static long text(String text) {
        return COUNT + padded(Utf8.length(text));
    }

    static long padded(long length) {
        return length + 3 & ~3L;
    }

    private static long path(NodePath path) {
        long size = 3 * COUNT;
        for (List<String> names : List.of(path.names(), path.subnames())) {
            for (String name : names) {
                size += text(name);
            }
        }
        return size;
    }

    private static long array(List<?> list, int depth) {
        long size = COUNT + (list instanceof VariantArray array ? elementType(array.elementType()) : 0);
        int index = 0;
        for (Object element : list) {
            try {
                size = checked(size + of(element, depth + 1));
            } catch (UnencodableException e) {
                throw e.within("[" + index + "]");
            }
            index++;
        }
        return size;
    }

    private static long dictionary(Map<?, ?> map, int depth) {
        long size = COUNT;
        if (map instanceof VariantDictionary typed) {
            size += elementType(typed.keyType()) + elementType(typed.valueType());
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            try {
                size = checked(size + of(entry.getKey(), depth + 1) + of(entry.getValue(), depth + 1));
            } catch (UnencodableException e) {
                throw e.within("[" + entry.getKey() + "]");
            }
        }
        return size;
    }

    private static long elementType(VariantType type) {
        return type == VariantType.NIL ? 0 : type == VariantType.OBJECT ? text(Encoder.OBJECT_CLASS) : 4;
    }
}
