package io.github.enet4j.variant;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A key as dictionaries look for it: by content, with a hash that nobody outside can foresee, so that a dictionary from
 * the network can't be made of keys that collide. Numbers and text need none of it, since {@link java.util.HashMap}
 * sorts those of them that collide.
 */
final class DictionaryKey {
    private static final long SEED = new SplittableRandom().nextLong();

    private final Object value;
    private final int hash;

    private DictionaryKey(Object value) {
        this.value = value;
        long full = hash(SEED, value);
        this.hash = (int) (full ^ full >>> 32);
    }

    /** What stands for a key, in canonical form, in the map. */
    static Object of(Object key) {
        if (key instanceof Double number) {
            return number == 0 ? (Object) 0.0 : number; // -0.0 is the same key
        }
        if (key == null || key instanceof String || key instanceof Long || key instanceof Boolean) {
            return key;
        }
        return key instanceof StringName name ? name.name() : new DictionaryKey(key);
    }

    /** Keys of dictionaries inside of keys have their hash already: nothing is looked at twice. */
    private static long hash(long seed, Object value) {
        if (value instanceof DictionaryKey known) {
            return mix(seed ^ known.hash);
        }
        long hash = mix(seed ^ VariantType.typeOf(value).value());
        if (value instanceof List<?> list) {
            for (Object element : list) {
                hash = hash(hash, element);
            }
            return hash;
        }
        if (value instanceof VariantDictionary dictionary) {
            long sum = 0; // the order does not count
            for (Map.Entry<Object, Map.Entry<Object, Object>> entry : dictionary.entriesByKey()) {
                sum += hash(hash(hash, entry.getKey()), entry.getValue().getValue());
            }
            return mix(hash ^ sum);
        }
        if (value instanceof Map<?, ?> map) {
            return hash(seed, new VariantDictionary(VariantType.NIL, VariantType.NIL, map));
        }
        return hash(hash, ByteBuffer.wrap(Variants.encode(value)));
    }

    private static long hash(long seed, ByteBuffer bytes) {
        long hash = seed;
        while (bytes.hasRemaining()) {
            hash = mix(hash ^ bytes.getInt());
        }
        return hash;
    }

    /** The last step of SplitMix64. */
    private static long mix(long bits) {
        long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DictionaryKey key && hash == key.hash && DeepEquality.equal(value, key.value);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
