package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be called before there is a host, and after; and what destroy does. */
@ExtendWith(NoLeaks.class)
class LifecycleTest {
    /** They make a host, or end it, and so need none. */
    private static final Set<String> FREE =
            Set.of("createHost", "createHostBound", "createHostSharing", "destroy", "close");

    static Stream<Method> methodsThatNeedAHost() {
        return Arrays.stream(ENetConnection.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !FREE.contains(method.getName()));
    }

    /** Arguments that are fine where there is a host. */
    private static Object[] arguments(Method method) {
        return Arrays.stream(method.getParameterTypes()).map(type -> {
            if (type == int.class) {
                return (Object) 1000;
            }
            if (type == long.class) {
                return 1000L;
            }
            if (type == boolean.class) {
                return true;
            }
            if (type == String.class) {
                return LOCALHOST;
            }
            if (type == byte[].class) {
                return new byte[10];
            }
            if (type == ByteBuffer.class) {
                return ByteBuffer.allocateDirect(10);
            }
            if (type.isEnum()) {
                return type.getEnumConstants()[1];
            }
            if (type == ENetIntercept.class) {
                return (ENetIntercept) datagram -> false;
            }
            if (type == ENetPacketHandler.class) {
                return (ENetPacketHandler) (peer, channel, flags, packet) -> { };
            }
            if (type == ENetAdmission.class) {
                return null;
            }
            if (type == InetSocketAddress.class) {
                return InetSocketAddress.createUnresolved(LOCALHOST, 1000);
            }
            if (type == Collection.class) {
                return List.of();
            }
            if (type == ENetPacketPeer.class) {
                return null;
            }
            if (type == TLSOptions.class) {
                return TLSOptions.clientUnsafe();
            }
            throw new AssertionError("no argument for " + type);
        }).toArray();
    }

    private static Throwable thrownBy(ENetConnection host, Method method) {
        return assertThrows(InvocationTargetException.class, () -> method.invoke(host, arguments(method))).getCause();
    }

    @Test
    void thereAreMethodsToTry() {
        assertTrue(methodsThatNeedAHost().count() >= 30);
    }

    @ParameterizedTest
    @MethodSource("methodsThatNeedAHost")
    void needsAHost(Method method) throws ReflectiveOperationException {
        try (ENetConnection host = new ENetConnection()) {
            Throwable before = thrownBy(host, method);
            assertEquals(ENetException.class, before.getClass(), String.valueOf(before));
            assertEquals(ENetError.UNCONFIGURED, ((ENetException) before).error());
            host.createHostBound(LOCALHOST, 0);
            host.destroy();
            assertEquals(IllegalStateException.class, thrownBy(host, method).getClass());
            host.createHostBound(LOCALHOST, 0);
            /* For the others these arguments are not fine. */
            if (!method.getName().matches("broadcast.*|dtlsServerSetup|renewCertificate|handshakeLimit")) {
                method.invoke(host, arguments(method));
            }
            host.destroy();
            assertEquals(IllegalStateException.class, thrownBy(host, method).getClass());
        }
    }

    @Test
    void endingNothingDoesNothing() {
        ENetConnection host = new ENetConnection();
        host.close();
        host.destroy();
        assertError(ENetError.UNCONFIGURED, host::getPeers);
        host.createHost();
        host.destroy();
        host.destroy();
        host.close();
        assertThrows(IllegalStateException.class, host::getPeers);
    }

    /** Destroy tells nobody: only the objects here change. */
    @Test
    void destroySendsNothing() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.noPings();
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[10], 1));
            net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS);
            net.client.destroy();
            net.client.createHost();
            net.settle();
            assertEquals(0, net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS));
            net.assertNothingSeen();
            assertEquals(PeerState.CONNECTED, net.atServer.getState());
        }
    }

    @Test
    void peersOutliveTheirHost() {
        Loopback net = Loopback.connected(5);
        net.atServer.attach("something");
        net.atServer.throttleConfigure(1111, 3, 4);
        int port = net.atServer.getRemotePort();
        for (int size : new int[] {0, 1, 1000, 100_000}) {
            assertEquals(ENetError.OK, net.atClient.send(2, Loopback.pattern(size), 1));
        }
        net.until("the packets", () -> net.atServer.getAvailablePacketCount() == 4);
        ENetPacketPeer connecting = net.server.connectToHost(LOCALHOST, 9);
        // What the statistics are: the client's THROTTLE_CONFIGURE may come a second time, and ENet then applies it
        // again.
        double[] statistics = statistics(net.atServer);
        net.close();
        for (ENetPacketPeer peer : List.of(net.atServer, net.atClient, connecting)) {
            assertFalse(peer.isActive());
            assertEquals(PeerState.DISCONNECTED, peer.getState());
            assertEquals(0, peer.getChannels());
            assertEquals(ENetError.UNCONFIGURED, peer.send(0, new byte[1], 1));
            assertEquals("127.0.0.1", peer.getRemoteAddress());
        }
        assertEquals(port, net.atServer.getRemotePort());
        assertEquals(9, connecting.getRemotePort());
        assertEquals("something", net.atServer.attachment());
        assertEquals(net.server, net.atServer.connection());
        assertArrayEquals(statistics, statistics(net.atServer));
        assertEquals(500, connecting.getStatistic(PeerStatistic.ROUND_TRIP_TIME));
        for (int size : new int[] {0, 1, 1000, 100_000}) {
            assertEquals(2, net.atServer.getPacketChannel());
            assertEquals(1, net.atServer.getPacketFlags());
            assertEquals(size, net.atServer.getPacketSize());
            assertArrayEquals(Loopback.pattern(size), net.atServer.getPacket());
            assertEquals(ENetError.OK, net.atServer.getPacketError());
        }
        assertNull(net.atServer.getPacket());
        assertEquals(ENetError.UNCONFIGURED, net.atServer.getPacketError());
    }

    /** Packets that service has not delivered yet go with the host. */
    @Test
    void undeliveredPacketsEndWithTheHost() throws InterruptedException {
        ENetPacketPeer peer;
        try (Loopback net = Loopback.connected()) {
            peer = net.atServer;
            for (int i = 0; i < 10; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[i * 500], 1));
            }
            net.client.service();
            assertEquals(EventType.RECEIVE, net.server.service(10_000).type());
        }
        assertEquals(1, peer.getAvailablePacketCount());
        assertArrayEquals(new byte[0], peer.getPacket());
        NoLeaks.assertNone();
    }

    @Test
    void canBeMadeAnew() {
        try (Loopback net = Loopback.connected()) {
            ENetPacketPeer old = net.atClient;
            int port = net.port();
            net.server.channelLimit(3);
            net.server.checksum(true);
            net.server.mtu(600);
            net.server.compress(CompressionMode.ZLIB);
            net.server.intercept(datagram -> true);
            net.server.destroy();
            assertThrows(IllegalStateException.class, net.server::service);
            net.server.createHostBound(LOCALHOST, port);
            assertEquals(255, net.server.getMaxChannels());
            assertEquals(1392, net.server.getMtu());
            assertFalse(net.server.isChecksum());
            assertEquals(List.of(), net.server.getPeers());
            old.reset();
            net.connect(0);
            assertNotSame(old, net.atClient);
            assertFalse(old.isActive());
            old.peerDisconnectNow(1);
            old.reset();
            old.setTimeout(1, 1, 1);
            assertEquals(ENetError.UNCONFIGURED, old.send(0, new byte[1], 1));
            assertEquals(PeerState.CONNECTED, net.atClient.getState());
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[1], 1));
            assertArrayEquals(new byte[1], net.receive(net.atServer));
        }
    }

    /** Every method of a peer is harmless once it is inactive. */
    @Test
    void inactivePeersDoNothing() {
        try (Loopback net = Loopback.connected()) {
            ENetPacketPeer peer = net.atClient;
            peer.reset();
            net.client.service();
            ENetPacketPeer next = net.client.connectToHost(LOCALHOST, net.port());
            peer.ping();
            peer.pingInterval(1);
            peer.throttleConfigure(1, 1, 1);
            peer.setTimeout(1, 1, 1);
            peer.peerDisconnect(1);
            peer.peerDisconnectLater(1);
            peer.peerDisconnectNow(1);
            peer.reset();
            assertEquals(ENetError.UNCONFIGURED, peer.send(0, new byte[1], 1));
            assertEquals(ENetError.UNCONFIGURED, peer.send(-1, new byte[1], 0, 1, 4));
            assertEquals(ENetError.UNCONFIGURED, peer.send(0, ByteBuffer.allocate(1), 1));
            assertEquals(ENetError.UNCONFIGURED, peer.putPacket(new byte[1]));
            assertEquals(ENetError.OK, peer.putPacket(new byte[0]));
            assertEquals(5000, next.getStatistic(PeerStatistic.PACKET_THROTTLE_INTERVAL), "the slot's new peer");
            net.until("the slot's new peer", () -> next.getState() == PeerState.CONNECTED);
        }
    }

    @Test
    void nullIsRefused() {
        try (Loopback net = Loopback.connected()) {
            ENetConnection host = net.client;
            List.<org.junit.jupiter.api.function.Executable>of(
                    () -> host.connectToHost(null, 1),
                    () -> host.broadcast(0, (byte[]) null, 0),
                    () -> host.broadcast(0, (ByteBuffer) null, 0),
                    () -> host.compress(null),
                    () -> host.service(0, null),
                    () -> host.popStatistic(null),
                    () -> host.socketSend(null, 1, new byte[1]),
                    () -> host.socketSend(LOCALHOST, 1, (byte[]) null),
                    () -> host.socketSend(LOCALHOST, 1, (ByteBuffer) null),
                    () -> net.atClient.send(0, (byte[]) null, 0),
                    () -> net.atClient.send(0, (ByteBuffer) null, 0),
                    () -> net.atClient.send(0, null, 0, 0, 0),
                    () -> net.atClient.putPacket(null),
                    () -> net.atClient.getPacket(null),
                    () -> net.atClient.getStatistic(null))
                    .forEach(call -> assertThrows(NullPointerException.class, call));
            net.atClient.attach(null);
            assertNull(net.atClient.attachment());
        }
    }

    private static double[] statistics(ENetPacketPeer peer) {
        return Stream.of(PeerStatistic.values()).mapToDouble(peer::getStatistic).toArray();
    }
}
