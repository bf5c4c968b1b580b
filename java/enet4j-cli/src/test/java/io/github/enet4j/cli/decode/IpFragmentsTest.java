package io.github.enet4j.cli.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpFragmentsTest {
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final byte[] DATA = new byte[4000];

    static {
        new Random(1).nextBytes(DATA);
    }

    private final IpFragments fragments = new IpFragments();

    /** A part of an IPv4 packet. */
    private static byte[] ipv4(byte[] packet, int number, int from, int to) {
        byte[] part = Captures.join(Arrays.copyOf(packet, IPV4_HEADER),
                Arrays.copyOfRange(packet, IPV4_HEADER + from, IPV4_HEADER + to));
        boolean more = IPV4_HEADER + to < packet.length;
        ByteBuffer.wrap(part).putShort(2, (short) part.length).putShort(4, (short) number)
                .putShort(6, (short) (from / 8 | (more ? 0x2000 : 0)));
        return part;
    }

    /** A part of an IPv6 packet. */
    private static byte[] ipv6(byte[] packet, int number, int from, int to) {
        byte[] header = Arrays.copyOf(packet, IPV6_HEADER);
        boolean more = IPV6_HEADER + to < packet.length;
        ByteBuffer.wrap(header).putShort(4, (short) (8 + to - from)).put(6, (byte) 44);
        ByteBuffer fragment = ByteBuffer.allocate(8).put((byte) 17).put((byte) 0)
                .putShort((short) (from | (more ? 1 : 0))).putInt(number);
        byte[] part = Arrays.copyOfRange(packet, IPV6_HEADER + from, IPV6_HEADER + to);
        return Captures.join(header, fragment.array(), part);
    }

    private static List<byte[]> cut(byte[] packet, boolean six, int number, int size) {
        List<byte[]> parts = new ArrayList<>();
        int length = packet.length - (six ? IPV6_HEADER : IPV4_HEADER);
        for (int at = 0; at < length; at += size) {
            int end = Math.min(length, at + size);
            parts.add(six ? ipv6(packet, number, at, end) : ipv4(packet, number, at, end));
        }
        return parts;
    }

    private Object add(long time, byte[] frame) {
        return Udp.of(new Frame(time, 101, frame, frame.length), fragments);
    }

    private List<Udp> addAll(long time, List<byte[]> frames) {
        List<Udp> found = new ArrayList<>();
        for (byte[] frame : frames) {
            if (add(time, frame) instanceof Udp udp) {
                found.add(udp);
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 552, 1480, 3992})
    void partsInAnyOrder(int size) {
        for (boolean six : new boolean[] {false, true}) {
            byte[] packet = six ? Captures.ipv6(DATA, 0) : Captures.ipv4(DATA);
            List<byte[]> parts = cut(packet, six, 7, size);
            for (int seed = 0; seed < 20; seed++) {
                List<byte[]> mixed = new ArrayList<>(parts);
                Collections.shuffle(mixed, new Random(seed));
                mixed.add(1, mixed.get(0)); // seen twice
                List<Udp> found = addAll(0, mixed);
                assertEquals(1, found.size());
                assertArrayEquals(DATA, found.get(0).data());
                assertEquals(DATA.length, found.get(0).length());
                assertEquals(7777, found.get(0).to().getPort());
            }
        }
        assertEquals(0, fragments.incomplete() + fragments.refused());
    }

    @Test
    void packetsThatMixOnTheirWay() {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            byte[] data = DATA.clone();
            data[0] = (byte) i;
            all.addAll(cut(Captures.ipv4(data), false, i, 1480));
        }
        Collections.shuffle(all, new Random(2));
        assertEquals(40, addAll(0, all).stream().map(each -> each.data()[0]).distinct().count());
    }

    @Test
    void overlapsAreRefused() {
        byte[] packet = Captures.ipv4(DATA);
        List<byte[]> parts = cut(packet, false, 1, 1480);
        for (int[] odd : new int[][] {{0, 8}, {1472, 1488}, {0, 4000}, {2952, 2968}, {8, 1472}}) {
            IpFragments each = new IpFragments();
            List<byte[]> all = new ArrayList<>(parts.subList(0, 2));
            all.add(ipv4(packet, 1, odd[0], odd[1]));
            all.add(parts.get(2));
            long found = all.stream().filter(part -> Udp.of(new Frame(0, 101, part, part.length), each) instanceof Udp)
                    .count();
            assertEquals(0, found, Arrays.toString(odd));
            assertEquals(1, each.refused(), Arrays.toString(odd));
            assertEquals(0, each.incomplete());
        }
    }

    @Test
    void partsThatSayOtherwiseThanTheLast() {
        byte[] packet = Captures.ipv4(DATA);
        byte[] longer = Captures.ipv4(new byte[5000]);
        assertEquals(Udp.Nothing.FRAGMENT, add(0, ipv4(packet, 1, 2960, 4008)));
        assertEquals(Udp.Nothing.FRAGMENT, add(0, ipv4(longer, 1, 4008, 4016)));
        assertEquals(1, fragments.refused());
    }

    @Test
    void whatIsMissing() {
        List<byte[]> parts = cut(Captures.ipv4(DATA), false, 1, 1480);
        assertEquals(List.of(), addAll(0, parts.subList(0, 2)));
        /* Much later the number is another packet's. */
        assertEquals(List.of(), addAll(40_000_000, parts.subList(2, 3)));
        assertEquals(2, fragments.incomplete());
        byte[] cut = Arrays.copyOf(parts.get(0), 100);
        assertEquals(Udp.Nothing.CUT, Udp.of(new Frame(0, 101, cut, parts.get(0).length), fragments));
        /* Of very many the oldest are given up; what is held stays bounded. */
        for (int i = 0; i < 10_000; i++) {
            add(0, ipv4(Captures.ipv4(DATA), i, 0, 1480));
        }
        assertEquals(10_002, fragments.incomplete());
    }

    @Test
    void endToEnd() {
        byte[] datagram = Captures.bytes("8fff0001 82ff0001 00000001 00000578 00010000 00000001 00000000 00000000 "
                + "00001388 00000002 00000002 12345678 00000000");
        byte[] packet = Captures.ipv4(datagram);
        Decoder decoder = new Decoder(null, () -> null);
        List<Decoded> all = Recording.decode(
                Captures.pcap(101, cut(packet, false, 1, 24).toArray(byte[][]::new)), decoder);
        assertEquals(1, all.size());
        assertEquals(List.of(), decoder.problems());
    }
}
