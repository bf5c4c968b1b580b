package io.github.enet4j.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** VariantArray and VariantDictionary as collections. */
class VariantContainersTest {
    @Test
    void arraysHoldWhatIsRead() {
        VariantArray array = VariantArray.of(1, (short) 2, 0.5f, "x");
        assertEquals(Arrays.<Object>asList(1L, 2L, 0.5, "x"), array);
        assertEquals(array, Arrays.<Object>asList(1L, 2L, 0.5, "x"));
        array.set(0, 7);
        array.remove(1);
        array.add(1, null);
        assertEquals(Arrays.asList(7L, null, 0.5, "x"), array);
        array.clear();
        assertTrue(array.isEmpty());
        assertThrows(IllegalArgumentException.class, () -> array.add(new Object()));
    }

    @Test
    void typedArraysTakeTheirType() {
        VariantArray ints = VariantArray.typed(VariantType.INT, 1, 2L);
        assertThrows(IllegalArgumentException.class, () -> ints.add("x"));
        assertThrows(IllegalArgumentException.class, () -> ints.add(1.5));
        assertThrows(IllegalArgumentException.class, () -> ints.set(0, null));
        assertEquals(List.of(1L, 2L), ints);
        assertEquals(List.of(3.0), VariantArray.typed(VariantType.FLOAT, 3));
        assertEquals(List.of(new StringName("n")), VariantArray.typed(VariantType.STRING_NAME, "n"));
        VariantArray objects = VariantArray.typed(VariantType.OBJECT, null, new ObjectId(4));
        assertThrows(IllegalArgumentException.class, () -> objects.add(4));
    }

    @Test
    void equalByContent() {
        VariantArray one = VariantArray.of(new byte[] {1, 2}, List.of((Object) new Vector2[] {Vector2.ZERO}));
        VariantArray two = VariantArray.of(new byte[] {1, 2}, VariantArray.of((Object) new Vector2[] {Vector2.ZERO}));
        assertEquals(one, two);
        assertEquals(one.hashCode(), two.hashCode());
        assertNotEquals(one, VariantArray.of(new byte[] {1, 3}, List.of((Object) new Vector2[] {Vector2.ZERO})));
        assertEquals(Arrays.asList(1L, "a", null).hashCode(), VariantArray.of(1, "a", null).hashCode());
        assertFalse(Variants.equal(new int[] {1}, new long[] {1}));
        assertTrue(Variants.equal(1, 1L));
        assertFalse(Variants.equal(1, 1.0));
        assertTrue(Variants.equal(Map.of("a", new int[] {1}), Map.of("a", new int[] {1})));
    }

    @Test
    void dictionaryKeysAreGodots() {
        VariantDictionary dictionary = new VariantDictionary();
        dictionary.put("a", 1);
        assertEquals(1L, dictionary.put(new StringName("a"), 2));
        assertEquals(2L, dictionary.get("a"));
        dictionary.put(1, "int");
        dictionary.put(1.0, "float");
        assertEquals("int", dictionary.get(1L));
        assertEquals("float", dictionary.get(1f));
        assertEquals("float", dictionary.put(1.0, "again"));
        dictionary.put(0.0, "zero");
        assertEquals("zero", dictionary.get(-0.0));
        dictionary.put(new byte[] {1, 2}, "bytes");
        assertEquals("bytes", dictionary.get(new byte[] {1, 2}));
        assertNull(dictionary.get(new int[] {1, 2}));
        dictionary.put(List.of(1, Map.of("k", 2)), "list");
        assertEquals("list", dictionary.get(VariantArray.of(1, Map.of("k", 2))));
        assertNull(dictionary.get(List.of(1, Map.of("k", 3))));
        dictionary.put(null, "null");
        assertTrue(dictionary.containsKey(null));
        assertFalse(dictionary.containsKey(new Object()));
        assertEquals("list", dictionary.remove(List.of(1, Map.of("k", 2))));
        assertNull(dictionary.remove(new Object()));
        assertEquals(6, dictionary.size());
        dictionary.clear();
        assertTrue(dictionary.isEmpty());
    }

    @Test
    void dictionariesAreMaps() {
        VariantDictionary dictionary = new VariantDictionary(VariantType.STRING, VariantType.INT, Map.of("a", 1));
        assertEquals(Map.of("a", 1L), dictionary);
        assertEquals(dictionary, Map.of("a", 1L));
        assertEquals(Map.of("a", 1L).hashCode(), dictionary.hashCode());
        assertThrows(IllegalArgumentException.class, () -> dictionary.put(1, 1));
        assertThrows(IllegalArgumentException.class, () -> dictionary.put("b", "1"));
        Map.Entry<Object, Object> entry = dictionary.entrySet().iterator().next();
        assertThrows(IllegalArgumentException.class, () -> entry.setValue("text"));
        entry.setValue(5);
        assertEquals(5L, dictionary.get("a"));
        dictionary.put("b", 6);
        Iterator<Object> keys = dictionary.keySet().iterator();
        assertEquals("a", keys.next());
        keys.remove();
        assertEquals(Map.of("b", 6L), dictionary);
    }

    @Test
    void nodePathsAreGodots() {
        assertEquals(new NodePath("A/B"), new NodePath("A//B/"));
        assertEquals(new NodePath("/A"), new NodePath("//A"));
        assertEquals("A", new NodePath("A:").toString());
        NodePath path = new NodePath("/root/Main:position:x");
        assertTrue(path.isAbsolute());
        assertEquals(List.of("root", "Main"), path.names());
        assertEquals(List.of("position", "x"), path.subnames());
        assertEquals("/", new NodePath("/").path());
    }
}
