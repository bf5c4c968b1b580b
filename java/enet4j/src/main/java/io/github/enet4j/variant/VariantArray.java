package io.github.enet4j.variant;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Godot's {@code Array}, with or without a type for its elements. Elements are kept in the form in which they are read:
 * an {@link Integer} becomes a {@link Long}, a {@link Float} a {@link Double}.
 *
 * <p>It is equal to any list with equal elements, where arrays among them are compared by what is in them. Not
 * synchronized.
 *
 * @since 0.1.0
 */
public final class VariantArray extends AbstractList<@Nullable Object> implements RandomAccess {
    private final VariantType elementType;
    private final ArrayList<Object> elements;

    /** Makes an empty untyped array. */
    public VariantArray() {
        this(VariantType.NIL);
    }

    /**
     * Makes an empty array, typed unless the type is NIL.
     *
     * @param elementType what the elements are; NIL for anything. Under OBJECT they are null or {@link ObjectId}, and
     *     Godot reads an array of {@code EncodedObjectAsID}
     */
    public VariantArray(VariantType elementType) {
        this.elementType = Objects.requireNonNull(elementType);
        this.elements = new ArrayList<>();
    }

    /**
     * Makes an array, typed unless the type is NIL.
     *
     * @param elementType as in {@link #VariantArray(VariantType)}
     * @param elements    what it will hold
     * @throws IllegalArgumentException if one of them does not fit the type
     */
    public VariantArray(VariantType elementType, Collection<?> elements) {
        this(elementType);
        addAll(elements);
    }

    /**
     * Makes an untyped array.
     *
     * @param elements what it will hold
     * @return a new array
     * @throws IllegalArgumentException if one of them is not a value
     */
    public static VariantArray of(@Nullable Object... elements) {
        return typed(VariantType.NIL, elements);
    }

    /**
     * Makes a typed array, as {@code Array[int]} in Godot.
     *
     * @param elementType as in {@link #VariantArray(VariantType)}
     * @param elements    what it will hold
     * @return a new array
     * @throws IllegalArgumentException if one of them does not fit the type
     */
    public static VariantArray typed(VariantType elementType, @Nullable Object... elements) {
        VariantArray array = new VariantArray(elementType);
        for (Object element : elements) {
            array.add(element);
        }
        return array;
    }

    /**
     * What the elements are.
     *
     * @return NIL when the array is untyped
     */
    public VariantType elementType() {
        return elementType;
    }

    /** An element as it is held. */
    static Object checked(VariantType type, Object value) {
        Object element = Conversion.exact(value, type);
        if (element == Conversion.MISFIT) {
            throw new IllegalArgumentException(VariantType.typeOf(value) + " in place of " + type + ": " + value);
        }
        return element;
    }

    /** Adds what came from the network, unless Godot would leave it out. */
    void receive(Object value) {
        Object element = Conversion.convert(value, elementType);
        if (element != Conversion.MISFIT) {
            elements.add(element);
        }
    }

    void ensureCapacity(int capacity) {
        elements.ensureCapacity(capacity);
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public @Nullable Object get(int index) {
        return elements.get(index);
    }

    /**
     * Replaces an element.
     *
     * @throws IllegalArgumentException if the new one does not fit the type, or is not a value
     */
    @Override
    public @Nullable Object set(int index, @Nullable Object element) {
        return elements.set(index, checked(elementType, element));
    }

    /**
     * Inserts an element.
     *
     * @throws IllegalArgumentException if it does not fit the type, or is not a value
     */
    @Override
    public void add(int index, @Nullable Object element) {
        elements.add(index, checked(elementType, element));
        modCount++;
    }

    @Override
    public @Nullable Object remove(int index) {
        modCount++;
        return elements.remove(index);
    }

    @Override
    public void clear() {
        modCount++;
        elements.clear();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof List<?> list && DeepEquality.equal(this, list);
    }

    @Override
    public int hashCode() {
        return DeepEquality.hash(this);
    }
}
