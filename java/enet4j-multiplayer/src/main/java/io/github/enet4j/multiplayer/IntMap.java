package io.github.enet4j.multiplayer;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A map from int without boxing, for the lookups that each packet takes. The keys come from peers: a random multiplier
 * keeps them from choosing ones that collide.
 */
final class IntMap<V> {
    private static final int MULTIPLIER = new SplittableRandom().nextInt() | 1;
    private static final int SMALLEST = 8;

    private int[] keys = new int[SMALLEST];
    private Object[] values = new Object[SMALLEST]; // null: free
    private int size;

    int size() {
        return size;
    }

    boolean containsKey(int key) {
        return values[find(key)] != null;
    }

    @SuppressWarnings("unchecked")
    V get(int key) {
        return (V) values[find(key)];
    }

    /** Returns the value that the new one, which is not null, takes the place of. */
    @SuppressWarnings("unchecked")
    V put(int key, V value) {
        int at = find(key);
        V old = (V) values[at];
        keys[at] = key;
        values[at] = value;
        if (old == null && ++size * 2 > keys.length) {
            grow();
        }
        return old;
    }

    @SuppressWarnings("unchecked")
    V remove(int key) {
        int at = find(key);
        V old = (V) values[at];
        if (old == null) {
            return null;
        }
        size--;
        values[at] = null;
        /* What stands behind it may have been meant to stand here, and would not be found over a gap. */
        int mask = keys.length - 1;
        for (int next = at + 1 & mask; values[next] != null; next = next + 1 & mask) {
            int home = home(keys[next]);
            if ((next - home & mask) >= (next - at & mask)) {
                keys[at] = keys[next];
                values[at] = values[next];
                values[next] = null;
                at = next;
            }
        }
        return old;
    }

    void clear() {
        keys = new int[SMALLEST];
        values = new Object[SMALLEST];
        size = 0;
    }

    /** In no order; the action must not change the map. */
    @SuppressWarnings("unchecked")
    void forEach(Consumer<V> action) {
        for (Object value : values) {
            if (value != null) {
                action.accept((V) value);
            }
        }
    }

    private int find(int key) {
        int mask = keys.length - 1;
        int at = home(key);
        while (values[at] != null && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private int home(int key) {
        return key * MULTIPLIER >>> Integer.numberOfLeadingZeros(keys.length - 1);
    }

    private void grow() {
        int[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new int[oldKeys.length * 2];
        values = new Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int at = find(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }
}
