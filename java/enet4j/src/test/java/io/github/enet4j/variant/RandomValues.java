package io.github.enet4j.variant;

import java.lang.reflect.Array;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Values of all types, nested and typed, the same for the same seed. */
final class RandomValues {
    private static final int DEEPEST = 3;
    private static final String[] LETTERS = {
        "a", "\u007f", "\u00e9", "\u07ff", "\u0800", "\u20ac", "\ufffd", "\uffff", "\ud83d\ude00", "\udbff\udfff",
    };

    private final SplittableRandom random;
    private final boolean small;

    RandomValues(long seed) {
        this(seed, false);
    }

    private RandomValues(long seed, boolean small) {
        this.random = new SplittableRandom(seed);
        this.small = small;
    }

    /** Values with numbers that any type of number holds, but for what follows the point. */
    static RandomValues small(long seed) {
        return new RandomValues(seed, true);
    }

    Object any() {
        return any(0);
    }

    Object of(VariantType type) {
        return value(type, 0);
    }

    private Object any(int depth) {
        return value(VariantType.of(random.nextInt(VariantType.values().length)), depth);
    }

    /** Objects are left out: who reads one writes the id of a substitute. */
    private Object value(VariantType type, int depth) {
        return switch (type) {
            case NIL, OBJECT -> null;
            case BOOL -> random.nextBoolean();
            case INT -> integer();
            case FLOAT -> real();
            case STRING -> text();
            case VECTOR2 -> vector2();
            case VECTOR2I -> vector2i();
            case RECT2 -> new Rect2(vector2(), vector2());
            case RECT2I -> new Rect2i(vector2i(), vector2i());
            case VECTOR3 -> vector3();
            case VECTOR3I -> new Vector3i((int) integer(), (int) integer(), (int) integer());
            case TRANSFORM2D -> new Transform2D(vector2(), vector2(), vector2());
            case VECTOR4 -> vector4();
            case VECTOR4I -> new Vector4i((int) integer(), (int) integer(), (int) integer(), (int) integer());
            case PLANE -> new Plane(vector3(), single());
            case QUATERNION -> new Quaternion(single(), single(), single(), single());
            case AABB -> new Aabb(vector3(), vector3());
            case BASIS -> new Basis(vector3(), vector3(), vector3());
            case TRANSFORM3D -> new Transform3D(new Basis(vector3(), vector3(), vector3()), vector3());
            case PROJECTION -> new Projection(vector4(), vector4(), vector4(), vector4());
            case COLOR -> new Color(single(), single(), single(), single());
            case STRING_NAME -> new StringName(text());
            case NODE_PATH -> new NodePath((random.nextBoolean() ? "/" : "../") + text() + "/B:" + text() + ":x");
            case RID -> new Rid(integer());
            case CALLABLE -> new EmptyCallable();
            case SIGNAL -> new SignalId(text(), random.nextInt(100));
            case DICTIONARY -> dictionary(depth);
            case ARRAY -> array(depth);
            case PACKED_BYTE_ARRAY -> fill(new byte[length()], () -> (byte) integer());
            case PACKED_INT32_ARRAY -> fill(new int[length()], () -> (int) integer());
            case PACKED_INT64_ARRAY -> fill(new long[length()], this::integer);
            case PACKED_FLOAT32_ARRAY -> fill(new float[length()], this::single);
            case PACKED_FLOAT64_ARRAY -> fill(new double[length()], this::real);
            case PACKED_STRING_ARRAY -> fill(new String[length()], this::text);
            case PACKED_VECTOR2_ARRAY -> fill(new Vector2[length()], this::vector2);
            case PACKED_VECTOR3_ARRAY -> fill(new Vector3[length()], this::vector3);
            case PACKED_VECTOR4_ARRAY -> fill(new Vector4[length()], this::vector4);
            case PACKED_COLOR_ARRAY -> fill(new Color[length()], () -> (Color) value(VariantType.COLOR, 0));
        };
    }

    private static Object fill(Object array, Supplier<Object> element) {
        for (int i = 0; i < Array.getLength(array); i++) {
            Array.set(array, i, element.get());
        }
        return array;
    }

    private int length() {
        return random.nextInt(6);
    }

    private long integer() {
        return random.nextLong() >> (small ? 57 : random.nextInt(64));
    }

    private double real() {
        return random.nextBoolean() && !small ? Double.longBitsToDouble(random.nextLong()) : single();
    }

    /** What single precision holds. Not -0.0: as a part of a key it is the same as 0.0 to Godot. */
    private float single() {
        float value = switch (random.nextInt(small ? 2 : 0, 4)) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> random.nextInt(-10, 10);
            default -> (float) random.nextDouble(-9, 9);
        };
        return value == 0 ? 0 : Float.isNaN(value) ? Float.NaN : value;
    }

    private Vector2 vector2() {
        return new Vector2(single(), single());
    }

    private Vector2i vector2i() {
        return new Vector2i((int) integer(), (int) integer());
    }

    private Vector3 vector3() {
        return new Vector3(single(), single(), single());
    }

    private Vector4 vector4() {
        return new Vector4(single(), single(), single(), single());
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i > 0; i--) {
            text.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }

    private VariantType elementType() {
        return random.nextBoolean() ? VariantType.NIL : VariantType.of(random.nextInt(VariantType.values().length));
    }

    private Object element(VariantType type, int depth) {
        return type == VariantType.NIL ? any(depth) : value(type, depth);
    }

    private VariantArray array(int depth) {
        VariantArray array = new VariantArray(elementType());
        for (int i = depth < DEEPEST ? random.nextInt(5) : 0; i > 0; i--) {
            array.add(element(array.elementType(), depth + 1));
        }
        return array;
    }

    private VariantDictionary dictionary(int depth) {
        VariantDictionary dictionary = new VariantDictionary(elementType(), elementType());
        for (int i = depth < DEEPEST ? random.nextInt(5) : 0; i > 0; i--) {
            dictionary.put(element(dictionary.keyType(), depth + 1), element(dictionary.valueType(), depth + 1));
        }
        return dictionary;
    }
}
