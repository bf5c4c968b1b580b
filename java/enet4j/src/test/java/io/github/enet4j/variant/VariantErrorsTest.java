package io.github.enet4j.variant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetError;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, with which code, and what is just tolerated. */
class VariantErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "'', INVALID_DATA", "02 00 00, INVALID_DATA", "02 00 00 00 01 00 00, INVALID_DATA",
        "02 00 01 00 01 00 00 00, INVALID_DATA", "27 00 00 00, INVALID_DATA", "ff 00 00 00 00 00 00 00, INVALID_DATA",
        "09 00 00 00 00 00 80 3f 00 00 80 3f, INVALID_DATA", "05 00 01 00 00 00 80 3f 00 00 80 3f, INVALID_DATA",
        "04 00 00 00 01 00 00 00 61, FILE_EOF", "04 00 00 00 05 00 00 00 61 61 61 61, FILE_EOF",
        "04 00 00 00 ff ff ff ff, FILE_EOF", "04 00 00 00 fe ff ff 7f 61 61 61 61, FILE_EOF",
        "04 00 00 00, INVALID_DATA",
        "04 00 00 00 01 00 00 00 80 00 00 00, INVALID_DATA", "04 00 00 00 02 00 00 00 c3 28 00 00, INVALID_DATA",
        "04 00 00 00 02 00 00 00 c0 80 00 00, INVALID_DATA", "04 00 00 00 03 00 00 00 ed a0 80 00, INVALID_DATA",
        "04 00 00 00 04 00 00 00 f4 90 80 80, INVALID_DATA",
        "16 00 00 00 01 00 00 00 61 00 00 00, INVALID_DATA", "16 00 00 00 01 00 00 80 00 00 00 00, INVALID_DATA",
        "16 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00, INVALID_DATA",
        "18 00 00 00 0a 00 00 00 52 65 66 43 6f 75 6e 74 65 64 00 00 01 00 00 00 06 00 00 00 73 63 72 69 70 74 00 00"
                + " 00 00 00 00, UNAUTHORIZED",
        "18 00 00 00 00 00 00 00, UNAUTHORIZED", "18 00 01 00 00 00 00 00, INVALID_DATA",
        "1d 00 00 00 ff ff ff ff, INVALID_DATA", "1d 00 00 00 05 00 00 00 01 02 03 04, INVALID_DATA",
        "26 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00, INVALID_DATA",
        "1c 00 01 00 27 00 00 00 00 00 00 00, INVALID_DATA", "1c 00 01 00 ff ff ff ff 00 00 00 00, INVALID_DATA",
        "1c 00 02 00 ff ff ff ff 00 00 00 00, FILE_EOF", "1c 00 00 00 01 00 00 00, INVALID_DATA",
        "1c 00 00 00 ff ff ff 7f 18 00 00 00, UNAUTHORIZED", "1b 00 00 00 01 00 00 00 00 00 00 00, INVALID_DATA",
    })
    void refused(String hex, ENetError error) {
        assertEquals(error, assertThrows(VariantException.class,
                () -> Variants.decode(GoldenBytesTest.bytes(hex))).error());
        ByteBuffer buffer = ByteBuffer.wrap(GoldenBytesTest.bytes("00 " + hex)).position(1);
        assertThrows(VariantException.class, () -> Variants.decode(buffer));
        assertEquals(1, buffer.position());
    }

    @ParameterizedTest
    @CsvSource({
        "01 ff 00 00 00 00 01 00, 01 00 00 00 01 00 00 00", // unused bits, any truth
        "04 00 00 00 03 00 00 00 61 00 62 ff, 04 00 00 00 01 00 00 00 61 00 00 00", // a 0 and rubbish after it
        "04 00 00 00 04 00 00 00 ef bb bf 61, 04 00 00 00 01 00 00 00 61 00 00 00",
        "05 00 01 00 00 00 00 00 00 00 f0 3f 00 00 00 00 00 00 00 40, 05 00 00 00 00 00 80 3f 00 00 00 40",
        "06 00 01 00 01 00 00 00 02 00 00 00, 06 00 00 00 01 00 00 00 02 00 00 00",
        "1d 00 00 00 01 00 00 00 07, 1d 00 00 00 01 00 00 00 07 00 00 00",
        "22 00 00 00 ff ff ff ff, 22 00 00 00 00 00 00 00",
        "22 00 00 00 01 00 00 00 01 00 00 00 61 00 00 00, 22 00 00 00 01 00 00 00 02 00 00 00 61 00 00 00",
        "18 00 01 00 00 00 00 00 00 00 00 00, 00 00 00 00",
        "1c 00 00 00 01 00 00 80 00 00 00 00, 1c 00 00 00 01 00 00 00 00 00 00 00",
        "1c 00 01 00 00 00 00 00 00 00 00 00, 1c 00 00 00 00 00 00 00",
        "1c 00 01 00 03 00 00 00 02 00 00 00 02 00 00 00 05 00 00 00 04 00 00 00 00 00 00 00,"
                + "1c 00 01 00 03 00 00 00 01 00 00 00 03 00 00 00 00 00 a0 40", // int to float; no text
        "1b 00 00 00 02 00 00 00 04 00 00 00 00 00 00 00 02 00 00 00 01 00 00 00 15 00 00 00 00 00 00 00 00 00 00 00,"
                + "1b 00 00 00 01 00 00 00 04 00 00 00 00 00 00 00 00 00 00 00",
        "16 00 00 00 01 00 00 80 00 00 00 00 02 00 00 00 01 00 00 00 41 00 00 00 01 00 00 00 78 00 00 00,"
                + "16 00 00 00 01 00 00 80 01 00 00 00 00 00 00 00 01 00 00 00 41 00 00 00 01 00 00 00 78 00 00 00",
    })
    void tolerated(String hex, String meaning) {
        assertArrayEquals(GoldenBytesTest.bytes(meaning), Variants.encode(Variants.decode(GoldenBytesTest.bytes(hex))));
    }

    @Test
    void objectTypesOfContainers() {
        byte[] nativeClass = GoldenBytesTest.bytes("1c 00 02 00 04 00 00 00 4e 6f 64 65 00 00 00 00");
        byte[] script = GoldenBytesTest.bytes("1c 00 03 00 0f 00 00 00 72 65 73 3a 2f 2f 70 6c 61 79 65 72"
                + " 2e 67 64 00 00 00 00 00");
        byte[] builtin = GoldenBytesTest.bytes("1c 00 01 00 18 00 00 00 00 00 00 00");
        for (byte[] bytes : List.of(nativeClass, script, builtin)) {
            assertEquals(VariantType.OBJECT, ((VariantArray) Variants.decode(bytes)).elementType());
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "42 01", "82 01 02 03", "c2 00 00 00 00 00 00 00", "43 00 00 00", "3f 00 00 00", "04 00 00"})
    void refusedInCompactForm(String hex) {
        ByteBuffer buffer = ByteBuffer.wrap(GoldenBytesTest.bytes(hex));
        assertEquals(ENetError.INVALID_DATA,
                assertThrows(VariantException.class, () -> Variants.decodeCompact(buffer)).error());
        assertEquals(0, buffer.position());
    }

    @Test
    void toleratedInCompactForm() {
        assertEquals(false, Variants.decodeCompact(ByteBuffer.wrap(GoldenBytesTest.bytes("41"))));
        assertEquals(-1L, Variants.decodeCompact(ByteBuffer.wrap(GoldenBytesTest.bytes("c2 ff ff ff ff ff ff ff ff"))));
        ByteBuffer nullObject = ByteBuffer.wrap(GoldenBytesTest.bytes("18 00 00 00 02 05"));
        assertEquals(null, Variants.decodeCompact(nullObject));
        assertEquals(5L, Variants.decodeCompact(nullObject));
    }

    @Test
    void depth() {
        assertEquals(8 * 1025, Variants.encode(nested(1025)).length);
        byte[] deepest = Variants.encode(nested(1025));
        assertTrue(Variants.equal(nested(1025), Variants.decode(deepest)));
        ByteBuffer deeper = ByteBuffer.allocate(8 * 1026);
        deeper.put(GoldenBytesTest.bytes("1c 00 00 00 01 00 00 00")).put(deepest);
        assertEquals(ENetError.OUT_OF_MEMORY, code(() -> Variants.decode(deeper.array())));
        assertEquals(ENetError.OUT_OF_MEMORY, code(() -> Variants.encode(nested(1026))));
        assertEquals(ENetError.OUT_OF_MEMORY, code(() -> Variants.encodeCompact(nested(1026), deeper.clear())));
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        assertEquals(ENetError.OUT_OF_MEMORY, code(() -> Variants.encode(itself)));
    }

    private static ENetError code(Runnable call) {
        return assertThrows(VariantException.class, call::run).error();
    }

    private static Object nested(int arrays) {
        Object value = List.of();
        for (int i = 1; i < arrays; i++) {
            value = List.of(value);
        }
        return value;
    }

    @Test
    void noValuesAreNamedWithTheirPlace() {
        Object value = Map.of("players", List.of(1, Map.of(7, Instant.EPOCH)));
        ByteBuffer target = ByteBuffer.allocate(1000).position(5);
        for (Runnable call : List.<Runnable>of(
                () -> Variants.encode(value), () -> Variants.encode(value, target), () -> Variants.encodedSize(value),
                () -> Variants.encodeCompact(value, target))) {
            String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
            assertEquals("java.time.Instant is not a value that Godot has, at [players][1][7]", message);
        }
        assertEquals(5, target.position());
        assertThrows(IllegalArgumentException.class, () -> Variants.encode('c'));
        assertThrows(IllegalArgumentException.class, () -> Variants.encode(ENetError.OK));
        assertThrows(IllegalArgumentException.class, () -> Variants.encode(new Object[0]));
        assertThrows(IllegalArgumentException.class, () -> Variants.encode(new String[] {"a", null}));
        assertThrows(IllegalArgumentException.class, () -> Variants.encode(new Vector2[] {null}));
    }

    /** Rather than change text: Godot would read nothing, or only what is before the 0. */
    @Test
    void textThatCantBeSent() {
        for (String text : List.of("a\ud800", "\udc00", "\ud800a", "a\0b")) {
            assertThrows(IllegalArgumentException.class, () -> Variants.encode(text));
            assertThrows(IllegalArgumentException.class, () -> Variants.encode(List.of(new StringName(text))));
            assertThrows(IllegalArgumentException.class, () -> Variants.encode(new String[] {text}));
            VariantWriter writer = new VariantWriter(ByteBuffer.allocate(99));
            assertThrows(IllegalArgumentException.class, () -> writer.putString(text));
        }
    }

    @Test
    void numbersOfAllKinds() {
        assertArrayEquals(Variants.encode(5L), Variants.encode(5));
        assertArrayEquals(Variants.encode(5L), Variants.encode((short) 5));
        assertArrayEquals(Variants.encode(5L), Variants.encode((byte) 5));
        assertArrayEquals(Variants.encode((double) 0.1f), Variants.encode(0.1f));
    }

    @Test
    void aBufferThatIsTooSmallStaysAsItWas() {
        byte[] whole = Variants.encode(List.of("text", 1, new byte[5]));
        for (int room = 0; room < whole.length; room++) {
            ByteBuffer target = ByteBuffer.allocate(room + 3).position(3);
            assertThrows(BufferOverflowException.class,
                    () -> Variants.encode(List.of("text", 1, new byte[5]), target));
            assertEquals(3, target.position());
        }
    }
}
