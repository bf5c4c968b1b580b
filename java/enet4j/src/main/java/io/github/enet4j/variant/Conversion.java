package io.github.enet4j.variant;

import java.lang.reflect.Array;
import java.util.List;

/** What Godot makes of a value where another type is declared. */
final class Conversion {
    /** In place of a value that can't be converted. */
    static final Object MISFIT = new Object();

    private Conversion() {
    }

    /** The form in which a value is read, which is the one that containers hold. */
    static Object canonical(Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return value instanceof Float number ? (Object) number.doubleValue() : value;
    }

    /** Without a loss: the value in canonical form, or MISFIT. */
    static Object exact(Object value, VariantType type) {
        Object canonical = canonical(value);
        VariantType given = VariantType.typeOf(canonical);
        boolean converts = type == VariantType.FLOAT && given == VariantType.INT
                || type == VariantType.STRING && given == VariantType.STRING_NAME
                || type == VariantType.STRING_NAME && given == VariantType.STRING
                || type == VariantType.OBJECT && given == VariantType.NIL;
        return type == VariantType.NIL || type == given ? canonical : converts ? convert(canonical, type) : MISFIT;
    }

    /** As Godot does it: a value in canonical form, or MISFIT. */
    static Object convert(Object value, VariantType type) {
        VariantType given = VariantType.ofObject(value);
        if (type == VariantType.NIL || given == type) {
            return value;
        }
        return switch (type) {
            case BOOL -> value instanceof Number number ? (Object) (number.doubleValue() != 0) : MISFIT;
            case INT -> value instanceof Boolean truth ? (Object) (truth ? 1L : 0L)
                    : value instanceof Double number ? (Object) number.longValue() : MISFIT;
            case FLOAT -> value instanceof Boolean truth ? (Object) (truth ? 1.0 : 0.0)
                    : value instanceof Long number ? (Object) number.doubleValue() : MISFIT;
            case STRING -> given == VariantType.STRING_NAME || given == VariantType.NODE_PATH ? value.toString()
                    : MISFIT;
            case STRING_NAME -> value instanceof String text ? new StringName(text) : MISFIT;
            case NODE_PATH -> value instanceof String text ? new NodePath(text) : MISFIT;
            case OBJECT -> value == null ? null : MISFIT;
            case COLOR -> value instanceof Long rgba ? color(rgba) : MISFIT;
            case ARRAY -> isPacked(given) ? unpacked(value) : MISFIT;
            default -> isPacked(type) && value instanceof List<?> list ? packed(list, type) : vector(value, type);
        };
    }

    private static boolean isPacked(VariantType type) {
        return type.compareTo(VariantType.ARRAY) > 0;
    }

    /** Between whole and real components. */
    private static Object vector(Object value, VariantType type) {
        if (value instanceof Vector2 v && type == VariantType.VECTOR2I) {
            return new Vector2i((int) v.x(), (int) v.y());
        }
        if (value instanceof Vector2i v && type == VariantType.VECTOR2) {
            return new Vector2(v.x(), v.y());
        }
        if (value instanceof Vector3 v && type == VariantType.VECTOR3I) {
            return new Vector3i((int) v.x(), (int) v.y(), (int) v.z());
        }
        if (value instanceof Vector3i v && type == VariantType.VECTOR3) {
            return new Vector3(v.x(), v.y(), v.z());
        }
        if (value instanceof Vector4 v && type == VariantType.VECTOR4I) {
            return new Vector4i((int) v.x(), (int) v.y(), (int) v.z(), (int) v.w());
        }
        if (value instanceof Vector4i v && type == VariantType.VECTOR4) {
            return new Vector4(v.x(), v.y(), v.z(), v.w());
        }
        if (value instanceof Rect2 r && type == VariantType.RECT2I) {
            return new Rect2i((Vector2i) vector(r.position(), VariantType.VECTOR2I),
                    (Vector2i) vector(r.size(), VariantType.VECTOR2I));
        }
        if (value instanceof Rect2i r && type == VariantType.RECT2) {
            return new Rect2((Vector2) vector(r.position(), VariantType.VECTOR2),
                    (Vector2) vector(r.size(), VariantType.VECTOR2));
        }
        return MISFIT;
    }

    /** 0xRRGGBBAA, as Godot's {@code Color.hex}. */
    private static Color color(long rgba) {
        return new Color((rgba >> 24 & 0xff) / 255f, (rgba >> 16 & 0xff) / 255f, (rgba >> 8 & 0xff) / 255f,
                (rgba & 0xff) / 255f);
    }

    private static VariantArray unpacked(Object packed) {
        VariantArray array = new VariantArray();
        int length = Array.getLength(packed);
        array.ensureCapacity(length);
        for (int i = 0; i < length; i++) {
            array.add(packed instanceof byte[] bytes ? bytes[i] & 0xff : Array.get(packed, i));
        }
        return array;
    }

    /** Of a list whose elements can all be converted. */
    private static Object packed(List<?> list, VariantType type) {
        Class<?> elementClass = type.javaClass().getComponentType();
        Object array = Array.newInstance(elementClass, list.size());
        int index = 0;
        for (Object element : list) {
            Object converted = convert(canonical(element), elementType(type));
            if (converted == MISFIT) {
                return MISFIT;
            }
            set(array, index++, converted, type);
        }
        return array;
    }

    private static void set(Object array, int index, Object element, VariantType type) {
        switch (type) {
            case PACKED_BYTE_ARRAY -> Array.setByte(array, index, ((Long) element).byteValue());
            case PACKED_INT32_ARRAY -> Array.setInt(array, index, ((Long) element).intValue());
            case PACKED_FLOAT32_ARRAY -> Array.setFloat(array, index, ((Double) element).floatValue());
            default -> Array.set(array, index, element);
        }
    }

    private static VariantType elementType(VariantType packed) {
        return switch (packed) {
            case PACKED_FLOAT32_ARRAY, PACKED_FLOAT64_ARRAY -> VariantType.FLOAT;
            case PACKED_STRING_ARRAY -> VariantType.STRING;
            case PACKED_VECTOR2_ARRAY -> VariantType.VECTOR2;
            case PACKED_VECTOR3_ARRAY -> VariantType.VECTOR3;
            case PACKED_VECTOR4_ARRAY -> VariantType.VECTOR4;
            case PACKED_COLOR_ARRAY -> VariantType.COLOR;
            default -> VariantType.INT;
        };
    }
}
