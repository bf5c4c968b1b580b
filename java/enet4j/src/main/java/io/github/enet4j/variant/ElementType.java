package io.github.enet4j.variant;

/** What the elements of typed arrays and dictionaries may be. NIL stands for anything. */
final class ElementType {
    /** In place of a received element that does not fit. */
    static final Object MISFIT = new Object();

    private ElementType() {
    }

    /** The form in which a value is read, which is the one that containers hold. */
    static Object canonical(Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return value instanceof Float number ? (Object) number.doubleValue() : value;
    }

    /** The element as it is held, converted where that loses nothing. */
    static Object checked(VariantType type, Object value) {
        Object canonical = canonical(value);
        VariantType given = VariantType.typeOf(canonical);
        Object element = converted(type, given, canonical);
        if (element == MISFIT || type == VariantType.INT && given == VariantType.FLOAT) {
            throw new IllegalArgumentException("elements are " + type + ", not " + given + ": " + value);
        }
        return element;
    }

    /** What Godot makes of a received element of another type, or MISFIT. */
    static Object received(VariantType type, Object value) {
        return type == VariantType.NIL ? value : converted(type, VariantType.ofObject(value), value);
    }

    private static Object converted(VariantType type, VariantType given, Object value) {
        if (type == VariantType.NIL || given == type) {
            return value;
        }
        return switch (type) {
            case INT -> given == VariantType.FLOAT ? (Object) ((Double) value).longValue() : MISFIT;
            case FLOAT -> given == VariantType.INT ? (Object) ((Long) value).doubleValue() : MISFIT;
            case STRING -> given == VariantType.STRING_NAME ? value.toString() : MISFIT;
            case STRING_NAME -> given == VariantType.STRING ? new StringName((String) value) : MISFIT;
            case OBJECT -> given == VariantType.NIL ? null : MISFIT;
            default -> MISFIT;
        };
    }
}
