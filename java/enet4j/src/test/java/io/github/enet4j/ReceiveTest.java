package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** getPacket in both forms, and what is known of the next packet. */
@ExtendWith(NoLeaks.class)
class ReceiveTest {
    @Test
    void nothingThere() {
        try (Loopback net = Loopback.connected()) {
            ENetPacketPeer peer = net.atServer;
            assertEquals(ENetError.OK, peer.getPacketError(), "nothing was asked yet");
            assertEquals(0, peer.getAvailablePacketCount());
            assertEquals(-1, peer.getPacketSize());
            assertEquals(-1, peer.getPacketFlags());
            assertEquals(-1, peer.getPacketChannel());
            assertEquals(ENetError.OK, peer.getPacketError());
            assertNull(peer.getPacket());
            assertEquals(ENetError.UNAVAILABLE, peer.getPacketError());
            ByteBuffer buffer = ByteBuffer.allocate(10);
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[0], 1));
            assertArrayEquals(new byte[0], net.receive(peer), "an empty packet is one");
            assertEquals(ENetError.OK, peer.getPacketError());
            assertEquals(-1, peer.getPacket(buffer));
            assertEquals(0, buffer.position());
            assertEquals(ENetError.UNAVAILABLE, peer.getPacketError());
            peer.reset();
            assertEquals(ENetError.UNAVAILABLE, peer.getPacketError(), "of the last getPacket call");
            assertNull(peer.getPacket());
            assertEquals(ENetError.UNCONFIGURED, peer.getPacketError());
            assertEquals(-1, peer.getPacket(buffer));
            assertEquals(ENetError.UNCONFIGURED, peer.getPacketError());
            assertEquals(-1, peer.getPacketSize());
        }
    }

    /** They tell of the next packet, not of the last one read. */
    @Test
    void factsAreOfTheNextPacket() {
        try (Loopback net = Loopback.connected()) {
            assertEquals(ENetError.OK, net.atClient.send(7, new byte[10], 1));
            assertEquals(ENetError.OK, net.atClient.send(254, new byte[2000], 8));
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[0], 2));
            net.until("all", () -> net.atServer.getAvailablePacketCount() == 3);
            int[][] expected = {{10, 1, 7}, {2000, 8, 254}, {0, 2, 0}};
            for (int i = 0; i < 3; i++) {
                assertEquals(3 - i, net.atServer.getAvailablePacketCount());
                assertEquals(expected[i][0], net.atServer.getPacketSize());
                assertEquals(expected[i][1], net.atServer.getPacketFlags());
                assertEquals(expected[i][2], net.atServer.getPacketChannel());
                assertEquals(expected[i][0], net.atServer.getPacket().length);
            }
        }
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                Arguments.of("direct", ByteBuffer.allocateDirect(3000)),
                Arguments.of("direct slice", ByteBuffer.allocateDirect(3007).position(7).slice()),
                Arguments.of("heap", ByteBuffer.allocate(3000)),
                Arguments.of("heap slice", ByteBuffer.allocate(3007).position(7).slice()));
    }

    /** Small packets come out of the batch, large and old ones out of native memory. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void intoBuffers(String name, ByteBuffer target) {
        try (Loopback net = Loopback.connected()) {
            for (boolean old : new boolean[] {false, true}) {
                for (int size : new int[] {0, 1, 100, 1364, 1365, 1408, 1409, 2500}) {
                    assertEquals(ENetError.OK, net.atClient.send(0, Loopback.pattern(size), 1));
                    net.until("it", () -> net.atServer.getAvailablePacketCount() > 0);
                    if (old) {
                        net.settle();
                    }
                    for (int i = 0; i < target.capacity(); i++) {
                        target.put(i, (byte) 77);
                    }
                    target.clear().position(5).limit(5 + Math.max(0, size - 1));
                    if (size > 0) {
                        assertThrows(BufferOverflowException.class, () -> net.atServer.getPacket(target), name);
                        assertEquals(5, target.position());
                        assertEquals(1, net.atServer.getAvailablePacketCount(), "it stays");
                        assertEquals(ENetError.OK, net.atServer.getPacketError());
                    }
                    target.clear().position(5).limit(5 + size);
                    assertThrows(
                            ReadOnlyBufferException.class, () -> net.atServer.getPacket(target.asReadOnlyBuffer()));
                    assertEquals(size, net.atServer.getPacketSize(), "it stays");
                    assertEquals(size, net.atServer.getPacket(target));
                    assertEquals(5 + size, target.position());
                    assertEquals(5 + size, target.limit());
                    assertEquals(ENetError.OK, net.atServer.getPacketError());
                    byte[] got = new byte[size];
                    target.get(5, got);
                    assertArrayEquals(Loopback.pattern(size), got);
                    target.clear();
                    assertEquals(77, target.get(4));
                    assertEquals(77, target.get(5 + size));
                    assertEquals(0, net.atServer.getAvailablePacketCount());
                }
            }
        }
    }

    @Test
    void aReadOnlyTargetIsRefusedAlsoWhenNothingIsThere() {
        try (Loopback net = Loopback.connected()) {
            assertThrows(
                    ReadOnlyBufferException.class,
                    () -> net.atServer.getPacket(ByteBuffer.allocate(1).asReadOnlyBuffer()));
            assertThrows(
                    ReadOnlyBufferException.class,
                    () -> net.atServer.getPacket(ByteBuffer.allocateDirect(1).asReadOnlyBuffer()));
        }
    }

    /** Whatever the mix of reading at once and later, the queue stays a queue. */
    @Test
    void queueKeepsOrder() {
        try (Loopback net = Loopback.connected()) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(4000);
            int sent = 0;
            int read = 0;
            for (int round = 0; round < 60; round++) {
                for (int i = 0; i < 1 + round % 7; i++) {
                    assertEquals(ENetError.OK, net.atClient.send(0, Loopback.pattern(sent++ * 37 % 2000), 1));
                }
                int all = sent - read;
                net.until("all", () -> net.atServer.getAvailablePacketCount() == all);
                for (int i = round % 5; i > 0 && net.atServer.getAvailablePacketCount() > 0; i--) {
                    byte[] expected = Loopback.pattern(read++ * 37 % 2000);
                    if (i % 2 == 0) {
                        assertArrayEquals(expected, net.atServer.getPacket());
                    } else {
                        assertEquals(expected.length, net.atServer.getPacket(buffer.clear()));
                        byte[] got = new byte[expected.length];
                        buffer.flip().get(got);
                        assertArrayEquals(expected, got);
                    }
                }
            }
            while (read < sent) {
                assertArrayEquals(Loopback.pattern(read++ * 37 % 2000), net.atServer.getPacket());
            }
            assertNull(net.atServer.getPacket());
        }
    }
}
