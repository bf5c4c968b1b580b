package io.github.enet4j.multiplayer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;

/** A field of an object, read and written without reflection. */
final class FieldProperty {
    private final Object target;
    private final VarHandle handle;
    private final Class<?> type;

    private FieldProperty(Object target, VarHandle handle) {
        this.target = target;
        this.handle = handle;
        this.type = handle.varType();
    }

    static FieldProperty of(MethodHandles.Lookup access, Object target, String name) {
        for (Class<?> owner = target.getClass(); owner != null; owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return new FieldProperty(target, handle(access, owner, field));
                }
            }
        }
        throw new IllegalArgumentException("no field '" + name + "' in " + target.getClass().getName());
    }

    private static VarHandle handle(MethodHandles.Lookup access, Class<?> owner, Field field) {
        try {
            VarHandle handle = MethodHandles.privateLookupIn(owner, access).unreflectVarHandle(field);
            if (!handle.isAccessModeSupported(VarHandle.AccessMode.SET) || handle.coordinateTypes().size() != 1) {
                throw new IllegalArgumentException(field + " is final or static");
            }
            return handle;
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(field + " can't be used with the lookup given", e);
        }
    }

    Object get() {
        return handle.get(target);
    }

    void set(Object value) {
        handle.set(target, value instanceof Number number ? number(number) : value);
    }

    /** Godot has two types of numbers: 64 bits whole and floating. */
    private Object number(Number value) {
        if (type == double.class || type == Double.class) {
            return value.doubleValue();
        }
        if (type == float.class || type == Float.class) {
            return value.floatValue();
        }
        long whole = value.longValue();
        if (type == int.class || type == Integer.class) {
            return Math.toIntExact(whole);
        }
        if (type == short.class || type == Short.class) {
            return fits(whole, (short) whole) ? (Object) (short) whole : null;
        }
        if (type == byte.class || type == Byte.class) {
            return fits(whole, (byte) whole) ? (Object) (byte) whole : null;
        }
        return type == long.class || type == Long.class ? (Object) whole : value;
    }

    private boolean fits(long whole, long narrow) {
        if (whole != narrow) {
            throw new ArithmeticException(whole + " is too large for a " + type.getName());
        }
        return true;
    }
}
