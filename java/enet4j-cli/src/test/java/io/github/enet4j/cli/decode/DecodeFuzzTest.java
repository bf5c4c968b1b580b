package io.github.enet4j.cli.decode;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.cli.Failure;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Captures with bytes changed, left out and repeated: nothing throws, hangs or grows, whatever shows them. */
class DecodeFuzzTest {
    /** A million takes some ten minutes: -Denet4j.fuzz.captures=1000000. */
    private static final int COUNT = Integer.getInteger("enet4j.fuzz.captures", 1500);

    private static final int MAX_FRAMES = 12;

    private static List<byte[]> recorded() {
        List<byte[]> captures = new ArrayList<>();
        for (CompressionMode mode : CompressionMode.values()) {
            try (Recording recording = new Recording(mode, mode == CompressionMode.FASTLZ).connect()) {
                recording.exchange(0, Captures.bytes("2009000080040102014d61696e00"), 1);
                recording.exchange(1, new byte[60], 0);
                recording.exchange(1, new byte[50], 2);
                recording.exchange(0, new byte[3000], 1);
                recording.exchange(0, new byte[3000], 8);
                recording.disconnect();
                List<byte[]> frames = Captures.frames(recording.finish());
                int half = Math.min(MAX_FRAMES, frames.size());
                captures.add(Captures.pcap(ByteOrder.LITTLE_ENDIAN, false, 101, frames.subList(0, half)));
                captures.add(Captures.pcapng(ByteOrder.BIG_ENDIAN, 101, 6, 5,
                        frames.subList(Math.max(0, frames.size() - MAX_FRAMES), frames.size())));
            }
        }
        return captures;
    }

    private static byte[] mutate(byte[] capture, Random random) {
        byte[] bytes = capture.clone();
        for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
                case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 4 -> {
                    int length = Math.min(random.nextInt(64), bytes.length - at);
                    System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
                }
                default -> bytes = Captures.join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(
                        bytes, Math.min(bytes.length, at + random.nextInt(8)), bytes.length));
            }
            if (bytes.length == 0) {
                return new byte[1];
            }
        }
        return bytes;
    }

    @Test
    void nothingThrows() {
        List<byte[]> captures = recorded();
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        long shown = 0;
        long refused = 0;
        for (int i = 0; i < COUNT; i++) {
            Random random = new Random(i);
            byte[] capture = mutate(captures.get(i % captures.size()), random);
            try {
                shown += show(capture, nowhere);
            } catch (Failure e) {
                refused++; // no capture any more
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("capture " + i, e);
            }
        }
        assertTrue(shown > COUNT && refused < COUNT / 4, shown + " datagrams shown, " + refused + " captures refused");
    }

    private static int show(byte[] capture, PrintWriter nowhere) {
        Decoder decoder = new Decoder(null,
                () -> new GodotLayer(new GodotNodes(new MethodNames(List.of()), null)));
        List<Decoded> all = Recording.decode(capture, decoder);
        List<Output> outputs = List.of(new TextOutput(nowhere, 32, false), new JsonOutput(nowhere),
                new FollowOutput(nowhere), new Summary(nowhere, false, each -> true),
                new Summary(nowhere, true, each -> true));
        for (Output output : outputs) {
            all.forEach(output::show);
            output.end(decoder);
        }
        decoder.problems();
        return all.size();
    }
}
