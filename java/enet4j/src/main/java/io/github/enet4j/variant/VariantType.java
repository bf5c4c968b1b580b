package io.github.enet4j.variant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of values, as Godot's {@code Variant.Type}, with the class that stands for each in Java.
 *
 * @since 0.1.0
 */
public enum VariantType {
    /** {@code null}. */
    NIL(Void.class),
    /** {@link Boolean}. */
    BOOL(Boolean.class),
    /** {@link Long}. */
    INT(Long.class),
    /** {@link Double}. */
    FLOAT(Double.class),
    /** {@link String}. */
    STRING(String.class),
    /** {@link Vector2}. */
    VECTOR2(Vector2.class),
    /** {@link Vector2i}. */
    VECTOR2I(Vector2i.class),
    /** {@link Rect2}. */
    RECT2(Rect2.class),
    /** {@link Rect2i}. */
    RECT2I(Rect2i.class),
    /** {@link Vector3}. */
    VECTOR3(Vector3.class),
    /** {@link Vector3i}. */
    VECTOR3I(Vector3i.class),
    /** {@link Transform2D}. */
    TRANSFORM2D(Transform2D.class),
    /** {@link Vector4}. */
    VECTOR4(Vector4.class),
    /** {@link Vector4i}. */
    VECTOR4I(Vector4i.class),
    /** {@link Plane}. */
    PLANE(Plane.class),
    /** {@link Quaternion}. */
    QUATERNION(Quaternion.class),
    /** {@link Aabb}. */
    AABB(Aabb.class),
    /** {@link Basis}. */
    BASIS(Basis.class),
    /** {@link Transform3D}. */
    TRANSFORM3D(Transform3D.class),
    /** {@link Projection}. */
    PROJECTION(Projection.class),
    /** {@link Color}. */
    COLOR(Color.class),
    /** {@link StringName}. */
    STRING_NAME(StringName.class),
    /** {@link NodePath}. */
    NODE_PATH(NodePath.class),
    /** {@link Rid}. */
    RID(Rid.class),
    /** {@link ObjectId}. */
    OBJECT(ObjectId.class),
    /** {@link EmptyCallable}. */
    CALLABLE(EmptyCallable.class),
    /** {@link SignalId}. */
    SIGNAL(SignalId.class),
    /** {@link VariantDictionary}. */
    DICTIONARY(VariantDictionary.class),
    /** {@link VariantArray}. */
    ARRAY(VariantArray.class),
    /** {@code byte[]}. */
    PACKED_BYTE_ARRAY(byte[].class),
    /** {@code int[]}. */
    PACKED_INT32_ARRAY(int[].class),
    /** {@code long[]}. */
    PACKED_INT64_ARRAY(long[].class),
    /** {@code float[]}. */
    PACKED_FLOAT32_ARRAY(float[].class),
    /** {@code double[]}. */
    PACKED_FLOAT64_ARRAY(double[].class),
    /** {@code String[]}. */
    PACKED_STRING_ARRAY(String[].class),
    /** {@code Vector2[]}. */
    PACKED_VECTOR2_ARRAY(Vector2[].class),
    /** {@code Vector3[]}. */
    PACKED_VECTOR3_ARRAY(Vector3[].class),
    /** {@code Color[]}. */
    PACKED_COLOR_ARRAY(Color[].class),
    /** {@code Vector4[]}. */
    PACKED_VECTOR4_ARRAY(Vector4[].class);

    private static final VariantType[] VALUES = values();
    private static final Map<Class<?>, VariantType> EXACT = new HashMap<>();
    /** Answers for subclasses, too, and remembers; null for a class whose objects are no values. */
    private static final ClassValue<VariantType> BY_CLASS = new ClassValue<>() {
        @Override
        protected VariantType computeValue(Class<?> type) {
            VariantType exact = EXACT.get(type);
            if (exact != null) {
                return exact;
            }
            return List.class.isAssignableFrom(type) ? ARRAY : Map.class.isAssignableFrom(type) ? DICTIONARY : null;
        }
    };

    static {
        for (VariantType type : VALUES) {
            EXACT.put(type.javaClass, type);
        }
        for (Class<?> integer : List.of(Byte.class, Short.class, Integer.class)) {
            EXACT.put(integer, INT);
        }
        EXACT.put(Float.class, FLOAT);
    }

    private final Class<?> javaClass;

    VariantType(Class<?> javaClass) {
        this.javaClass = javaClass;
    }

    /**
     * The number that Godot has for it, which is the one on the wire.
     *
     * @return 0 to 38
     */
    public int value() {
        return ordinal();
    }

    /**
     * The type that Godot has this number for.
     *
     * @param value a number
     * @return the type
     * @throws IllegalArgumentException if there is none with this number
     */
    public static VariantType of(int value) {
        if (value < 0 || value >= VALUES.length) {
            throw new IllegalArgumentException("no VariantType has the value " + value);
        }
        return VALUES[value];
    }

    /** The type with this number, or null. */
    static VariantType orNull(int value) {
        return value >= 0 && value < VALUES.length ? VALUES[value] : null;
    }

    /**
     * The type that a Java object is written as: {@link Byte}, {@link Short} and {@link Integer} as INT, {@link Float}
     * as FLOAT, any {@link List} as ARRAY, any {@link Map} as DICTIONARY, and what stands for a type in Java as that.
     *
     * @param value an object, or null
     * @return its type
     * @throws IllegalArgumentException if it is not a value
     */
    public static VariantType typeOf(@Nullable Object value) {
        VariantType type = ofObject(value);
        if (type == null) {
            throw new IllegalArgumentException(value.getClass().getName() + " is not a value that Godot has");
        }
        return type;
    }

    /** As {@link #typeOf}, but null for what is not a value. */
    static VariantType ofObject(Object value) {
        return value == null ? NIL : BY_CLASS.get(value.getClass());
    }

    /**
     * What stands for it in Java.
     *
     * @return the class of values as they are read; {@link Void} for NIL
     */
    public Class<?> javaClass() {
        return javaClass;
    }
}
