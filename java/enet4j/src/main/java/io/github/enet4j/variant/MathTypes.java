package io.github.enet4j.variant;

import static io.github.enet4j.variant.LittleEndian.putInt;

import java.nio.ByteBuffer;

/** Vectors and all that is made of them: nothing but numbers in a row. */
final class MathTypes {
    private MathTypes() {
    }

    /** How many numbers a type has. */
    static int count(VariantType type) {
        return switch (type) {
            case VECTOR2, VECTOR2I -> 2;
            case VECTOR3, VECTOR3I -> 3;
            case RECT2, RECT2I, VECTOR4, VECTOR4I, PLANE, QUATERNION, COLOR -> 4;
            case TRANSFORM2D, AABB -> 6;
            case BASIS -> 9;
            case TRANSFORM3D -> 12;
            case PROJECTION -> 16;
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    static boolean isMath(VariantType type) {
        return type.compareTo(VariantType.VECTOR2) >= 0 && type.compareTo(VariantType.COLOR) <= 0;
    }

    /** Whether the numbers are doubles where the header says so. The others take no notice of it. */
    static boolean hasDoubles(VariantType type) {
        return switch (type) {
            case VECTOR2I, VECTOR3I, VECTOR4I, RECT2I, COLOR, PACKED_COLOR_ARRAY -> false;
            default -> true;
        };
    }

    static void put(ByteBuffer target, VariantType type, Object value) {
        switch (type) {
            case VECTOR2 -> put(target, (Vector2) value);
            case VECTOR3 -> put(target, (Vector3) value);
            case VECTOR4 -> put(target, (Vector4) value);
            case VECTOR2I -> put(target, (Vector2i) value);
            case VECTOR3I -> {
                Vector3i vector = (Vector3i) value;
                putInt(target, vector.x());
                putInt(target, vector.y());
                putInt(target, vector.z());
            }
            case VECTOR4I -> {
                Vector4i vector = (Vector4i) value;
                putInt(target, vector.x());
                putInt(target, vector.y());
                putInt(target, vector.z());
                putInt(target, vector.w());
            }
            case RECT2 -> {
                put(target, ((Rect2) value).position());
                put(target, ((Rect2) value).size());
            }
            case RECT2I -> {
                put(target, ((Rect2i) value).position());
                put(target, ((Rect2i) value).size());
            }
            case PLANE -> {
                put(target, ((Plane) value).normal());
                real(target, ((Plane) value).d());
            }
            case QUATERNION -> {
                Quaternion quaternion = (Quaternion) value;
                real(target, quaternion.x());
                real(target, quaternion.y());
                real(target, quaternion.z());
                real(target, quaternion.w());
            }
            case AABB -> {
                put(target, ((Aabb) value).position());
                put(target, ((Aabb) value).size());
            }
            case TRANSFORM2D -> {
                put(target, ((Transform2D) value).x());
                put(target, ((Transform2D) value).y());
                put(target, ((Transform2D) value).origin());
            }
            case BASIS -> put(target, (Basis) value);
            case TRANSFORM3D -> {
                put(target, ((Transform3D) value).basis());
                put(target, ((Transform3D) value).origin());
            }
            case PROJECTION -> {
                put(target, ((Projection) value).x());
                put(target, ((Projection) value).y());
                put(target, ((Projection) value).z());
                put(target, ((Projection) value).w());
            }
            case COLOR -> {
                Color color = (Color) value;
                LittleEndian.putFloat(target, color.r());
                LittleEndian.putFloat(target, color.g());
                LittleEndian.putFloat(target, color.b());
                LittleEndian.putFloat(target, color.a());
            }
            default -> throw new IllegalArgumentException(type.toString());
        }
    }

    private static void put(ByteBuffer target, Vector2 vector) {
        real(target, vector.x());
        real(target, vector.y());
    }

    private static void put(ByteBuffer target, Vector2i vector) {
        putInt(target, vector.x());
        putInt(target, vector.y());
    }

    private static void put(ByteBuffer target, Vector3 vector) {
        real(target, vector.x());
        real(target, vector.y());
        real(target, vector.z());
    }

    private static void put(ByteBuffer target, Vector4 vector) {
        real(target, vector.x());
        real(target, vector.y());
        real(target, vector.z());
        real(target, vector.w());
    }

    /** Row by row, alone among the matrices. */
    private static void put(ByteBuffer target, Basis basis) {
        put(target, new Vector3(basis.x().x(), basis.y().x(), basis.z().x()));
        put(target, new Vector3(basis.x().y(), basis.y().y(), basis.z().y()));
        put(target, new Vector3(basis.x().z(), basis.y().z(), basis.z().z()));
    }

    private static void real(ByteBuffer target, double value) {
        LittleEndian.putFloat(target, (float) value);
    }

    /** Reads a value whose bytes are all there. */
    static Object get(ByteBuffer source, VariantType type, boolean doubles) {
        return switch (type) {
            case VECTOR2 -> vector2(source, doubles);
            case VECTOR3 -> vector3(source, doubles);
            case VECTOR4 -> vector4(source, doubles);
            case VECTOR2I -> vector2i(source);
            case VECTOR3I -> new Vector3i(integer(source), integer(source), integer(source));
            case VECTOR4I -> new Vector4i(integer(source), integer(source), integer(source), integer(source));
            case RECT2 -> new Rect2(vector2(source, doubles), vector2(source, doubles));
            case RECT2I -> new Rect2i(vector2i(source), vector2i(source));
            case PLANE -> new Plane(vector3(source, doubles), real(source, doubles));
            case QUATERNION -> new Quaternion(
                    real(source, doubles), real(source, doubles), real(source, doubles), real(source, doubles));
            case AABB -> new Aabb(vector3(source, doubles), vector3(source, doubles));
            case TRANSFORM2D -> new Transform2D(
                    vector2(source, doubles), vector2(source, doubles), vector2(source, doubles));
            case BASIS -> basis(source, doubles);
            case TRANSFORM3D -> new Transform3D(basis(source, doubles), vector3(source, doubles));
            case PROJECTION -> new Projection(vector4(source, doubles), vector4(source, doubles),
                    vector4(source, doubles), vector4(source, doubles));
            case COLOR -> new Color(LittleEndian.getFloat(source), LittleEndian.getFloat(source),
                    LittleEndian.getFloat(source), LittleEndian.getFloat(source));
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    static double real(ByteBuffer source, boolean doubles) {
        return doubles ? LittleEndian.getDouble(source) : LittleEndian.getFloat(source);
    }

    private static int integer(ByteBuffer source) {
        return LittleEndian.getInt(source);
    }

    private static Vector2 vector2(ByteBuffer source, boolean doubles) {
        return new Vector2(real(source, doubles), real(source, doubles));
    }

    private static Vector2i vector2i(ByteBuffer source) {
        return new Vector2i(integer(source), integer(source));
    }

    private static Vector3 vector3(ByteBuffer source, boolean doubles) {
        return new Vector3(real(source, doubles), real(source, doubles), real(source, doubles));
    }

    private static Vector4 vector4(ByteBuffer source, boolean doubles) {
        return new Vector4(
                real(source, doubles), real(source, doubles), real(source, doubles), real(source, doubles));
    }

    private static Basis basis(ByteBuffer source, boolean doubles) {
        Vector3 first = vector3(source, doubles);
        Vector3 second = vector3(source, doubles);
        Vector3 third = vector3(source, doubles);
        return new Basis(new Vector3(first.x(), second.x(), third.x()),
                new Vector3(first.y(), second.y(), third.y()), new Vector3(first.z(), second.z(), third.z()));
    }
}
