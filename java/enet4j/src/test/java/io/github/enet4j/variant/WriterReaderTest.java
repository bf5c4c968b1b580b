package io.github.enet4j.variant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.enet4j.ENetError;
import java.lang.management.ManagementFactory;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Argument lists without objects. */
class WriterReaderTest {
    private final ByteBuffer buffer = ByteBuffer.allocate(1000);
    private final VariantWriter writer = new VariantWriter(buffer);
    private final VariantReader reader = new VariantReader(buffer);

    /** The same bytes as of the objects. */
    @Test
    void writesWhatObjectsAreWrittenAs() {
        writer.putNull();
        writer.putBool(true);
        writer.putInt(-40000);
        writer.putFloat(0.1);
        writer.putString("h\u00e9");
        writer.putStringName("name");
        writer.putVector2(1, 2);
        writer.putVector2i(1, -2);
        writer.putVector3(1, 2, 3);
        writer.putVector3i(1, 2, 3);
        writer.putVector4(1, 2, 3, 4);
        writer.putQuaternion(1, 2, 3, 4);
        writer.putColor(1, 0.5f, 0, 1);
        writer.putBytes(new byte[] {9, 1, 2, 3, 9}, 1, 3);
        writer.putValue(List.of(1));
        ByteBuffer objects = ByteBuffer.allocate(1000);
        for (Object value : Arrays.asList(null, true, -40000, 0.1, "h\u00e9", new StringName("name"), new Vector2(1, 2),
                new Vector2i(1, -2), new Vector3(1, 2, 3), new Vector3i(1, 2, 3), new Vector4(1, 2, 3, 4),
                new Quaternion(1, 2, 3, 4), new Color(1, 0.5f, 0), new byte[] {1, 2, 3}, List.of(1))) {
            Variants.encodeCompact(value, objects);
        }
        assertEquals(objects.flip(), buffer.flip());
    }

    @Test
    void readsThemBack() {
        writer.putBool(true);
        writer.putInt(1L << 40);
        writer.putFloat(0.1);
        writer.putFloat(2);
        writer.putInt(7);
        writer.putString("a");
        writer.putStringName("b");
        writer.putVector3(1, 2, 3);
        writer.putColor(1, 0, 0, 1);
        writer.putVector2i(4, 5);
        writer.putBytes(new byte[] {1, 2, 3}, 0, 3);
        writer.putNull();
        buffer.flip();
        double[] numbers = new double[4];
        int[] integers = new int[2];
        ByteBuffer bytes = ByteBuffer.allocate(3);
        assertEquals(VariantType.BOOL, reader.nextType());
        assertTrue(reader.getBool());
        assertEquals(1L << 40, reader.getInt());
        assertEquals(0.1, reader.getFloat());
        assertEquals(2, reader.getFloat());
        assertEquals(7, reader.getFloat());
        assertEquals("a", reader.getString());
        assertEquals("b", reader.getString());
        assertEquals(3, reader.getNumbers(numbers));
        assertArrayEquals(new double[] {1, 2, 3, 0}, numbers);
        assertEquals(4, reader.getNumbers(numbers));
        assertEquals(2, reader.getNumbers(integers));
        assertArrayEquals(new int[] {4, 5}, integers);
        assertEquals(3, reader.getBytes(bytes));
        assertArrayEquals(new byte[] {1, 2, 3}, bytes.array());
        assertEquals(null, reader.getValue());
        assertFalse(reader.hasNext());
    }

    @Test
    void anotherTypeStays() {
        writer.putString("text");
        buffer.flip();
        for (Runnable call : List.<Runnable>of(reader::getBool, reader::getInt, reader::getFloat,
                () -> reader.getNumbers(new double[16]), () -> reader.getNumbers(new int[4]),
                () -> reader.getBytes(ByteBuffer.allocate(9)))) {
            assertEquals(ENetError.INVALID_DATA, assertThrows(VariantException.class, call::run).error());
            assertEquals(0, buffer.position());
        }
        assertEquals("text", reader.getString());
    }

    @Test
    void everyCutIsRefused() {
        writer.putFloat(0.1);
        writer.putVector3(1, 2, 3);
        writer.putVector2i(1, 2);
        writer.putBytes(new byte[8], 0, 8);
        writer.putString("text");
        int end = buffer.position();
        for (int cut = 0; cut < end; cut++) {
            buffer.limit(cut).position(0);
            assertThrows(VariantException.class, () -> {
                reader.getFloat();
                reader.getNumbers(new double[3]);
                reader.getNumbers(new int[2]);
                reader.getBytes(ByteBuffer.allocate(8));
                reader.getString();
            });
            assertEquals(cut, buffer.limit());
        }
        buffer.limit(12).position(0);
        reader.getFloat();
        buffer.limit(end);
        assertThrows(IndexOutOfBoundsException.class, () -> reader.getNumbers(new double[2]));
        assertEquals(12, buffer.position());
    }

    @Test
    void whatDoesNotFitStaysOut() {
        for (int room = 0; room < 8; room++) {
            ByteBuffer small = ByteBuffer.allocate(room);
            writer.target(small);
            for (Runnable call : List.<Runnable>of(() -> writer.putFloat(0.5), () -> writer.putString("a"),
                    () -> writer.putVector2(1, 2), () -> writer.putBytes(new byte[1], 0, 1),
                    () -> writer.putInt(Long.MAX_VALUE), () -> writer.putValue("text"))) {
                assertThrows(BufferOverflowException.class, call::run);
                assertEquals(0, small.position());
            }
        }
    }

    @Test
    void makesNoGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuffer direct = ByteBuffer.allocateDirect(4000);
        writer.target(direct);
        reader.source(direct);
        double[] numbers = new double[3];
        int rounds = 20_000;
        long sum = exchange(direct, numbers, rounds);
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        sum += exchange(direct, numbers, rounds);
        double perRound = 1.0 * (threads.getThreadAllocatedBytes(thread) - before) / rounds;
        assertTrue(perRound < 1, perRound + " bytes a round");
        assertEquals(2L * rounds * (150 * 149 / 2 + 3), sum);
    }

    private long exchange(ByteBuffer direct, double[] numbers, int rounds) {
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            direct.clear();
            for (int i = 0; i < 150; i++) {
                writer.putInt(i);
            }
            writer.putVector3(1, 2, 3);
            writer.putString("not read");
            direct.flip();
            for (int i = 0; i < 150; i++) {
                sum += reader.getInt();
            }
            sum += reader.getNumbers(numbers);
        }
        return sum;
    }
}
