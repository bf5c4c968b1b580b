package io.github.enet4j.variant;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Godot's {@code Dictionary}, with or without types for its keys and values, in order of insertion. As in Godot a
 * {@link String} and a {@link StringName} with the same text are the same key, an INT and a FLOAT never are, and arrays
 * and dictionaries are keys by what is in them. (Such a key must not be changed while it is one.) Keys and values are
 * kept in the form in which they are read: an {@link Integer} becomes a {@link Long}, a {@link Float} a {@link Double}.
 *
 * <p>It is equal to any map with equal keys and values. Not synchronized.
 *
 * @since 0.1.0
 */
public final class VariantDictionary extends AbstractMap<@Nullable Object, @Nullable Object> {
    private final VariantType keyType;
    private final VariantType valueType;
    /** By {@link DictionaryKey}. */
    private final LinkedHashMap<Object, Entry<Object, Object>> entries;

    /** Makes an empty untyped dictionary. */
    public VariantDictionary() {
        this(VariantType.NIL, VariantType.NIL);
    }

    /**
     * Makes an empty dictionary.
     *
     * @param keyType   what the keys are; NIL for anything
     * @param valueType what the values are; NIL for anything
     */
    public VariantDictionary(VariantType keyType, VariantType valueType) {
        this.keyType = Objects.requireNonNull(keyType);
        this.valueType = Objects.requireNonNull(valueType);
        this.entries = new LinkedHashMap<>();
    }

    /**
     * Makes a dictionary.
     *
     * @param keyType   what the keys are; NIL for anything
     * @param valueType what the values are; NIL for anything
     * @param contents  what it will hold
     * @throws IllegalArgumentException if something in there does not fit the types
     */
    public VariantDictionary(VariantType keyType, VariantType valueType, Map<?, ?> contents) {
        this(keyType, valueType);
        putAll(contents);
    }

    /**
     * What the keys are.
     *
     * @return NIL when they are untyped
     */
    public VariantType keyType() {
        return keyType;
    }

    /**
     * What the values are.
     *
     * @return NIL when they are untyped
     */
    public VariantType valueType() {
        return valueType;
    }

    /** Puts what came from the network, unless Godot would leave it out. */
    void receive(Object key, Object value) {
        Object fitKey = Conversion.convert(key, keyType);
        Object fitValue = Conversion.convert(value, valueType);
        if (fitKey != Conversion.MISFIT && fitValue != Conversion.MISFIT) {
            assign(DictionaryKey.of(fitKey), fitKey, fitValue);
        }
    }

    /** The first key stays, the last value counts. */
    private Object assign(Object known, Object key, Object value) {
        Entry<Object, Object> entry = entries.get(known);
        if (entry != null) {
            return entry.setValue(value);
        }
        entries.put(known, new Slot(key, value));
        return null;
    }

    /**
     * Sets the value of a key.
     *
     * @throws IllegalArgumentException if either does not fit the type, or is not a value
     */
    @Override
    public @Nullable Object put(@Nullable Object key, @Nullable Object value) {
        Object fitKey = VariantArray.checked(keyType, key);
        return assign(DictionaryKey.of(fitKey), fitKey, VariantArray.checked(valueType, value));
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        Entry<Object, Object> entry = find(key);
        return entry == null ? null : entry.getValue();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(key) != null;
    }

    private Entry<Object, Object> find(Object key) {
        return VariantType.ofObject(key) == null ? null : entries.get(DictionaryKey.of(Conversion.canonical(key)));
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        if (VariantType.ofObject(key) == null) {
            return null;
        }
        Entry<Object, Object> entry = entries.remove(DictionaryKey.of(Conversion.canonical(key)));
        return entry == null ? null : entry.getValue();
    }

    @Override
    public void clear() {
        entries.clear();
    }

    @Override
    public int size() {
        return entries.size();
    }

    /** With the keys as they are looked for. */
    Set<Entry<Object, Entry<Object, Object>>> entriesByKey() {
        return entries.entrySet();
    }

    @Override
    public Set<Entry<@Nullable Object, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<Object, Object>> iterator() {
                return entries.values().iterator();
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Map<?, ?> map && DeepEquality.equal(this, map);
    }

    @Override
    public int hashCode() {
        return DeepEquality.hash(this);
    }

    private final class Slot extends SimpleEntry<Object, Object> {
        private static final long serialVersionUID = 1L;

        Slot(Object key, Object value) {
            super(key, value);
        }

        @Override
        public Object setValue(Object value) {
            return super.setValue(VariantArray.checked(valueType, value));
        }
    }
}
