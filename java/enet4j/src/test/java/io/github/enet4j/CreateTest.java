package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Making hosts: arguments and the order in which they are checked, and where the socket is bound. */
@ExtendWith(NoLeaks.class)
class CreateTest {
    private static final int TOO_MANY = 4096;

    private final ENetConnection host = new ENetConnection();

    @ParameterizedTest
    @ValueSource(strings = {
        "", "localhost", "example.org", "::1%lo", "fe80::1%eth0", "127.0.0", "256.0.0.1", "127.0.0.1 ", "[::1]",
        "::127.0.0.1", "0000:0000:0000:0000:0000:0000:0000:00001", "127.0.0.00000001", "**"
    })
    void bindAddressMustBeALiteral(String address) {
        try (host) {
            assertError(ENetError.INVALID_PARAMETER, () -> host.createHostBound(address, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "*", "0.0.0.0", "::", "127.0.0.1", "127.000.000.001", "::ffff:127.0.0.1", "::1", "0:0:0:0:0:0:0:1",
        "0000:0000:0000:0000:0000:0000:0000:0001"
    })
    void bindsAtOnce(String address) {
        try (host) {
            host.createHostBound(address, 0);
            int port = host.getLocalPort();
            assertTrue(port > 0 && port <= 65535, "port " + port);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void bindPortHasARange(int port) {
        try (host) {
            assertError(ENetError.INVALID_PARAMETER, () -> host.createHostBound(LOCALHOST, port));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0", "-1, 0, 0, 0", "4096, 0, 0, 0", "1, -1, 0, 0", "1, 256, 0, 0", "1, 0, -1, 0", "1, 0, 0, -1"
    })
    void limitsHaveRanges(int peers, int channels, int in, int out) {
        try (host) {
            assertError(ENetError.INVALID_PARAMETER, () -> host.createHost(peers, channels, in, out));
            assertError(
                    ENetError.INVALID_PARAMETER, () -> host.createHostBound(LOCALHOST, 0, peers, channels, in, out));
            assertError(ENetError.UNCONFIGURED, host::getLocalPort);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 0, 255", "4095, 255, 2147483647, 2147483647, 255", "1, 1, 1, 1, 1", "2, 254, 0, 0, 254"
    })
    void limitsMayBeReached(int peers, int channels, int in, int out, int maxChannels) {
        try (host) {
            host.createHost(peers, channels, in, out);
            assertEquals(maxChannels, host.getMaxChannels());
            host.close();
            host.createHostBound("*", 0, peers, channels, in, out);
            assertEquals(maxChannels, host.getMaxChannels());
        }
    }

    /** Each call has everything wrong that is checked later, too. */
    @Test
    void checksInOrder() {
        try (host) {
            assertThrows(NullPointerException.class, () -> host.createHostBound(null, -1, 0, -1, -1, -1));
            host.createHostBound(LOCALHOST, 0);
            int taken = host.getLocalPort();
            assertMessage(
                    ENetError.INVALID_PARAMETER, "address", () -> host.createHostBound("x", -1, 0, -1, -1, -1));
            assertMessage(
                    ENetError.INVALID_PARAMETER, "bindPort", () -> host.createHostBound("*", -1, 0, -1, -1, -1));
            assertError(ENetError.ALREADY_IN_USE, () -> host.createHostBound("*", taken, 0, -1, -1, -1));
            assertError(ENetError.ALREADY_IN_USE, () -> host.createHost(0, -1, -1, -1));
            assertError(ENetError.ALREADY_IN_USE, host::createHost);
            try (ENetConnection other = new ENetConnection()) {
                assertMessage(
                        ENetError.INVALID_PARAMETER, "maxPeers",
                        () -> other.createHostBound(LOCALHOST, taken, TOO_MANY, -1, -1, -1));
                assertMessage(
                        ENetError.INVALID_PARAMETER, "maxChannels",
                        () -> other.createHostBound(LOCALHOST, taken, 1, 256, -1, -1));
                assertMessage(
                        ENetError.INVALID_PARAMETER, "inBandwidth",
                        () -> other.createHostBound(LOCALHOST, taken, 1, 1, -1, -1));
                assertMessage(
                        ENetError.INVALID_PARAMETER, "outBandwidth",
                        () -> other.createHostBound(LOCALHOST, taken, 1, 1, 1, -1));
                assertError(
                        ENetError.CANT_CREATE, () -> other.createHostBound(LOCALHOST, taken, 1, 1, 1, 1));
                other.createHostBound(LOCALHOST, 0);
            }
            assertEquals(taken, host.getLocalPort(), "the first host is as it was");
        }
    }

    private static void assertMessage(
            ENetError error, String about, org.junit.jupiter.api.function.Executable call) {
        ENetException e = assertThrows(ENetException.class, call);
        assertEquals(error, e.error());
        assertTrue(e.getMessage().contains(about), e.getMessage());
    }

    @Test
    void foreignAddressesCanNotBeBound() {
        try (host) {
            assertError(ENetError.CANT_CREATE, () -> host.createHostBound("192.0.2.250", 0));
            assertError(ENetError.CANT_CREATE, () -> host.createHostBound("2001:db8::1", 0));
            host.createHost();
        }
    }

    @Test
    void unboundHostHasNoPortUntilItSends() {
        try (Loopback net = Loopback.hosts()) {
            assertEquals(0, net.client.getLocalPort());
            net.client.connectToHost(LOCALHOST, net.port());
            assertEquals(0, net.client.getLocalPort(), "nothing is sent before service");
            net.client.service();
            int port = net.client.getLocalPort();
            assertNotEquals(0, port);
            assertEquals(port, net.await(net.server, EventType.CONNECT).peer().getRemotePort());
        }
    }

    @Test
    void defaultsAre32PeersAndNoLimits() {
        try (host) {
            host.createHostBound(LOCALHOST, 0);
            assertDefaults(host);
            int port = host.getLocalPort();
            host.destroy();
            host.createHostBound(LOCALHOST, port);
            assertEquals(port, host.getLocalPort(), "the port is free at once");
            host.destroy();
            host.createHost();
            assertDefaults(host);
        }
    }

    private static void assertDefaults(ENetConnection host) {
        assertEquals(255, host.getMaxChannels());
        assertEquals(1392, host.getMtu());
        assertEquals(33554432, host.getMaximumPacketSize());
        assertEquals(33554432, host.getMaximumWaitingData());
        assertEquals(4095, host.getDuplicatePeers());
        assertEquals(false, host.isChecksum());
        assertEquals(List.of(), host.getPeers());
        List<ENetPacketPeer> peers = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            peers.add(host.connectToHost(LOCALHOST, 9));
        }
        assertError(ENetError.CANT_CREATE, () -> host.connectToHost(LOCALHOST, 9));
        assertEquals(peers, host.getPeers());
    }

    /** The CONNECT command tells the other side what this host was made with. */
    @Test
    void limitsGoOutWithConnect() {
        try (Loopback net = Loopback.hosts(); host) {
            List<byte[]> datagrams = new ArrayList<>();
            net.server.intercept(datagram -> {
                byte[] bytes = new byte[datagram.data().remaining()];
                datagram.data().get(bytes);
                datagrams.add(bytes);
                return true;
            });
            host.createHost(7, 3, 1234567, 7654321);
            host.connectToHost(LOCALHOST, net.port(), 200, -2);
            net.add(host);
            net.until("CONNECT", () -> !datagrams.isEmpty());
            ByteBuffer sent = ByteBuffer.wrap(datagrams.get(0));
            assertEquals(52, sent.remaining());
            assertEquals((short) 0x8fff, sent.getShort());
            sent.getShort();
            byte[] head = new byte[4];
            sent.get(head);
            assertArrayEquals(new byte[] {(byte) 0x82, -1, 0, 1}, head);
            int slot = sent.getShort();
            assertTrue(slot >= 0 && slot < 7, "slot " + slot);
            assertEquals(0, sent.getShort() & ~0x0303, "session ids of two bits");
            assertEquals(1392, sent.getInt(), "MTU");
            sent.getInt();
            assertEquals(200, sent.getInt(), "channels");
            assertEquals(1234567, sent.getInt(), "incoming bandwidth");
            assertEquals(7654321, sent.getInt(), "outgoing bandwidth");
            assertEquals(5000, sent.getInt(), "throttle interval");
            assertEquals(2, sent.getInt(), "throttle acceleration");
            assertEquals(2, sent.getInt(), "throttle deceleration");
            sent.getInt();
            assertEquals(-2, sent.getInt(), "data");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*, 127.0.0.1, 127.0.0.1", "*, ::1, 0:0:0:0:0:0:0:1", "::, 127.0.0.1, 127.0.0.1", "::, ::1, 0:0:0:0:0:0:0:1",
        "0.0.0.0, 127.0.0.1, 127.0.0.1", "127.0.0.1, 127.0.0.1, 127.0.0.1", "127.0.0.1, ::ffff:127.0.0.1, 127.0.0.1",
        "::ffff:127.0.0.1, 127.0.0.1, 127.0.0.1", "::1, ::1, 0:0:0:0:0:0:0:1", "127.0.0.2, 127.0.0.2, 127.0.0.2"
    })
    void isReachedAt(String bound, String address, String written) {
        try (Loopback net = Loopback.hosts(); host) {
            host.createHostBound(bound, 0);
            net.add(host);
            ENetPacketPeer peer = net.client.connectToHost(address, host.getLocalPort());
            net.await(net.client, EventType.CONNECT);
            ENetPacketPeer accepted = net.await(host, EventType.CONNECT).peer();
            assertEquals(written, peer.getRemoteAddress());
            assertEquals(host.getLocalPort(), peer.getRemotePort());
            assertEquals(address.contains("::1") ? "0:0:0:0:0:0:0:1" : "127.0.0.1", accepted.getRemoteAddress());
            assertEquals(net.client.getLocalPort(), accepted.getRemotePort());
            assertTrue(accepted.toString().contains(accepted.getRemoteAddress()));
            assertEquals(ENetError.OK, accepted.send(0, new byte[] {5}, 1));
            assertArrayEquals(new byte[] {5}, net.receive(peer));
            InetSocketAddress seen = peer.getRemoteSocketAddress();
            assertEquals(new InetSocketAddress(address, host.getLocalPort()), seen);
            ENetPacketPeer second = net.client.connectToHost(seen, 3, 17);
            assertEquals(17, net.await(host, EventType.CONNECT).data());
            assertEquals(3, second.getChannels());
            assertEquals(seen, second.getRemoteSocketAddress());
        }
    }

    @Test
    void socketAddressesThatLeadNowhere() {
        try (Loopback net = Loopback.hosts()) {
            InetSocketAddress unknown = InetSocketAddress.createUnresolved("no.such.host.invalid", 5);
            assertError(ENetError.CANT_RESOLVE, () -> net.client.connectToHost(unknown, 1, 0));
            assertError(
                    ENetError.INVALID_PARAMETER,
                    () -> net.client.connectToHost(InetSocketAddress.createUnresolved(LOCALHOST, 0), 1, 0));
            InetSocketAddress text = InetSocketAddress.createUnresolved(LOCALHOST, net.port());
            assertEquals(LOCALHOST, net.client.connectToHost(text).getRemoteAddress());
        }
    }

    static Stream<Arguments> socketAddresses() throws UnknownHostException {
        InetAddress named = InetAddress.getByAddress("server.example.org", new byte[] {127, 0, 0, 1});
        return Stream.of(
                Arguments.of(new InetSocketAddress(0), List.of("127.0.0.1", "::1")),
                Arguments.of(InetSocketAddress.createUnresolved("*", 0), List.of("127.0.0.1", "::1")),
                Arguments.of(InetSocketAddress.createUnresolved("127.0.0.1", 0), List.of("127.0.0.1")),
                Arguments.of(new InetSocketAddress(named, 0), List.of("127.0.0.1")),
                Arguments.of(new InetSocketAddress("::1", 0), List.of("::1")));
    }

    @ParameterizedTest
    @MethodSource("socketAddresses")
    void isBoundToSocketAddresses(InetSocketAddress bound, List<String> addresses) {
        try (Loopback net = Loopback.hosts(); host) {
            host.createHostBound(bound);
            net.add(host);
            for (String address : addresses) {
                net.client.connectToHost(new InetSocketAddress(address, host.getLocalPort()));
                net.await(net.client, EventType.CONNECT);
                net.await(host, EventType.CONNECT);
            }
            InetSocketAddress taken = InetSocketAddress.createUnresolved(addresses.get(0), host.getLocalPort());
            try (ENetConnection other = new ENetConnection()) {
                assertError(ENetError.CANT_CREATE, () -> other.createHostBound(taken));
                assertError(ENetError.INVALID_PARAMETER, () -> other.createHostBound(taken, 0, 0, 0, 0));
            }
        }
    }

    @Test
    void socketAddressesThatCantBeBound() throws UnknownHostException {
        byte[] linkLocal = new byte[16];
        linkLocal[0] = (byte) 0xfe;
        linkLocal[1] = (byte) 0x80;
        for (InetSocketAddress address : List.of(
                InetSocketAddress.createUnresolved("localhost", 0), InetSocketAddress.createUnresolved("", 0),
                new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 1), 0))) {
            assertError(ENetError.INVALID_PARAMETER, () -> host.createHostBound(address));
        }
        assertThrows(NullPointerException.class, () -> host.createHostBound(null));
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, ::1", "127.0.0.1, 127.0.0.2", "127.0.0.1, ::1", "::1, 127.0.0.1", "127.0.0.2, 127.0.0.1"})
    void isNotReachedAt(String bound, String address) {
        try (Loopback net = Loopback.hosts(); host) {
            host.createHostBound(bound, 0);
            net.add(host);
            ENetPacketPeer peer = net.client.connectToHost(address, host.getLocalPort());
            peer.setTimeout(1, 1, 1);
            net.await(net.client, EventType.DISCONNECT);
            net.assertNothingSeen();
            assertEquals(0, host.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS));
        }
    }
}
