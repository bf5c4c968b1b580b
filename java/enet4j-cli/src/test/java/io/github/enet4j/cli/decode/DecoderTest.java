package io.github.enet4j.cli.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.testing.Direction;
import io.github.enet4j.testing.ENetFilters;
import io.github.enet4j.testing.NetworkConditions;
import io.github.enet4j.testing.wire.CommandType;
import io.github.enet4j.testing.wire.WireCommand;
import io.github.enet4j.testing.wire.WireDatagram;
import io.github.enet4j.testing.wire.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures of real conversations, beside what the programs sent. */
class DecoderTest {
    private static byte[] packet(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'x');
        for (int i = 0; i < size; i += 7) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static Decoder decoder() {
        return new Decoder(null, () -> null);
    }

    private static byte[] talk(CompressionMode mode, boolean checksum, List<byte[]> sent) {
        try (Recording recording = new Recording(mode, checksum).connect()) {
            for (int size : new int[] {0, 1, 15, 100, 1364, 1400, 20_000}) {
                for (int flags : new int[] {1, 0, 2, 8}) {
                    recording.exchange(flags % 3, packet(size), flags);
                }
            }
            recording.disconnect();
            sent.addAll(recording.sent);
            return recording.finish();
        }
    }

    private static void assertComplete(byte[] capture, List<byte[]> sent, Decoder decoder) {
        List<Decoded> all = Recording.decode(capture, decoder);
        for (Direction direction : Direction.values()) {
            List<byte[]> packets = all.stream().filter(each -> each.direction() == direction)
                    .flatMap(each -> each.commands().stream()).filter(each -> each.packet() != null)
                    .map(Decoded.Command::packet).toList();
            assertEquals(sent.size(), packets.size());
            for (int i = 0; i < sent.size(); i++) {
                assertArrayEquals(sent.get(i), packets.get(i));
            }
        }
        assertEquals(List.of(), decoder.problems());
        assertEquals(1, decoder.connections().size());
        Connection connection = decoder.connections().get(0);
        assertEquals("the client disconnected, data 5", connection.ending(decoder.end()));
        assertEquals(77, connection.connect.data());
        assertTrue(connection.handshakeMillis() >= 0);
        Half client = connection.half(Direction.TO_SERVER);
        assertEquals(client.reliable, client.confirmed);
        assertEquals(0, client.gaps);
    }

    @ParameterizedTest
    @EnumSource
    void everyPacketIsFound(CompressionMode mode) {
        List<byte[]> sent = new ArrayList<>();
        byte[] capture = talk(mode, false, sent);
        Decoder decoder = decoder();
        assertComplete(capture, sent, decoder);
        List<Decoded> all = Recording.decode(capture, decoder());
        assertEquals(mode != CompressionMode.NONE,
                all.stream().anyMatch(each -> each.datagram().compression() != CompressionMode.NONE));
        assertTrue(all.stream().allMatch(each -> each.datagram().compression() == mode
                || each.datagram().compression() == CompressionMode.NONE));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "ZLIB"})
    void checksums(CompressionMode mode) {
        List<byte[]> sent = new ArrayList<>();
        byte[] capture = talk(mode, true, sent);
        assertComplete(capture, sent, decoder());
        assertTrue(Recording.decode(capture, decoder()).stream()
                .allMatch(each -> each.datagram().checksum() == WireDatagram.Checksum.RIGHT));
    }

    @Test
    void resendsAreMatchedToWhatConfirmsThem() {
        byte[] capture;
        try (Recording recording = new Recording(CompressionMode.NONE, false).connect()) {
            var filter = ENetFilters.dropAcknowledgements(Direction.TO_CLIENT);
            recording.proxy.addFilter(filter);
            AtomicInteger sends = new AtomicInteger();
            WireReader reader = new WireReader();
            recording.proxy.addFilter((direction, client, datagram) -> {
                sends.addAndGet((int) reader.read(datagram).commands().stream().filter(each ->
                        direction == Direction.TO_SERVER && each instanceof WireCommand.Send).count());
                return datagram;
            });
            recording.exchange(0, packet(10), ENetPacketPeer.FLAG_RELIABLE);
            recording.until(() -> sends.get() >= 2);
            recording.proxy.removeFilter(filter);
            recording.disconnect();
            capture = recording.finish();
        }
        Decoder decoder = decoder();
        List<Decoded> all = Recording.decode(capture, decoder);
        Half client = decoder.connections().get(0).half(Direction.TO_SERVER);
        assertTrue(client.resends > 0);
        assertEquals(1, client.packets, "a packet that is sent again is one packet");
        assertTrue(all.stream().flatMap(each -> each.commands().stream())
                .anyMatch(each -> each.facts().getOrDefault("try", 0).equals(2)));
        assertTrue(all.stream().flatMap(each -> each.commands().stream())
                .filter(each -> each.command() instanceof WireCommand.Acknowledge)
                .anyMatch(each -> "SEND_RELIABLE".equals(each.facts().get("of"))
                        && (double) each.facts().get("roundTripMillis") >= 0));
    }

    @Test
    void whatNeverCameIsAGap() {
        byte[] capture;
        try (Recording recording = new Recording(CompressionMode.NONE, false).connect()) {
            recording.exchange(0, packet(10), ENetPacketPeer.FLAG_RELIABLE);
            recording.proxy.addFilter(ENetFilters.dropReliable(Direction.TO_SERVER, 1));
            recording.exchange(0, packet(20), ENetPacketPeer.FLAG_RELIABLE);
            recording.peer.send(0, packet(30), ENetPacketPeer.FLAG_RELIABLE);
            recording.exchange(0, packet(40), ENetPacketPeer.FLAG_RELIABLE);
            capture = recording.finish();
        }
        Decoder decoder = decoder();
        Recording.decode(capture, decoder);
        assertTrue(decoder.connections().get(0).half(Direction.TO_SERVER).packets >= 3);
    }

    @Test
    void aConnectThatNobodyAnswers() {
        byte[] capture;
        try (Recording recording = new Recording(CompressionMode.NONE, false)) {
            recording.proxy.setConditions(Direction.TO_CLIENT, NetworkConditions.NONE.loss(1));
            recording.client.connectToHost("127.0.0.1", recording.proxy.getLocalPort());
            recording.until(() -> recording.proxy.getCounters(Direction.TO_SERVER).delivered() >= 2);
            capture = recording.finish();
        }
        Decoder decoder = decoder();
        Recording.decode(capture, decoder);
        String ending = decoder.connections().get(0).ending(decoder.end());
        assertTrue(ending.startsWith("never answered: 2 CONNECT"), ending);
    }

    @Test
    void severalConnectionsOfOneAddress() {
        byte[] capture;
        try (Recording recording = new Recording(CompressionMode.NONE, false).connect()) {
            recording.exchange(0, packet(3), 1);
            recording.disconnect();
            recording.connect().exchange(0, packet(4), 1);
            capture = recording.finish();
        }
        Decoder decoder = decoder();
        Recording.decode(capture, decoder);
        assertEquals(1, decoder.conversations().size());
        assertEquals(2, decoder.connections().size());
        assertEquals(4, decoder.connections().get(1).half(Direction.TO_CLIENT).packetBytes);
        assertEquals("open when the capture ends", decoder.connections().get(1).ending(decoder.end()));
    }

    /** Cut at every length: what is whole is there, and what is not is said. */
    @Test
    void capturesThatAreCut() {
        byte[] capture;
        try (Recording recording = new Recording(CompressionMode.NONE, false).connect()) {
            recording.exchange(0, packet(3), 1);
            capture = recording.finish();
        }
        int whole = Recording.decode(capture, decoder()).size();
        int before = 0;
        for (int length = 24; length <= capture.length; length++) {
            int found = Recording.decode(Arrays.copyOf(capture, length), decoder()).size();
            assertTrue(found >= before && found <= whole);
            before = found;
        }
        assertEquals(whole, before);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 60, 70})
    void framesThatAreCut(int snapshot) {
        List<byte[]> sent = new ArrayList<>();
        byte[] capture = Captures.cutFrames(talk(CompressionMode.NONE, false, sent), snapshot);
        Decoder decoder = decoder();
        List<Decoded> all = Recording.decode(capture, decoder);
        assertTrue(all.stream().anyMatch(each -> each.udp().isCut()));
        assertTrue(decoder.problems().get(0).contains("are cut off"), () -> decoder.problems().toString());
    }

    @Test
    void somethingElse() {
        byte[] dns = Captures.bytes("12340100000100000000000003777777076578616d706c65036f72670000010001");
        Decoder decoder = decoder();
        assertEquals(0, Recording.decode(Captures.pcap(101, Captures.ipv4(dns)), decoder).size());
        assertEquals(1, decoder.otherUdp());
    }

    @Test
    void commandsAreCounted() {
        byte[] capture;
        try (Recording recording = new Recording(CompressionMode.NONE, false).connect()) {
            recording.exchange(0, packet(3), 1);
            capture = recording.finish();
        }
        Decoder decoder = decoder();
        Recording.decode(capture, decoder);
        Half client = decoder.connections().get(0).half(Direction.TO_SERVER);
        assertEquals(1, client.commands.get(CommandType.SEND_RELIABLE));
        assertEquals(1, client.commands.get(CommandType.CONNECT));
    }
}
