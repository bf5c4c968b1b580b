package io.github.enet4j.variant;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Equality by content, for arrays and what holds them, too. */
final class DeepEquality {
    private DeepEquality() {
    }

    static boolean equal(Object a, Object b) {
        if (a == b) {
            return true;
        }
        if (a instanceof List<?> list) {
            return b instanceof List<?> other && equalLists(list, other);
        }
        if (a instanceof Map<?, ?> map) {
            return b instanceof Map<?, ?> other && equalMaps(map, other);
        }
        Object first = Conversion.canonical(a);
        Object second = Conversion.canonical(b);
        return first != null && first.getClass().isArray() ? Objects.deepEquals(first, second)
                : Objects.equals(first, second);
    }

    private static boolean equalLists(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<?> others = b.iterator();
        for (Object element : a) {
            if (!others.hasNext() || !equal(element, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Map<?, ?> a, Map<?, ?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : a.entrySet()) {
            Object other = b.get(entry.getKey());
            if (!equal(entry.getValue(), other) || other == null && !b.containsKey(entry.getKey())) {
                return false;
            }
        }
        return true;
    }

    /** What the collections of the JDK have for equal contents without arrays. */
    static int hash(Object value) {
        if (value instanceof List<?> list) {
            int hash = 1;
            for (Object element : list) {
                hash = 31 * hash + hash(element);
            }
            return hash;
        }
        if (value instanceof Map<?, ?> map) {
            int hash = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                hash += hash(entry.getKey()) ^ hash(entry.getValue());
            }
            return hash;
        }
        Object canonical = Conversion.canonical(value);
        return canonical != null && canonical.getClass().isArray() ? Arrays.deepHashCode(new Object[] {canonical})
                : Objects.hashCode(canonical);
    }
}
