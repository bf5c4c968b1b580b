package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** send, putPacket: codes, flags as the receiver sees them, and every kind of buffer. */
@ExtendWith(NoLeaks.class)
class SendTest {
    private static final int FRAGMENT = 1364;

    /** The number of channels is 5. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, OK", "4, 11, OK", "0, 1, OK", "0, 2, OK", "0, 3, OK", "0, 8, OK", "0, 9, OK", "0, 10, OK",
        "5, 0, FAILED", "6, 0, INVALID_PARAMETER", "-1, 0, INVALID_PARAMETER", "-2147483648, 0, INVALID_PARAMETER",
        "2147483647, 0, INVALID_PARAMETER", "256, 0, INVALID_PARAMETER", "0, 4, INVALID_PARAMETER",
        "0, 5, INVALID_PARAMETER", "0, 16, INVALID_PARAMETER", "0, 256, INVALID_PARAMETER", "0, -1, INVALID_PARAMETER",
        "0, -2147483648, INVALID_PARAMETER", "5, 4, INVALID_PARAMETER"
    })
    void codes(int channel, int flags, ENetError code) {
        try (Loopback net = Loopback.connected(5)) {
            ByteBuffer direct = ByteBuffer.allocateDirect(3);
            ByteBuffer heap = ByteBuffer.allocate(3);
            assertEquals(code, net.atClient.send(channel, new byte[3], flags));
            assertEquals(code, net.atClient.send(channel, new byte[5], 1, 3, flags));
            assertEquals(code, net.atClient.send(channel, direct, flags));
            assertEquals(code, net.atClient.send(channel, heap, flags));
            assertEquals(code, net.atClient.send(channel, heap.duplicate().clear().asReadOnlyBuffer(), flags));
            assertEquals(code == ENetError.OK ? 3 : 0, direct.position());
            assertEquals(code == ENetError.OK ? 3 : 0, heap.position());
            if (code == ENetError.OK) {
                for (int i = 0; i < 5; i++) {
                    assertArrayEquals(new byte[3], net.receive(net.atServer));
                }
            }
            net.settle();
            net.assertNothingSeen();
        }
    }

    /** While it disconnects, a peer has no channels. */
    @Test
    void notConnectedIsFailed() {
        try (Loopback net = Loopback.connected(5)) {
            ENetPacketPeer connecting = net.client.connectToHost(LOCALHOST, net.port(), 5, 0);
            assertEquals(ENetError.FAILED, connecting.send(0, new byte[1], 1));
            assertEquals(ENetError.FAILED, connecting.putPacket(new byte[1]));
            assertEquals(ENetError.INVALID_PARAMETER, connecting.send(6, new byte[1], 1));
            net.atClient.peerDisconnect(0);
            assertEquals(PeerState.DISCONNECTING, net.atClient.getState());
            assertEquals(ENetError.FAILED, net.atClient.send(0, new byte[1], 1));
            assertEquals(ENetError.INVALID_PARAMETER, net.atClient.send(1, new byte[1], 1));
            net.await(net.client, EventType.DISCONNECT);
            assertEquals(ENetError.UNCONFIGURED, net.atClient.send(0, new byte[1], 1));
            assertEquals(ENetError.UNCONFIGURED, net.atClient.putPacket(new byte[1]));
        }
    }

    static Stream<Arguments> flagsAsSeen() {
        return Stream.of(
                Arguments.of(0, 0, 1), Arguments.of(1, 1, 1), Arguments.of(2, 2, 1), Arguments.of(8, 0, 8),
                Arguments.of(2 | 8, 2, 8), Arguments.of(1 | 2, 1, 1), Arguments.of(1 | 8, 1, 1),
                Arguments.of(1 | 2 | 8, 1, 1));
    }

    /** Sent with, seen on a packet that fits into one datagram, seen on a larger one. */
    @ParameterizedTest
    @MethodSource("flagsAsSeen")
    void flags(int sent, int whole, int fragmented) {
        try (Loopback net = Loopback.connected()) {
            for (int size : new int[] {0, 1, 15, 16, 17, FRAGMENT - 1, FRAGMENT, FRAGMENT + 1, 1391, 1392, 1400,
                20_000}) {
                byte[] packet = Loopback.pattern(size);
                assertEquals(ENetError.OK, net.atClient.send(3, packet, sent));
                net.until("a packet", () -> net.atServer.getAvailablePacketCount() > 0);
                assertEquals(size <= FRAGMENT ? whole : fragmented, net.atServer.getPacketFlags(), "size " + size);
                assertEquals(size, net.atServer.getPacketSize());
                assertEquals(3, net.atServer.getPacketChannel());
                Loopback.Seen seen = net.await(net.server, EventType.RECEIVE);
                assertEquals(3, seen.channel());
                assertArrayEquals(packet, net.atServer.getPacket());
                assertEquals(ENetError.OK, net.atServer.getPacketError());
            }
        }
    }

    /** A lost fragment of an unreliable packet is the end of it; any other large packet is sent again. */
    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "2, true", "8, false", "10, false", "9, true"})
    void lostFragments(int flags, boolean arrives) {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            int[] large = new int[1];
            net.server.intercept(datagram -> datagram.data().remaining() > 1000 && large[0]++ == 1);
            assertEquals(ENetError.OK, net.atClient.send(0, Loopback.pattern(5000), flags));
            assertEquals(ENetError.OK, net.atClient.send(1, new byte[1], 1));
            if (arrives) {
                net.until("both", () -> net.atServer.getAvailablePacketCount() == 2);
            } else {
                assertArrayEquals(new byte[1], net.receive(net.atServer));
                net.settle();
                assertEquals(0, net.atServer.getAvailablePacketCount());
            }
        }
    }

    /** Reliable packets wait for those before them, unsequenced ones for nobody, late unreliable ones are dropped. */
    @Test
    void order() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            boolean[] dropped = new boolean[1];
            net.server.intercept(datagram -> !dropped[0] && (dropped[0] = true));
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {1}, 1));
            net.client.flush();
            /* At once: soon it is sent again. */
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {2}, 1));
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {3}, 0));
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {4}, 2));
            assertEquals(ENetError.OK, net.atClient.send(1, new byte[] {5}, 1));
            net.client.flush();
            net.until("the loss", () -> dropped[0]);
            net.until("all", () -> net.atServer.getAvailablePacketCount() == 5);
            byte[] order = new byte[5];
            for (int i = 0; i < order.length; i++) {
                order[i] = net.atServer.getPacket()[0];
            }
            assertArrayEquals(new byte[] {4, 5, 1, 2, 3}, order);
        }
    }

    @Test
    void partsOfArrays() {
        try (Loopback net = Loopback.connected()) {
            byte[] array = Loopback.pattern(100);
            int[][] parts = {{0, 100}, {0, 0}, {100, 0}, {99, 1}, {10, 50}};
            for (int[] part : parts) {
                assertEquals(ENetError.OK, net.atClient.send(0, array, part[0], part[1], 1));
                assertArrayEquals(
                        Arrays.copyOfRange(array, part[0], part[0] + part[1]), net.receive(net.atServer));
            }
            int[][] bad = {
                {-1, 1}, {0, -1}, {0, 101}, {100, 1}, {101, 0}, {1, Integer.MAX_VALUE}, {Integer.MAX_VALUE, 1},
                {Integer.MIN_VALUE, 0}, {50, 51}, {0, Integer.MIN_VALUE}
            };
            for (int[] part : bad) {
                assertThrows(
                        IndexOutOfBoundsException.class, () -> net.atClient.send(0, array, part[0], part[1], 1),
                        Arrays.toString(part));
            }
            assertArrayEquals(Loopback.pattern(100), array);
            net.settle();
            net.assertNothingSeen();
        }
    }

    static Stream<Arguments> buffers() {
        byte[] content = Loopback.pattern(2000);
        ByteBuffer direct = ByteBuffer.allocateDirect(content.length).put(content).clear();
        ByteBuffer heap = ByteBuffer.wrap(content.clone());
        ByteBuffer offset = ByteBuffer.allocate(content.length + 7).position(7).slice().put(content).clear();
        ByteBuffer directOffset =
                ByteBuffer.allocateDirect(content.length + 7).position(7).slice().put(content).clear();
        return Stream.of(
                Arguments.of("direct", direct), Arguments.of("direct slice", directOffset),
                Arguments.of("direct read-only", direct.asReadOnlyBuffer()), Arguments.of("heap", heap),
                Arguments.of("heap slice", offset), Arguments.of("heap read-only", heap.asReadOnlyBuffer()),
                Arguments.of("heap slice read-only", offset.asReadOnlyBuffer()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("buffers")
    void buffers(String name, ByteBuffer buffer) {
        try (Loopback net = Loopback.connected(4)) {
            byte[] content = Loopback.pattern(2000);
            for (int[] range : new int[][] {{0, 2000}, {0, 0}, {2000, 2000}, {1, 2}, {500, 1700}}) {
                buffer.limit(range[1]).position(range[0]).mark();
                assertEquals(ENetError.OK, net.atClient.send(0, buffer, 1), name);
                assertEquals(range[1], buffer.position());
                assertEquals(range[1], buffer.limit());
                assertArrayEquals(Arrays.copyOfRange(content, range[0], range[1]), net.receive(net.atServer));

                buffer.position(range[0]);
                net.server.broadcast(0, buffer.duplicate(), 1);
                net.client.broadcast(1, buffer, 1);
                assertEquals(range[1], buffer.position());
                assertArrayEquals(Arrays.copyOfRange(content, range[0], range[1]), net.receive(net.atServer));
                assertArrayEquals(Arrays.copyOfRange(content, range[0], range[1]), net.receive(net.atClient));
            }
            buffer.limit(20).position(10);
            assertEquals(ENetError.FAILED, net.atClient.send(4, buffer, 1));
            assertEquals(10, buffer.position(), "nothing was sent");
            assertThrows(ENetException.class, () -> net.client.broadcast(0, buffer, 4));
            assertEquals(10, buffer.position(), "nothing was sent");
        }
    }

    /** The contents are copied by the call. */
    @Test
    void contentsAreCopied() {
        try (Loopback net = Loopback.connected()) {
            byte[] array = {1};
            ByteBuffer buffer = ByteBuffer.allocateDirect(1).put(0, (byte) 2);
            assertEquals(ENetError.OK, net.atClient.send(0, array, 1));
            assertEquals(ENetError.OK, net.atClient.send(0, buffer, 1));
            array[0] = 9;
            buffer.put(0, (byte) 9);
            assertArrayEquals(new byte[] {1}, net.receive(net.atServer));
            assertArrayEquals(new byte[] {2}, net.receive(net.atServer));
        }
    }

    @Test
    void putPacketIsReliableOnChannel0() {
        try (Loopback net = Loopback.connected()) {
            assertEquals(ENetError.OK, net.atClient.putPacket(new byte[0]), "and not sent");
            assertEquals(ENetError.OK, net.atClient.putPacket(new byte[] {1, 2}));
            net.until("a packet", () -> net.atServer.getAvailablePacketCount() > 0);
            assertEquals(0, net.atServer.getPacketChannel());
            assertEquals(1, net.atServer.getPacketFlags());
            assertArrayEquals(new byte[] {1, 2}, net.receive(net.atServer));
            net.settle();
            net.assertNothingSeen();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 8})
    void manySmallOnes(int flags) {
        try (Loopback net = Loopback.connected()) {
            int packets = 400;
            for (int i = 0; i < packets; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, Loopback.pattern(i % 64), flags));
            }
            net.until("all", () -> net.atServer.getAvailablePacketCount() == packets);
            for (int i = 0; i < packets; i++) {
                assertArrayEquals(Loopback.pattern(i % 64), net.atServer.getPacket());
            }
        }
    }

    /** In more fragments than ENet gets through a reliable packet would end the connection. */
    @Test
    void moreFragmentsThanGetThrough() {
        try (Loopback net = Loopback.hosts()) {
            net.server.mtu(576);
            net.client.mtu(576);
            net.connect(1);
            byte[] tooLarge = new byte[28_672 * (576 - 28) + 1];
            assertEquals(ENetError.FAILED, net.atClient.send(0, tooLarge, ENetPacketPeer.FLAG_RELIABLE));
            assertEquals(ENetError.FAILED, net.atClient.send(0, tooLarge, 0));
            net.client.broadcast(0, tooLarge, ENetPacketPeer.FLAG_RELIABLE);
            assertEquals(0, net.atClient.getQueuedPackets());
            byte[] large = Loopback.pattern(24_577 * (576 - 28));
            assertEquals(ENetError.OK, net.atClient.send(0, large, ENetPacketPeer.FLAG_RELIABLE));
            assertArrayEquals(large, net.receive(net.atServer));
        }
    }
}
