package io.github.enet4j.testing.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.testing.wire.WireDatagram.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireReaderTest {
    private static final Pattern REPEATED = Pattern.compile("([0-9a-f]{2})\\*(\\d+)");

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** "00*10" stands for ten zeros there, and spaces part them. */
    private static String expand(String line) {
        return REPEATED.matcher(line).replaceAll(found -> found.group(1).repeat(Integer.parseInt(found.group(2))))
                .replace(" ", "");
    }

    private static WireDatagram read(String hex) {
        return new WireReader().read(bytes(hex));
    }

    @Test
    void connect() {
        WireDatagram read = read("8fff1234" + "82ff0001" + "0000ffff" + "00000570" + "00010000" + "000000ff"
                + "00000001" + "00000002" + "00001388" + "00000003" + "00000004" + "11223344" + "ffffffff");
        assertEquals(WireDatagram.NO_PEER, read.peerId());
        assertEquals(0x1234, read.sentTime());
        assertTrue(read.usual());
        WireCommand.Header header = new WireCommand.Header(CommandType.CONNECT, 0x80, 255, 1);
        assertEquals(List.of(new WireCommand.Connect(
                header, 0, 255, 255, 1392, 65536, 255, 1, 2, 5000, 3, 4, 0x11223344, 4294967295L)), read.commands());
    }

    @Test
    void severalCommands() {
        WireDatagram read = read("9007abcd" + "0103000500051234" + "86030006" + "0002" + "aabb" + "85ff0002");
        assertEquals(7, read.peerId());
        assertEquals(1, read.session());
        assertEquals(3, read.commands().size());
        assertEquals(new WireCommand.Acknowledge(
                new WireCommand.Header(CommandType.ACKNOWLEDGE, 0, 3, 5), 5, 0x1234), read.commands().get(0));
        assertArrayEquals(bytes("aabb"), ((WireCommand.Send) read.commands().get(1)).data());
        assertTrue(read.usual() && read.commands().get(2) instanceof WireCommand.Ping);
        byte[] rest = read.without(command -> command.header().type() == CommandType.SEND_RELIABLE);
        assertArrayEquals(bytes("9007abcd" + "0103000500051234" + "85ff0002"), rest);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0", "80, 0", "80001122, 0", "8000112286000001, 0", "800011228600000100ffaa, 0", "8000112285ff00010f, 1",
        "8000112285ff00018600, 1", "4000ffffffff, 0"})
    void whatIsCutGivesWhatThereIs(String hex, int commands) {
        WireDatagram read = read(hex == null ? "" : hex);
        assertFalse(read.usual());
        assertEquals(commands, read.commands().size());
        assertTrue(commands == 0 || read.problem() != null);
    }

    /** As stock ENet sends them; see native/test. */
    @ParameterizedTest
    @CsvSource({"none, NONE, NONE", "range, RANGE_CODER, NONE", "checksum, NONE, RIGHT"})
    void goldenDatagrams(String file, CompressionMode mode, Checksum checksum) throws IOException {
        WireReader reader = new WireReader();
        Path path = Path.of(System.getProperty("basedir", "."), "../../native/test/golden", file + ".hex");
        try (Stream<String> lines = Files.lines(path)) {
            List<WireDatagram> all = lines.filter(line -> line.matches("[<>] .*"))
                    .map(line -> reader.read(bytes(expand(line.substring(2))))).toList();
            assertTrue(all.size() > 20);
            for (WireDatagram datagram : all) {
                assertTrue(datagram.usual(), datagram::problem);
                assertNotNull(datagram.commands());
                assertEquals(checksum, datagram.checksum());
            }
            assertTrue(all.stream().anyMatch(datagram -> datagram.compression() == mode));
        }
    }

    @Test
    void nothingThrows() {
        Random random = new Random(1);
        byte[] start = bytes("9007abcd" + "0103000500051234" + "86030006" + "0002" + "aabb" + "85ff0002");
        WireReader reader = new WireReader();
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = Arrays.copyOf(start, random.nextInt(start.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && mutated.length > 0; flips--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            WireDatagram read = reader.read(mutated);
            assertTrue(read.usual() || read.problem() != null || read.commands().size() > 0 || mutated.length < 5);
            read.without(command -> false);
        }
    }
}
