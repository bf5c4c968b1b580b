package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

    /** To all but one, and to those in a collection: with one copy, from arrays and buffers, small and large. */
    @ParameterizedTest
    @ValueSource(ints = {0, 40, 100_000})
    void reachesThoseWhoAreMeant(int size) {
        try (Loopback net = Loopback.hosts()) {
            List<ENetPacketPeer> atClients = new ArrayList<>();
            List<ENetPacketPeer> atServer = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ENetConnection client = i == 0 ? net.client : net.newClient();
                atClients.add(client.connectToHost(LOCALHOST, net.port()));
                atServer.add(net.await(net.server, EventType.CONNECT).peer());
                net.await(client, EventType.CONNECT);
            }
            byte[] packet = Loopback.pattern(size);
            ByteBuffer direct = ByteBuffer.allocateDirect(size).put(packet).flip();
            net.server.broadcastExcept(1, packet, 1, atServer.get(2));
            net.server.broadcastExcept(1, direct, 1, null);
            assertEquals(size, direct.position());
            net.server.broadcast(List.of(atServer.get(0), atServer.get(3)), 2, packet, 1);
            net.server.broadcast(Set.of(atServer.get(0)), 2, direct.flip(), 1);
            net.server.broadcast(List.of(), 2, packet, 1);
            atServer.get(3).peerDisconnectLater(0);
            net.server.broadcast(atServer, 3, packet, 1);
            int[] expected = {5, 3, 2, 3};
            for (int i = 0; i < 4; i++) {
                ENetPacketPeer peer = atClients.get(i);
                int count = expected[i];
                net.until("the packets of client " + i, () -> peer.getAvailablePacketCount() == count);
                for (int p = 0; p < count; p++) {
                    assertArrayEquals(packet, peer.getPacket());
                }
            }
            net.settle();
            atClients.forEach(peer -> assertEquals(0, peer.getAvailablePacketCount()));
        }
    }

    @Test
    void onlyPeersOfTheConnection() {
        try (Loopback net = Loopback.connected()) {
            List<ENetPacketPeer> foreign = List.of(net.atServer, net.atClient);
            assertThrows(
                    IllegalArgumentException.class, () -> net.server.broadcast(foreign, 0, new byte[1], 0));
            assertError(
                    ENetError.INVALID_PARAMETER,
                    () -> net.server.broadcast(List.of(net.atServer), 255, new byte[1], 0));
            assertError(
                    ENetError.INVALID_PARAMETER, () -> net.server.broadcastExcept(0, new byte[1], 4, net.atServer));
            net.settle();
            net.assertNothingSeen();
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
