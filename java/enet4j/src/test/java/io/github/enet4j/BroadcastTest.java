package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** broadcast, and datagrams that socketSend sends past ENet. */
@ExtendWith(NoLeaks.class)
class BroadcastTest {
    /** The host's limit is 5 channels. */
    @ParameterizedTest
    @CsvSource({"-1, 0", "5, 0", "6, 0", "-2147483648, 0", "2147483647, 0", "256, 0", "0, 4", "0, 16",
        "0, -1", "0, 12"})
    void wrongArguments(int channel, int flags) {
        try (Loopback net = Loopback.hosts()) {
            net.server.channelLimit(5);
            net.connect(0);
            assertError(ENetError.INVALID_PARAMETER, () -> net.server.broadcast(channel, new byte[3], flags));
            ByteBuffer buffer = ByteBuffer.allocateDirect(3);
            assertError(ENetError.INVALID_PARAMETER, () -> net.server.broadcast(channel, buffer, flags));
            assertEquals(0, buffer.position());
            net.settle();
            net.assertNothingSeen();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "4, 1, 1", "2, 2, 2", "1, 8, 0", "0, 11, 1"})
    void reachesAllWhoAreConnected(int channel, int flags, int seen) {
        try (Loopback net = Loopback.hosts()) {
            net.server.channelLimit(5);
            net.connect(0);
            ENetConnection second = net.newClient();
            ENetPacketPeer secondAtClient = second.connectToHost(LOCALHOST, net.port());
            net.await(second, EventType.CONNECT);
            net.await(net.server, EventType.CONNECT);
            secondAtClient.throttleConfigure(5000, 32, 0);
            net.settle();
            ENetPacketPeer connecting = net.server.connectToHost(LOCALHOST, 9);
            byte[] packet = Loopback.pattern(50);
            net.server.broadcast(channel, packet, flags);
            ByteBuffer buffer = ByteBuffer.allocate(60).put(packet).flip();
            net.server.broadcast(channel, buffer, flags);
            assertEquals(50, buffer.position());
            for (ENetPacketPeer peer : new ENetPacketPeer[] {net.atClient, secondAtClient}) {
                for (int i = 0; i < 2; i++) {
                    net.until("a packet", () -> peer.getAvailablePacketCount() > 0);
                    assertEquals(channel, peer.getPacketChannel());
                    assertEquals(seen, peer.getPacketFlags());
                    assertArrayEquals(packet, net.receive(peer));
                }
            }
            assertEquals(0, connecting.getAvailablePacketCount());
        }
    }

    /** The host's limit counts for the arguments; a peer with fewer channels is left out. */
    @Test
    void peersWithFewerChannelsAreLeftOut() {
        try (Loopback net = Loopback.hosts()) {
            net.connect(2);
            ENetConnection second = net.newClient();
            ENetPacketPeer secondAtClient = second.connectToHost(LOCALHOST, net.port(), 3, 0);
            net.await(second, EventType.CONNECT);
            net.await(net.server, EventType.CONNECT);
            net.server.broadcast(2, new byte[] {1}, 1);
            net.server.broadcast(254, new byte[] {2}, 1);
            net.server.broadcast(1, new byte[] {3}, 1);
            assertArrayEquals(new byte[] {3}, net.receive(net.atClient));
            net.until("both", () -> secondAtClient.getAvailablePacketCount() == 2);
            net.settle();
            assertEquals(0, net.atClient.getAvailablePacketCount());
        }
    }

    @Test
    void withNobodyThere() {
        try (Loopback net = Loopback.hosts()) {
            net.server.broadcast(0, new byte[1000], 1);
            net.server.broadcast(0, new byte[0], 0);
            net.server.maximumPacketSize(10);
            assertError(ENetError.FAILED, () -> net.server.broadcast(0, new byte[11], 0));
            net.connect(0);
            assertError(ENetError.FAILED, () -> net.server.broadcast(0, new byte[11], 1));
            assertError(ENetError.FAILED, () -> net.server.broadcast(0, ByteBuffer.allocateDirect(100_000), 1));
            net.server.broadcast(0, new byte[10], 1);
            assertEquals(10, net.receive(net.atClient).length, "too large ones go nowhere");
        }
    }

    /** Large packets and empty ones. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1364, 1365, 100_000})
    void sizes(int size) {
        try (Loopback net = Loopback.connected()) {
            net.server.broadcast(3, Loopback.pattern(size), 1);
            assertArrayEquals(Loopback.pattern(size), net.receive(net.atClient));
        }
    }
}
