package io.github.enet4j.multiplayer;

import io.github.enet4j.variant.VariantArray;
import io.github.enet4j.variant.VariantDictionary;
import io.github.enet4j.variant.VariantType;
import io.github.enet4j.variant.Variants;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a parameter of a Java method is to Godot: its type there, the types of elements if it is a typed container, and
 * whether it may be null.
 *
 * @param raw      its class in Java, with boxed numbers for the others
 * @param type     NIL for anything
 * @param nullable whether it may be null
 * @param key      what the keys of a map are, else null
 * @param element  what the elements of a list and the values of a map are, else null
 */
record ArgumentType(Class<?> raw, VariantType type, boolean nullable, ArgumentType key, ArgumentType element) {
    private static final ArgumentType ANYTHING = new ArgumentType(Object.class, VariantType.NIL, true, null, null);
    private static final Map<Class<?>, VariantType> NUMBERS = Map.of(
            Boolean.class, VariantType.BOOL, Byte.class, VariantType.INT, Short.class, VariantType.INT,
            Integer.class, VariantType.INT, Long.class, VariantType.INT, Float.class, VariantType.FLOAT,
            Double.class, VariantType.FLOAT);
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            boolean.class, Boolean.class, byte.class, Byte.class, short.class, Short.class, int.class, Integer.class,
            long.class, Long.class, float.class, Float.class, double.class, Double.class);
    private static final Map<Class<?>, VariantType> OTHERS = others();

    private static Map<Class<?>, VariantType> others() {
        Map<Class<?>, VariantType> types = new LinkedHashMap<>();
        for (VariantType type : VariantType.values()) {
            if (type != VariantType.NIL && !NUMBERS.containsKey(type.javaClass())) {
                types.put(type.javaClass(), type);
            }
        }
        return Map.copyOf(types);
    }

    /**
     * Reads a parameter's type.
     *
     * @throws IllegalArgumentException if it has no counterpart
     */
    static ArgumentType of(Type declared) {
        if (declared instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0]);
        }
        Type generic = declared instanceof ParameterizedType parameterized ? parameterized.getRawType() : declared;
        if (!(generic instanceof Class<?> declaredClass)) {
            throw unknown(declared);
        }
        Class<?> raw = BOXES.getOrDefault(declaredClass, declaredClass);
        if (raw == Object.class) {
            return ANYTHING;
        }
        if (raw == List.class) {
            return new ArgumentType(raw, VariantType.ARRAY, false, null, argument(declared, 0));
        }
        if (raw == Map.class) {
            return new ArgumentType(raw, VariantType.DICTIONARY, false, argument(declared, 0), argument(declared, 1));
        }
        VariantType number = NUMBERS.get(raw);
        if (number != null) {
            return new ArgumentType(raw, number, raw == declaredClass, null, null);
        }
        VariantType other = OTHERS.get(raw);
        if (other == null) {
            throw unknown(declared);
        }
        return new ArgumentType(raw, other, other == VariantType.OBJECT, null, null);
    }

    private static ArgumentType argument(Type container, int index) {
        if (!(container instanceof ParameterizedType parameterized)) {
            return ANYTHING;
        }
        ArgumentType argument = of(parameterized.getActualTypeArguments()[index]);
        if (argument.isTyped()) {
            throw new IllegalArgumentException(
                    "Godot has no typed containers in typed containers; let the inner one be of Object: " + container);
        }
        return argument;
    }

    private static IllegalArgumentException unknown(Type type) {
        return new IllegalArgumentException(type.getTypeName() + " is no type that Godot has");
    }

    /** Whether it is a container whose elements have a type. */
    boolean isTyped() {
        return element != null && element != ANYTHING || key != null && key != ANYTHING;
    }

    /** The types of keys and elements of a typed container, of which the other may be open. */
    VariantType elementType() {
        return element == null ? VariantType.NIL : element.type;
    }

    VariantType keyType() {
        return key == null ? VariantType.NIL : key.type;
    }

    /* ---- Receiving ---- */

    /**
     * What a method of ours gets for what a peer sent.
     *
     * @throws IllegalArgumentException if that can't be converted
     */
    Object received(Object value) {
        if (type == VariantType.NIL || value == null && nullable) {
            return value;
        }
        if (value == null) {
            throw new IllegalArgumentException("null in place of " + this);
        }
        Object converted = Variants.convert(value, type);
        if (type == VariantType.INT) {
            return whole((Long) converted);
        }
        if (raw == Float.class) {
            return ((Double) converted).floatValue();
        }
        if (element == null) {
            return converted;
        }
        return isTyped() ? typed(converted) : converted;
    }

    private Object whole(long value) {
        boolean fits = raw == Long.class || raw == Integer.class && value == (int) value
                || raw == Short.class && value == (short) value || raw == Byte.class && value == (byte) value;
        if (!fits) {
            throw new IllegalArgumentException(value + " is too large for " + this);
        }
        if (raw == Integer.class) {
            return (int) value;
        }
        return raw == Short.class ? (Object) (short) value : raw == Byte.class ? (Object) (byte) value : (Object) value;
    }

    private Object typed(Object container) {
        if (container instanceof List<?> list) {
            List<Object> elements = new ArrayList<>(list.size());
            for (Object each : list) {
                elements.add(element.received(each));
            }
            return elements;
        }
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) container).entrySet()) {
            entries.put(key.received(entry.getKey()), element.received(entry.getValue()));
        }
        return entries;
    }

    /* ---- Sending ---- */

    /**
     * What is sent for an argument: what it is, or a typed container, which Godot wants where the script declares one.
     *
     * @throws IllegalArgumentException if there is something in a container that does not fit its type
     * @throws NullPointerException if it is null and may not be
     */
    Object sent(Object value) {
        if (value == null && !nullable) {
            throw new NullPointerException("null in place of " + this);
        }
        if (!isTyped()) {
            return value;
        }
        return value instanceof List<?> list ? new VariantArray(elementType(), list)
                : new VariantDictionary(keyType(), elementType(), (Map<?, ?>) value);
    }

    @Override
    public String toString() {
        if (key != null && isTyped()) {
            return "Map<" + key + ", " + element + ">";
        }
        return raw.getSimpleName() + (isTyped() ? "<" + element + ">" : "");
    }
}
