package io.github.enet4j.cli.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.testing.Direction;
import io.github.enet4j.testing.wire.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SegmentsTest {
    private static final int HEADERS = 28;

    /** Joins frames of one direction that follow each other and are as large as the first, and one that is smaller. */
    private static List<byte[]> join(List<byte[]> frames) {
        List<byte[]> joined = new ArrayList<>();
        byte[] open = null;
        int size = 0;
        for (byte[] frame : frames) {
            boolean same = open != null && frame.length <= size && Arrays.equals(frame, 20, 24, open, 20, 24)
                    && open.length < 20_000 && (open.length - HEADERS) % (size - HEADERS) == 0;
            if (same) {
                joined.remove(joined.size() - 1);
                byte[] data = Captures.join(Arrays.copyOfRange(open, HEADERS, open.length),
                        Arrays.copyOfRange(frame, HEADERS, frame.length));
                byte[] whole = Captures.ipv4(data);
                System.arraycopy(open, 12, whole, 12, 12);
                open = whole;
            } else {
                open = frame;
                size = frame.length;
            }
            joined.add(open);
        }
        return joined;
    }

    @ParameterizedTest
    @EnumSource(CompressionMode.class)
    void packetsOfJoinedDatagrams(CompressionMode mode) {
        byte[] large = new byte[60_000];
        new Random(1).nextBytes(large);
        List<byte[]> frames;
        try (Recording recording = new Recording(mode, mode == CompressionMode.ZLIB).connect()) {
            recording.exchange(0, large, 1);
            recording.exchange(0, new byte[50_000], 1);
            frames = Captures.frames(recording.finish());
        }
        List<byte[]> joined = join(frames);
        Decoder decoder = new Decoder(null, () -> null);
        List<Decoded> all = Recording.decode(Captures.pcap(101, joined.toArray(byte[][]::new)), decoder);
        assertEquals(List.of(), decoder.problems());
        List<byte[]> packets = all.stream().filter(each -> each.direction() == Direction.TO_SERVER)
                .flatMap(each -> each.commands().stream()).map(Decoded.Command::packet)
                .filter(each -> each != null && each.length > 40_000).toList();
        assertEquals(2, packets.size());
        assertArrayEquals(large, packets.get(0));
    }

    @Test
    void whatIsNotSeveral() {
        byte[] random = new byte[5000];
        new Random(2).nextBytes(random);
        assertEquals(List.of(), Segments.split(random, new WireReader()));
        assertEquals(List.of(), Segments.split(new byte[60_000], new WireReader()));
        assertEquals(List.of(), Segments.split(new byte[3], new WireReader()));
    }
}
