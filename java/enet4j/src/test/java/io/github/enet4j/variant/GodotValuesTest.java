package io.github.enet4j.variant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.interop.Godot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of ours through Godot's hands, Godot's through ours, and bytes that are values no more through both. How many:
 * -Denet4j.test.values=200000 for a long run.
 */
@Tag("godot")
class GodotValuesTest {
    private static final int COUNT = Integer.getInteger("enet4j.test.values", 10_000);
    private static final long SEED = Long.getLong("enet4j.test.seed", 12);
    private static final int PATIENCE_SECONDS = 20 + COUNT / 500;

    @TempDir
    private Path folder;

    @Test
    void ourValuesThroughGodot() throws IOException {
        RandomValues values = new RandomValues(SEED);
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            sent.add(Variants.encode(values.any()));
        }
        List<byte[]> answers = throughGodot(sent);
        for (int i = 0; i < COUNT; i++) {
            byte[] ours = sent.get(i);
            assertEquals(ours.length, size(answers.get(2 * i)), () -> describe(ours));
            assertArrayEquals(ours, answers.get(2 * i + 1), () -> describe(ours));
        }
    }

    @Test
    void godotsValuesThroughUs() throws IOException {
        List<byte[]> values = godot("--make=" + COUNT, "--seed=" + SEED);
        assertEquals(COUNT, values.size());
        for (byte[] bytes : values) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            Object value = Variants.decode(buffer);
            assertEquals(0, buffer.remaining(), () -> describe(bytes));
            assertArrayEquals(bytes, Variants.encode(value), () -> describe(bytes));
        }
    }

    /** Both refuse the same bytes, and make the same of the others. */
    @Test
    void damagedValues() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        RandomValues values = new RandomValues(SEED + 1);
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            sent.add(Damage.to(Variants.encode(values.any()), random));
        }
        List<byte[]> answers = throughGodot(sent);
        for (int i = 0; i < COUNT; i++) {
            byte[] bytes = sent.get(i);
            int consumed = size(answers.get(2 * i));
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            Object ours;
            try {
                ours = Variants.decode(buffer);
            } catch (VariantException e) {
                assertEquals(0, consumed, () -> e + ": " + describe(bytes));
                continue;
            }
            /* Godot counts a packed array's padding also where it is missing. */
            assertEquals(Math.min(consumed, bytes.length), buffer.position(), () -> describe(bytes));
            byte[] theirs = answers.get(2 * i + 1);
            Object rounded = Variants.decode(Variants.encode(ours)); // doubles, which may come, as Godot holds them
            boolean withObject = String.valueOf(ours).contains("ObjectId"); // Godot gives it another number
            assertTrue(withObject || Variants.equal(Variants.decode(theirs), rounded),
                    () -> describe(bytes) + " is " + describe(theirs));
        }
    }

    /** One element of each type in an array of each other: Godot converts some, and drops the rest. So do we. */
    @Test
    void elementsOfAnotherType() throws IOException {
        List<byte[]> sent = new ArrayList<>();
        for (VariantType type : EnumSet.range(VariantType.BOOL, VariantType.PACKED_VECTOR4_ARRAY)) {
            RandomValues values = RandomValues.small(SEED);
            for (VariantType element : VariantType.values()) {
                if (isConvertedAlike(element, type)) {
                    byte[] value = Variants.encode(values.of(element));
                    ByteBuffer array = ByteBuffer.allocate(12 + value.length).order(ByteOrder.LITTLE_ENDIAN);
                    array.putInt(0x1001c).putInt(type.value()).putInt(1).put(value);
                    sent.add(array.array());
                }
            }
        }
        List<byte[]> answers = throughGodot(sent);
        for (int i = 0; i < sent.size(); i++) {
            byte[] bytes = sent.get(i);
            assertArrayEquals(answers.get(2 * i + 1), Variants.encode(Variants.decode(bytes)), () -> describe(bytes));
        }
    }

    /** All but what {@link Variants#convert} names as not done. */
    private static boolean isConvertedAlike(VariantType from, VariantType to) {
        EnumSet<VariantType> matrices = EnumSet.of(VariantType.TRANSFORM2D, VariantType.TRANSFORM3D,
                VariantType.QUATERNION, VariantType.BASIS, VariantType.PROJECTION);
        boolean packs = from == VariantType.ARRAY && to.compareTo(VariantType.ARRAY) > 0;
        return from == to || !(matrices.contains(from) && matrices.contains(to) || packs
                || from == VariantType.STRING && to == VariantType.COLOR);
    }

    private List<byte[]> throughGodot(List<byte[]> values) throws IOException {
        Path file = folder.resolve("values");
        Records.write(file, values);
        List<byte[]> answers = godot("--values=" + file);
        assertEquals(2 * values.size(), answers.size());
        return answers;
    }

    private List<byte[]> godot(String... arguments) throws IOException {
        Path out = folder.resolve("out");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--out=" + out);
        try (Godot godot = new Godot("variants.gd", all.toArray(String[]::new))) {
            godot.await("done", PATIENCE_SECONDS);
        }
        return Records.read(out);
    }

    private static int size(byte[] answer) {
        return ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private static String describe(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            text.append(String.format("%02x", each));
        }
        try {
            return text.append(": ").append(Variants.decode(bytes)).toString();
        } catch (VariantException e) {
            return text.append(": ").append(e).toString();
        }
    }
}
