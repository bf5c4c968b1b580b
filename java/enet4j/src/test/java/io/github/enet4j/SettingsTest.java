package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be set on a host, and what that does. */
@ExtendWith(NoLeaks.class)
class SettingsTest {
    /** The sizes of the datagrams that a host receives from now on. */
    private static List<Integer> watch(ENetConnection host) {
        List<Integer> sizes = new ArrayList<>();
        host.intercept(datagram -> {
            sizes.add(datagram.data().remaining());
            return false;
        });
        return sizes;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 7", "255, 255", "0, 255", "256, 255", "-1, 255", "2147483647, 255", "-2147483648, 255"})
    void channelLimit(int limit, int channels) {
        try (Loopback net = Loopback.hosts()) {
            net.server.channelLimit(9);
            net.server.channelLimit(limit);
            assertEquals(channels, net.server.getMaxChannels());
            net.connect(0);
            assertEquals(channels, net.atClient.getChannels());
        }
    }

    @Test
    void channelLimitIsForNewPeers() {
        try (Loopback net = Loopback.connected(20)) {
            net.server.channelLimit(4);
            assertEquals(20, net.atServer.getChannels());
            assertEquals(ENetError.OK, net.atServer.send(19, new byte[1], 1));
            assertArrayEquals(new byte[1], net.receive(net.atClient));
            net.connect(20);
            assertEquals(4, net.atServer.getChannels());
            ENetPacketPeer outgoing = net.server.connectToHost(LOCALHOST, 9, 20, 0);
            assertEquals(20, outgoing.getChannels(), "it does not limit outgoing connections");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {575, 4097, 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void mtuHasARange(int mtu) {
        try (Loopback net = Loopback.hosts()) {
            assertThrows(IllegalArgumentException.class, () -> net.server.mtu(mtu));
            assertEquals(1392, net.server.getMtu());
        }
    }

    /** The connecting side's, the server's, and how large datagrams become. */
    @ParameterizedTest
    @CsvSource({"1392, 1392, 1392", "576, 1392, 576", "1392, 576, 576", "4096, 4096, 4096", "4096, 1000, 1000"})
    void mtu(int atClient, int atServer, int largest) {
        try (Loopback net = Loopback.hosts()) {
            net.client.mtu(atClient);
            net.server.mtu(atServer);
            assertEquals(atClient, net.client.getMtu());
            assertEquals(atServer, net.server.getMtu());
            net.connect(0);
            for (int flags : new int[] {1, 8}) {
                net.settle();
                List<Integer> sizesAtServer = watch(net.server);
                List<Integer> sizesAtClient = watch(net.client);
                assertEquals(ENetError.OK, net.atClient.send(0, Loopback.pattern(20_000), flags));
                assertArrayEquals(Loopback.pattern(20_000), net.receive(net.atServer));
                /* Without a time in the header there are 2 bytes less. */
                assertEquals(flags == 1 ? largest : largest - 2, Collections.max(sizesAtServer));
                net.settle();
                assertEquals(ENetError.OK, net.atServer.send(0, Loopback.pattern(20_000), flags));
                assertArrayEquals(Loopback.pattern(20_000), net.receive(net.atClient));
                assertEquals(flags == 1 ? largest : largest - 2, Collections.max(sizesAtClient));
            }
        }
    }

    /** A slot that was used before, and a connection that is there already. */
    @Test
    void mtuIsForNewConnections() {
        try (Loopback net = Loopback.connected()) {
            net.client.mtu(600);
            List<Integer> sizes = watch(net.server);
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[5000], 1));
            net.receive(net.atServer);
            assertEquals(1392, Collections.max(sizes));
            net.atClient.peerDisconnect(0);
            net.await(net.client, EventType.DISCONNECT);
            net.await(net.server, EventType.DISCONNECT);
            net.connect(0);
            sizes.clear();
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[5000], 1));
            net.receive(net.atServer);
            assertEquals(600, Collections.max(sizes));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void negativeSizesAreRefused(int size) {
        try (Loopback net = Loopback.hosts()) {
            assertThrows(IllegalArgumentException.class, () -> net.server.maximumPacketSize(size));
            assertThrows(IllegalArgumentException.class, () -> net.server.maximumWaitingData(size));
            assertThrows(IllegalArgumentException.class, () -> net.server.duplicatePeers(size));
            assertThrows(IllegalArgumentException.class, () -> net.server.duplicatePeers(4096));
            assertEquals(33554432, net.server.getMaximumPacketSize());
            assertEquals(33554432, net.server.getMaximumWaitingData());
            assertEquals(4095, net.server.getDuplicatePeers());
            net.server.maximumPacketSize(Integer.MAX_VALUE);
            net.server.maximumWaitingData(0);
            net.server.duplicatePeers(0);
            assertEquals(Integer.MAX_VALUE, net.server.getMaximumPacketSize());
            assertEquals(0, net.server.getMaximumWaitingData());
            assertEquals(0, net.server.getDuplicatePeers());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 5000})
    void maximumPacketSizeWhenSending(int limit) {
        try (Loopback net = Loopback.connected()) {
            net.client.maximumPacketSize(limit);
            for (int flags : new int[] {0, 1, 2, 8}) {
                assertEquals(ENetError.FAILED, net.atClient.send(0, new byte[limit + 1], flags));
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[limit], flags));
                assertEquals(limit, net.receive(net.atServer).length);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 0", "1000, 2", "5000, 8"})
    void maximumPacketSizeWhenReceiving(int limit, int flags) {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.server.maximumPacketSize(limit);
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[limit + 1], flags));
            net.settle();
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[limit], flags));
            assertEquals(limit, net.receive(net.atServer).length);
            net.settle();
            net.assertNothingSeen();
        }
    }

    /** Beyond it datagrams are refused: what is reliable comes again, what is not is lost. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void maximumWaitingData(int flags) {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.noPings();
            net.server.maximumWaitingData(4000);
            for (int i = 0; i < 20; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[1000], flags));
            }
            assertEquals(EventType.NONE, net.client.service().type());
            assertTrue(net.pumpOne(net.server, 20_000));
            while (net.server.checkEvents().type() == EventType.RECEIVE) {
                continue;
            }
            assertEquals(4, net.atServer.getAvailablePacketCount());
            if (flags == 1) {
                net.until("all", () -> net.atServer.getAvailablePacketCount() == 20);
            } else {
                net.settle();
                assertEquals(4, net.atServer.getAvailablePacketCount());
            }
        }
    }

    @Test
    void duplicatePeers() {
        try (Loopback net = Loopback.hosts()) {
            net.server.duplicatePeers(1);
            assertEquals(1, net.server.getDuplicatePeers());
            net.connect(0);
            ENetPacketPeer second = net.newClient().connectToHost(LOCALHOST, net.port());
            second.setTimeout(1, 1, 1);
            assertSame(second, net.await(second.connection(), EventType.DISCONNECT).peer());
            net.server.duplicatePeers(2);
            second.connection().connectToHost(LOCALHOST, net.port());
            net.await(second.connection(), EventType.CONNECT);
        }
    }

    /** 4 bytes more in each datagram, on both ends or on none. */
    @Test
    void checksumOnBothEnds() {
        try (Loopback net = Loopback.hosts()) {
            assertFalse(net.server.isChecksum());
            net.server.checksum(true);
            net.client.checksum(true);
            assertTrue(net.server.isChecksum());
            List<Integer> sizes = watch(net.server);
            net.connect(0);
            assertEquals(56, sizes.get(0));
            for (int size : new int[] {0, 1, 1360, 1361, 1364, 100_000}) {
                sizes.clear();
                assertEquals(ENetError.OK, net.atClient.send(0, Loopback.pattern(size), 8));
                net.until("a packet", () -> net.atServer.getAvailablePacketCount() > 0);
                assertEquals(size <= 1360 ? 0 : 8, net.atServer.getPacketFlags());
                assertArrayEquals(Loopback.pattern(size), net.receive(net.atServer));
                assertTrue(Collections.max(sizes) <= 1392, sizes::toString);
            }
            net.server.checksum(false);
            assertFalse(net.server.isChecksum());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void checksumOnOneEnd(boolean atServer) {
        try (Loopback net = Loopback.hosts()) {
            (atServer ? net.server : net.client).checksum(true);
            net.client.connectToHost(LOCALHOST, net.port()).setTimeout(1, 1, 1);
            net.await(net.client, EventType.DISCONNECT);
            net.assertNothingSeen();
        }
    }

    /** A damaged datagram is dropped, and what was in it sent again. */
    @Test
    void checksumFindsDamage() {
        try (Loopback net = Loopback.hosts()) {
            net.server.checksum(true);
            net.client.checksum(true);
            net.connect(0);
            net.settle();
            byte[][] last = new byte[1][];
            net.server.intercept(datagram -> {
                byte[] bytes = new byte[datagram.data().remaining()];
                datagram.data().get(bytes);
                boolean first = last[0] == null;
                last[0] = bytes;
                return first;
            });
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {1, 2, 3}, 0));
            net.client.flush();
            while (last[0] == null) {
                net.server.service(1);
            }
            byte[] damaged = last[0].clone();
            damaged[damaged.length - 1] ^= 1;
            net.client.socketSend(LOCALHOST, net.port(), damaged);
            net.client.socketSend(LOCALHOST, net.port(), last[0]);
            assertArrayEquals(new byte[] {1, 2, 3}, net.receive(net.atServer));
            net.settle();
            net.assertNothingSeen();
        }
    }

    /** The other side learns of it within a second or two, and then sends no more than that. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bandwidthLimitReachesTheOtherSide(boolean atCreation) {
        try (Loopback net = Loopback.hosts()) {
            /* ENet shares its bandwidth out only among peers that have said what they can send. */
            net.client.destroy();
            net.client.createHost(32, 0, 0, 1_000_000);
            if (atCreation) {
                net.server.destroy();
                net.server.createHostBound(LOCALHOST, 0, 32, 0, 1000, 0);
                net.connect(0);
            } else {
                net.connect(0);
                net.server.bandwidthLimit(1000, 0);
            }
            net.until("the limit to show", () -> throttleLimit(net) < 32);
            assertTrue(throttleLimit(net) >= 1);
            assertEquals(32, net.atServer.getStatistic(PeerStatistic.PACKET_THROTTLE_LIMIT));
            net.server.bandwidthLimit(0, 0);
            net.until("the limit to be lifted", () -> throttleLimit(net) == 32);
        }
    }

    /** After some traffic, without which no limit is exceeded. */
    private static double throttleLimit(Loopback net) {
        net.pumpOne(net.client, 10);
        assertEquals(ENetError.OK, net.atClient.send(0, new byte[1000], 2));
        net.atServer.getPacket();
        net.seen().clear();
        return net.atClient.getStatistic(PeerStatistic.PACKET_THROTTLE_LIMIT);
    }

    /** ENet adds the checksum to a datagram that is full already. */
    @Test
    void theLargestMtuLeavesRoomForAChecksum() {
        try (Loopback net = Loopback.hosts()) {
            for (ENetConnection host : List.of(net.server, net.client)) {
                host.mtu(4096);
                assertEquals(4096, host.getMtu());
                host.checksum(true);
                assertEquals(4092, host.getMtu());
                host.mtu(4096);
                assertEquals(4092, host.getMtu());
            }
            net.connect(0);
            for (int i = 0; i < 8; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[1017], ENetPacketPeer.FLAG_RELIABLE));
            }
            net.until("the packets", () -> net.atServer.getAvailablePacketCount() == 8);
        }
    }

    /** Each that can be asked by a getter has a setter of that name, too, which is a property in Kotlin. */
    @Test
    void propertiesCanBeSet() {
        try (ENetConnection host = new ENetConnection()) {
            host.createHost();
            host.setChecksum(true);
            assertEquals(CompressionMode.NONE, host.getCompression());
            assertFalse(host.isRefusingNewConnections());
            host.setCompression(CompressionMode.ZSTD);
            host.setRefusingNewConnections(true);
            host.setMtu(1200);
            host.setMaximumPacketSize(1001);
            host.setMaximumWaitingData(1002);
            host.setDuplicatePeers(3);
            host.setMaximumQueuedData(1004);
            host.setMaximumUnreadData(1005);
            host.setMaximumReceivedMemory(1006);
            host.setConnectGate(ConnectGate.ALWAYS);
            host.setConnectLimit(7);
            host.setMaxChannels(8);
            assertTrue(host.isChecksum());
            assertEquals(CompressionMode.ZSTD, host.getCompression());
            assertTrue(host.isRefusingNewConnections());
            assertEquals(1200, host.getMtu());
            assertEquals(1001, host.getMaximumPacketSize());
            assertEquals(1002, host.getMaximumWaitingData());
            assertEquals(3, host.getDuplicatePeers());
            assertEquals(1004, host.getMaximumQueuedData());
            assertEquals(1005, host.getMaximumUnreadData());
            assertEquals(1006, host.getMaximumReceivedMemory());
            assertEquals(ConnectGate.ALWAYS, host.getConnectGate());
            assertEquals(7, host.getConnectLimit());
            assertEquals(8, host.getMaxChannels());
        }
    }
}
