package io.github.enet4j.variant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that a running Godot 4.6.3 printed. */
class GoldenBytesTest {
    private static final String BASIS_BYTES =
            " 00 00 80 3f 00 00 80 40 00 00 e0 40 00 00 00 40 00 00 a0 40 00 00 00 41 00 00 40 40 00 00 c0 40"
            + " 00 00 10 41";
    private static final String ENCODED_OBJECT =
            " 11 00 00 00 45 6e 63 6f 64 65 64 4f 62 6a 65 63 74 41 73 49 44 00 00 00";

    static Stream<Arguments> standard() {
        return Stream.of(scalars(), math(), text(), containers(), packed()).flatMap(lines -> lines);
    }

    private static Arguments line(String hex, Object value) {
        return Arguments.of(hex, value);
    }

    private static Stream<Arguments> scalars() {
        return Stream.of(
                line("00 00 00 00", null),
                line("01 00 00 00 01 00 00 00", true),
                line("01 00 00 00 00 00 00 00", false),
                line("02 00 00 00 00 00 00 00", 0L),
                line("02 00 00 00 01 00 00 00", 1L),
                line("02 00 00 00 ff ff ff ff", -1L),
                line("02 00 00 00 ff ff ff 7f", 2147483647L),
                line("02 00 01 00 00 00 00 80 00 00 00 00", 2147483648L),
                line("02 00 00 00 00 00 00 80", -2147483648L),
                line("02 00 01 00 ff ff ff 7f ff ff ff ff", -2147483649L),
                line("03 00 00 00 00 00 00 3f", 0.5),
                line("03 00 01 00 9a 99 99 99 99 99 b9 3f", 0.1),
                line("03 00 00 00 00 00 00 80", -0.0),
                line("03 00 00 00 00 00 80 7f", Double.POSITIVE_INFINITY),
                line("03 00 01 00 00 00 00 00 00 00 f8 7f", Double.NaN),
                line("03 00 01 00 a5 5c c3 f1 29 63 3d 48", 1e40),
                line("03 00 01 00 00 00 00 10 00 00 70 41", 16777217.0),
                line("17 00 00 00 00 00 00 00 00 00 00 00", new Rid(0)),
                line("18 00 01 00 08 07 06 05 04 03 02 81", new ObjectId(0x8102030405060708L)),
                line("19 00 00 00", new EmptyCallable()),
                line("1a 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", new SignalId("", 0)),
                line("1a 00 00 00 0d 00 00 00 70 72 6f 63 65 73 73 5f 66 72 61 6d 65 00 00 00 05 00 00 00 00 00 00 80",
                        new SignalId("process_frame", Long.MIN_VALUE + 5)));
    }

    private static Stream<Arguments> math() {
        Basis basis = new Basis(new Vector3(1, 2, 3), new Vector3(4, 5, 6), new Vector3(7, 8, 9));
        return Stream.of(
                line("05 00 00 00 00 00 80 3f 00 00 00 40", new Vector2(1, 2)),
                line("06 00 00 00 01 00 00 00 fe ff ff ff", new Vector2i(1, -2)),
                line("07 00 00 00 00 00 80 3f 00 00 00 40 00 00 40 40 00 00 80 40", new Rect2(1, 2, 3, 4)),
                line("08 00 00 00 01 00 00 00 02 00 00 00 03 00 00 00 04 00 00 00", new Rect2i(1, 2, 3, 4)),
                line("09 00 00 00 00 00 80 3f 00 00 00 40 00 00 40 40", new Vector3(1, 2, 3)),
                line("0a 00 00 00 01 00 00 00 02 00 00 00 03 00 00 00", new Vector3i(1, 2, 3)),
                line("0b 00 00 00 00 00 80 3f 00 00 00 40 00 00 40 40 00 00 80 40 00 00 a0 40 00 00 c0 40",
                        new Transform2D(new Vector2(1, 2), new Vector2(3, 4), new Vector2(5, 6))),
                line("0c 00 00 00 00 00 80 3f 00 00 00 40 00 00 40 40 00 00 80 40", new Vector4(1, 2, 3, 4)),
                line("0d 00 00 00 01 00 00 00 02 00 00 00 03 00 00 00 04 00 00 00", new Vector4i(1, 2, 3, 4)),
                line("0e 00 00 00 00 00 80 3f 00 00 00 40 00 00 40 40 00 00 80 40", new Plane(new Vector3(1, 2, 3), 4)),
                line("0f 00 00 00 00 00 80 3f 00 00 00 40 00 00 40 40 00 00 80 40", new Quaternion(1, 2, 3, 4)),
                line("10 00 00 00 00 00 80 3f 00 00 00 40 00 00 40 40 00 00 80 40 00 00 a0 40 00 00 c0 40",
                        new Aabb(new Vector3(1, 2, 3), new Vector3(4, 5, 6))),
                line("11 00 00 00" + BASIS_BYTES, basis),
                line("12 00 00 00" + BASIS_BYTES + " 00 00 20 41 00 00 30 41 00 00 40 41",
                        new Transform3D(basis, new Vector3(10, 11, 12))),
                line("13 00 00 00 00 00 80 3f 00 00 00 40 00 00 40 40 00 00 80 40 00 00 a0 40 00 00 c0 40 00 00 e0 40"
                        + " 00 00 00 41 00 00 10 41 00 00 20 41 00 00 30 41 00 00 40 41 00 00 50 41 00 00 60 41"
                        + " 00 00 70 41 00 00 80 41", new Projection(new Vector4(1, 2, 3, 4), new Vector4(5, 6, 7, 8),
                                new Vector4(9, 10, 11, 12), new Vector4(13, 14, 15, 16))),
                line("14 00 00 00 00 00 80 3f 00 00 00 3f 00 00 80 3e 00 00 80 3f", new Color(1, 0.5f, 0.25f)));
    }

    private static Stream<Arguments> text() {
        return Stream.of(
                line("04 00 00 00 00 00 00 00", ""),
                line("04 00 00 00 01 00 00 00 61 00 00 00", "a"),
                line("04 00 00 00 04 00 00 00 61 62 63 64", "abcd"),
                line("04 00 00 00 05 00 00 00 68 65 6c 6c 6f 00 00 00", "hello"),
                line("04 00 00 00 02 00 00 00 c3 a9 00 00", "\u00e9"),
                line("04 00 00 00 04 00 00 00 f0 9f 98 80", "\ud83d\ude00"),
                line("04 00 00 00 03 00 00 00 ef bf bd 00", "\ufffd"),
                line("15 00 00 00 03 00 00 00 61 62 63 00", new StringName("abc")),
                line("16 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00", new NodePath("")),
                line("16 00 00 00 02 00 00 80 00 00 00 00 01 00 00 00 04 00 00 00 72 6f 6f 74 01 00 00 00 41 00 00 00",
                        new NodePath("/root/A")),
                line("16 00 00 00 02 00 00 80 00 00 00 00 00 00 00 00 01 00 00 00 41 00 00 00 01 00 00 00 42 00 00 00",
                        new NodePath("A/B")),
                line("16 00 00 00 02 00 00 80 00 00 00 00 00 00 00 00 02 00 00 00 2e 2e 00 00 01 00 00 00 58 00 00 00",
                        new NodePath("../X")),
                line("16 00 00 00 01 00 00 80 00 00 00 00 00 00 00 00 01 00 00 00 2e 00 00 00", new NodePath(".")),
                line("16 00 00 00 00 00 00 80 01 00 00 00 00 00 00 00 08 00 00 00 70 6f 73 69 74 69 6f 6e",
                        new NodePath(":position")),
                line("16 00 00 00 02 00 00 80 02 00 00 00 00 00 00 00 06 00 00 00 50 61 74 68 32 44 00 00"
                        + " 06 00 00 00 53 70 72 69 74 65 00 00 08 00 00 00 70 6f 73 69 74 69 6f 6e"
                        + " 01 00 00 00 78 00 00 00", new NodePath("Path2D/Sprite:position:x")));
    }

    private static Stream<Arguments> containers() {
        Map<Object, Object> mixed = new LinkedHashMap<>();
        mixed.put(1L, true);
        mixed.put("k", null);
        return Stream.of(
                line("1c 00 00 00 00 00 00 00", VariantArray.of()),
                line("1c 00 00 00 02 00 00 00 02 00 00 00 01 00 00 00 04 00 00 00 01 00 00 00 61 00 00 00",
                        List.of(1L, "a")),
                line("1c 00 00 00 02 00 00 00 1c 00 00 00 00 00 00 00 1c 00 00 00 01 00 00 00 02 00 00 00 01 00 00 00",
                        List.of(List.of(), List.of(1L))),
                line("1c 00 01 00 02 00 00 00 02 00 00 00 02 00 00 00 01 00 00 00 02 00 00 00 02 00 00 00",
                        VariantArray.typed(VariantType.INT, 1, 2)),
                line("1c 00 01 00 1d 00 00 00 00 00 00 00", VariantArray.typed(VariantType.PACKED_BYTE_ARRAY)),
                line("1c 00 02 00" + ENCODED_OBJECT + " 00 00 00 00", VariantArray.typed(VariantType.OBJECT)),
                line("1b 00 00 00 00 00 00 00", Map.of()),
                line("1b 00 00 00 01 00 00 00 04 00 00 00 01 00 00 00 61 00 00 00 02 00 00 00 01 00 00 00",
                        Map.of("a", 1L)),
                line("1b 00 00 00 02 00 00 00 02 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00 04 00 00 00 01 00 00 00"
                        + " 6b 00 00 00 00 00 00 00", mixed),
                line("1b 00 00 00 01 00 00 00 15 00 00 00 01 00 00 00 6b 00 00 00 02 00 00 00 01 00 00 00",
                        Map.of(new StringName("k"), 1L)),
                line("1b 00 05 00 04 00 00 00 02 00 00 00 01 00 00 00 04 00 00 00 01 00 00 00 61 00 00 00"
                        + " 02 00 00 00 01 00 00 00", typed(VariantType.STRING, VariantType.INT, Map.of("a", 1))),
                line("1b 00 04 00 02 00 00 00 00 00 00 00", typed(VariantType.NIL, VariantType.INT, Map.of())),
                line("1b 00 01 00 04 00 00 00 00 00 00 00", typed(VariantType.STRING, VariantType.NIL, Map.of())),
                line("1b 00 09 00 02 00 00 00" + ENCODED_OBJECT + " 00 00 00 00",
                        typed(VariantType.INT, VariantType.OBJECT, Map.of())));
    }

    private static VariantDictionary typed(VariantType keys, VariantType values, Map<?, ?> contents) {
        return new VariantDictionary(keys, values, contents);
    }

    private static Stream<Arguments> packed() {
        return Stream.of(
                line("1d 00 00 00 03 00 00 00 01 02 03 00", new byte[] {1, 2, 3}),
                line("1d 00 00 00 04 00 00 00 01 02 03 04", new byte[] {1, 2, 3, 4}),
                line("1e 00 00 00 02 00 00 00 01 00 00 00 ff ff ff ff", new int[] {1, -1}),
                line("1f 00 00 00 02 00 00 00 01 00 00 00 00 00 00 00 ff ff ff ff ff ff ff ff", new long[] {1, -1}),
                line("20 00 00 00 02 00 00 00 00 00 80 3f 00 00 00 3f", new float[] {1, 0.5f}),
                line("21 00 00 00 01 00 00 00 9a 99 99 99 99 99 b9 3f", new double[] {0.1}),
                line("22 00 00 00 04 00 00 00 02 00 00 00 61 00 00 00 04 00 00 00 61 62 63 00 01 00 00 00 00 00 00 00"
                        + " 05 00 00 00 61 62 63 64 00 00 00 00", new String[] {"a", "abc", "", "abcd"}),
                line("23 00 00 00 01 00 00 00 00 00 80 3f 00 00 00 40", new Vector2[] {new Vector2(1, 2)}),
                line("24 00 00 00 01 00 00 00 00 00 80 3f 00 00 00 40 00 00 40 40",
                        new Vector3[] {new Vector3(1, 2, 3)}),
                line("25 00 00 00 01 00 00 00 00 00 80 3f 00 00 00 00 00 00 00 00 00 00 80 3f",
                        new Color[] {new Color(1, 0, 0)}),
                line("26 00 00 00 01 00 00 00 00 00 80 3f 00 00 00 40 00 00 40 40 00 00 80 40",
                        new Vector4[] {new Vector4(1, 2, 3, 4)}));
    }

    static Stream<Arguments> compact() {
        return Stream.of(
                line("01", false), line("81", true),
                line("02 00", 0L), line("02 ff", -1L), line("02 7f", 127L), line("02 80", -128L),
                line("42 80 00", 128L), line("42 7f ff", -129L), line("42 2c 01", 300L),
                line("82 c0 63 ff ff", -40000L), line("82 ff ff ff 7f", 2147483647L),
                line("c2 00 00 00 80 00 00 00 00", 2147483648L), line("c2 00 00 00 00 00 01 00 00", 1L << 40),
                line("00 00 00 00", null), line("03 00 00 00 00 00 00 3f", 0.5),
                line("04 00 00 00 02 00 00 00 68 69 00 00", "hi"),
                line("1c 00 00 00 01 00 00 00 02 00 00 00 01 00 00 00", List.of(1L)),
                line("1c 00 01 00 02 00 00 00 01 00 00 00 02 00 00 00 01 00 00 00",
                        VariantArray.typed(VariantType.INT, 1)));
    }

    @ParameterizedTest
    @MethodSource("standard")
    void standardForm(String hex, Object value) {
        byte[] bytes = bytes(hex);
        assertEquals(hex, hex(Variants.encode(value)));
        assertEquals(bytes.length, Variants.encodedSize(value));
        assertSame(value, Variants.decode(bytes));
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 7).order(ByteOrder.LITTLE_ENDIAN).position(3);
        Variants.encode(value, buffer);
        assertEquals(bytes.length + 3, buffer.position());
        buffer.position(3);
        assertSame(value, Variants.decode(buffer));
        assertEquals(bytes.length + 3, buffer.position());
    }

    @ParameterizedTest
    @MethodSource("compact")
    void compactForm(String hex, Object value) {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        Variants.encodeCompact(value, buffer);
        byte[] written = new byte[buffer.flip().remaining()];
        buffer.duplicate().get(written);
        assertEquals(hex, hex(written));
        assertSame(value, Variants.decodeCompact(buffer));
        assertEquals(0, buffer.remaining());
    }

    /** Equal, of the same type, and the same bytes again. */
    private static void assertSame(Object expected, Object actual) {
        assertTrue(Variants.equal(expected, actual), () -> expected + " is not " + actual);
        assertEquals(VariantType.typeOf(expected), VariantType.typeOf(actual));
        assertArrayEquals(Variants.encode(expected), Variants.encode(actual));
    }

    static byte[] bytes(String hex) {
        String digits = hex.replace(" ", "");
        byte[] bytes = new byte[digits.length() / 2];
        IntStream.range(0, bytes.length)
                .forEach(i -> bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16));
        return bytes;
    }

    private static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder();
        for (byte each : bytes) {
            hex.append(hex.length() > 0 ? " " : "").append(String.format("%02x", each));
        }
        return hex.toString();
    }
}
