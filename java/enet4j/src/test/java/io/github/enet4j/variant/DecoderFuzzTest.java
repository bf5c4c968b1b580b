package io.github.enet4j.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Bytes that nobody should send. How many: -Denet4j.test.fuzz=10000000 for a long run. */
class DecoderFuzzTest {
    private static final int INPUTS = Integer.getInteger("enet4j.test.fuzz", 100_000);
    private static final long SEED = Long.getLong("enet4j.test.seed", System.nanoTime());
    private static final int TEMPLATES = 2000;
    /** What may be allocated for each byte that is there, and for an exception with its trace. */
    private static final int PER_BYTE = 24;
    private static final int PER_FAILURE = 200_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The buffer ends up behind the value, or where it was; what was read can be written again. */
    @Test
    void damagedValues() {
        System.out.println("seed of the damaged values: " + SEED + " (enet4j.test.seed)");
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> templates = new ArrayList<>();
        RandomValues values = new RandomValues(SEED);
        for (int i = 0; i < TEMPLATES; i++) {
            templates.add(Variants.encode(values.any()));
        }
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = Damage.to(templates.get(random.nextInt(TEMPLATES)), random);
            read += decode(bytes, Variants::decode) ? 1 : 0;
            decode(bytes, Variants::decodeCompact);
        }
        assertTrue(read > INPUTS / 20 && read < INPUTS, read + " could be read");
    }

    private boolean decode(byte[] bytes, Function<ByteBuffer, Object> decoder) {
        long allocated = Long.MAX_VALUE;
        long bound = (long) PER_BYTE * bytes.length + PER_FAILURE;
        ByteBuffer source = ByteBuffer.wrap(bytes);
        Object value = null;
        /* The first time may load classes, or see the JVM count by whole buffers. */
        for (int attempt = 0; attempt < 3 && allocated > bound; attempt++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            value = attempt(bytes, source.clear(), decoder);
            allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        }
        if (allocated > bound) {
            throw new AssertionError(allocated + " bytes for " + HexFormat.of().formatHex(bytes));
        }
        boolean read = !(value instanceof VariantException);
        assertEquals(read, source.position() > 0);
        if (read) {
            ByteBuffer again = ByteBuffer.allocate(Variants.encodedSize(value) + 1);
            Variants.encodeCompact(value, again);
        }
        return read;
    }

    /** The value, or the one exception that there may be. */
    private static Object attempt(byte[] bytes, ByteBuffer source, Function<ByteBuffer, Object> decoder) {
        try {
            return decoder.apply(source);
        } catch (VariantException e) {
            return e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(HexFormat.of().formatHex(bytes), e);
        }
    }

    /** A few bytes that announce the most, alone and in everything that nests. */
    @Test
    void countBombs() {
        for (int type = 0; type < 40; type++) {
            for (int flags = 0; flags < 16; flags++) {
                for (int count : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1 << 28, 1 << 20}) {
                    ByteBuffer bomb = ByteBuffer.allocate(600);
                    for (int depth = 0; depth < 20; depth++) {
                        LittleEndian.putInt(bomb, VariantType.ARRAY.value());
                        LittleEndian.putInt(bomb, Integer.MAX_VALUE);
                    }
                    LittleEndian.putInt(bomb, type | flags << 16);
                    while (bomb.remaining() >= 4) {
                        LittleEndian.putInt(bomb, count);
                    }
                    decode(bomb.array(), Variants::decode);
                }
            }
        }
    }

    /** Keys whose hash codes in Java are the same would take hours. */
    @Test
    void collidingKeys() {
        int keys = 200_000;
        ByteBuffer bytes = ByteBuffer.allocate(8 + keys * 16);
        LittleEndian.putInt(bytes, VariantType.DICTIONARY.value());
        LittleEndian.putInt(bytes, keys);
        for (int i = 0; i < keys; i++) {
            LittleEndian.putInt(bytes, VariantType.VECTOR2I.value());
            LittleEndian.putInt(bytes, i);
            LittleEndian.putInt(bytes, -31 * i);
            LittleEndian.putInt(bytes, VariantType.NIL.value());
        }
        assertEquals(0, new Vector2i(7, -31 * 7).hashCode());
        assertEquals(keys, ((VariantDictionary) Variants.decode(bytes.array())).size());
    }

    /** A large value in a key in a key and so on is looked at once, not once for each of them. */
    @Test
    void keysInKeys() {
        byte[] core = Variants.encode(new byte[4 << 20]);
        int depth = 1000;
        ByteBuffer bytes = ByteBuffer.allocate(core.length + 12 * depth);
        for (int i = 0; i < depth; i++) {
            LittleEndian.putInt(bytes, VariantType.DICTIONARY.value());
            LittleEndian.putInt(bytes, 1);
        }
        bytes.put(core); // and a null for each value
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        Variants.decode(bytes.array());
        assertTrue(threads.getThreadAllocatedBytes(thread) - before < 20 << 20);
    }

    /** Nothing needs more stack than threads usually have. */
    @Test
    void deepValuesOnAnOrdinaryStack() throws InterruptedException {
        byte[] bytes = deepest();
        assertEquals(null, thrownWithStack(1 << 20, () -> {
            Object value = Variants.decode(bytes);
            assertTrue(Variants.equal(value, Variants.decode(Variants.encode(value))));
        }));
    }

    @Test
    void deepValuesOnATinyStackAreRefused() throws InterruptedException {
        byte[] bytes = deepest();
        Object value = Variants.decode(bytes);
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (Runnable call : List.<Runnable>of(() -> Variants.decode(bytes), () -> Variants.encodedSize(value),
                () -> Variants.encode(value, buffer), () -> Variants.decodeCompact(ByteBuffer.wrap(bytes)))) {
            Throwable thrown = thrownWithStack(1, call); // which the JVM makes the least that it can do with
            assertTrue(thrown == null || thrown instanceof VariantException, () -> String.valueOf(thrown));
        }
    }

    private static byte[] deepest() {
        ByteBuffer bytes = ByteBuffer.allocate(8 * 1025);
        for (int depth = 0; depth < 1025; depth++) {
            LittleEndian.putInt(bytes, VariantType.ARRAY.value());
            LittleEndian.putInt(bytes, depth < 1024 ? 1 : 0);
        }
        return bytes.array();
    }

    private static Throwable thrownWithStack(long size, Runnable call) throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(null, call, "with its own stack", size);
        thread.setUncaughtExceptionHandler((t, e) -> thrown[0] = e);
        thread.start();
        thread.join();
        return thrown[0];
    }
}
