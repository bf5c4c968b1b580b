package io.github.enet4j.cli.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.cli.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CaptureReaderTest {
    private static final byte[] DATA = Captures.bytes("8000112285ff0001");
    private static final ByteOrder[] ORDERS = {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN};

    private static CaptureReader open(byte[] file) throws IOException {
        return CaptureReader.open(new ByteArrayInputStream(file));
    }

    private static void assertHolds(long time, byte[] file) throws IOException {
        CaptureReader reader = open(file);
        Frame frame = reader.next();
        assertNotNull(frame, reader::problem);
        assertEquals(time, frame.time());
        Udp udp = (Udp) Udp.of(frame, new IpFragments());
        assertArrayEquals(DATA, udp.data());
        assertEquals(5000, udp.from().getPort());
        assertEquals(7777, udp.to().getPort());
        assertNull(reader.next());
        assertNull(reader.problem());
    }

    @Test
    void pcap() throws IOException {
        for (ByteOrder order : ORDERS) {
            for (boolean nanoseconds : new boolean[] {false, true}) {
                assertHolds(7_123_456, Captures.pcap(order, nanoseconds, 101, List.of(Captures.ipv4(DATA))));
            }
        }
    }

    @Test
    void compressedOnesAreTold() {
        byte[] gzip = {0x1F, (byte) 0x8B, 8, 0, 0, 0};
        Exception e = assertThrows(Failure.class, () -> CaptureReader.open(new ByteArrayInputStream(gzip)));
        assertTrue(e.getMessage().contains("gunzip"), e.getMessage());
    }

    @Test
    void unknownConnectionsAreTold(@TempDir Path folder) throws IOException {
        byte[] pcap = Captures.pcap(ByteOrder.BIG_ENDIAN, false, 101, List.of(Captures.ipv4(DATA)));
        Path file = Files.write(folder.resolve("some.pcap"), pcap);
        StringWriter err = new StringWriter();
        int status = new CommandLine(new DecodeCommand()).setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err)).execute(file.toString(), "--follow", "99");
        assertEquals(0, status);
        assertTrue(err.toString().contains("no connection 99"), err::toString);
    }

    @Test
    void pcapng() throws IOException {
        List<byte[]> frames = List.of(Captures.ipv4(DATA));
        for (ByteOrder order : ORDERS) {
            assertHolds(7_123_456, Captures.pcapng(order, 101, 6, 7_123_456, frames));
            assertHolds(7_123_456, Captures.pcapng(order, 101, 9, 7_123_456_789L, frames));
            assertHolds(7_000_000, Captures.pcapng(order, 101, 0x80 | 10, 7 << 10, frames));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 000000000000 000000000000 0800", "1, 000000000000 000000000000 8100 0001 0800",
        "1, 000000000000 000000000000 88a8 0001 8100 0002 0800", "0, 02000000", "108, 00000002", "12, ''", "14, ''",
        "101, ''", "228, ''", "113, 0000 0001 0006 0000000000000000 0800",
        "276, 0800 0000 00000001 0001 00 06 0000000000000000"})
    void linkTypes(int linkType, String header) throws IOException {
        byte[] start = Captures.bytes(header);
        assertHolds(7_123_456, Captures.pcap(linkType, Captures.join(start, Captures.ipv4(DATA))));
        String six = header.replaceAll("0800$", "86dd").replaceAll("^0800", "86dd");
        assertHolds(7_123_456, Captures.pcap(linkType,
                Captures.join(Captures.bytes(six), Captures.ipv6(DATA, 0))));
        assertHolds(7_123_456, Captures.pcap(linkType,
                Captures.join(Captures.bytes(six), Captures.ipv6(DATA, 16))));
    }

    private static Object udp(byte[] frame, int length, int linkType) {
        return Udp.of(new Frame(0, linkType, frame, length), new IpFragments());
    }

    @Test
    void whatIsNotUdp() {
        byte[] tcp = Captures.ipv4(DATA);
        tcp[9] = 6;
        assertEquals(Udp.Nothing.NOT_UDP, udp(tcp, tcp.length, 101));
        byte[] fragment = Captures.ipv4(DATA);
        fragment[7] = 5;
        assertEquals(Udp.Nothing.FRAGMENT, udp(fragment, fragment.length, 101));
        assertEquals(Udp.Nothing.LINK_TYPE, udp(fragment, fragment.length, 147));
        byte[] arp = Captures.bytes("000000000000 000000000000 0806 0001");
        assertEquals(Udp.Nothing.NOT_UDP, udp(arp, arp.length, 1));
        byte[] whole = Captures.ipv6(DATA, 16);
        for (int length = 0; length < whole.length - DATA.length; length++) {
            assertEquals(Udp.Nothing.CUT, udp(Arrays.copyOf(whole, length), whole.length, 101));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a1b2", "a1b2c3", "deadbeef00000000", "7f454c46"})
    void whatIsNoCapture(String hex) {
        assertThrows(Failure.class, () -> open(Captures.bytes(hex.length() % 2 == 0 ? hex : hex + "0")));
    }

    @Test
    void damage() throws IOException {
        byte[] pcap = Captures.pcap(101, Captures.ipv4(DATA), Captures.ipv4(DATA));
        byte[] huge = pcap.clone();
        huge[24 + 16 + 36 + 8] = 0x7F;
        CaptureReader reader = open(huge);
        assertNotNull(reader.next());
        assertNull(reader.next());
        assertEquals("the capture is damaged: a frame of 2130706468 bytes", reader.problem());
        CaptureReader cut = open(Arrays.copyOf(pcap, pcap.length - 1));
        assertNotNull(cut.next());
        assertNull(cut.next());
        assertEquals("the capture is cut off in the middle of a frame", cut.problem());
    }
}
