package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server on "*" answers from the address that was spoken to; broadcast and link-local addresses. */
@EnabledOnOs(OS.LINUX) // where all of 127.0.0.0/8 is this machine
class LocalAddressTest {
    private static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.1.1", "127.0.0.2", "127.9.9.9");

    @ParameterizedTest
    @ValueSource(strings = {"*", "0.0.0.0"})
    void answersFromTheAddressSpokenTo(String bind) {
        try (Loopback net = Loopback.hosts()) {
            ENetConnection server = net.add(new ENetConnection());
            server.createHostBound(bind, 0);
            for (String address : ADDRESSES) {
                expectConnection(net, server, net.newClient(), address);
            }
        }
    }

    @Test
    void withDtls() {
        Identity identity = Identity.selfSigned("secp256r1", "localhost");
        try (Loopback net = Loopback.hosts()) {
            ENetConnection server = net.add(new ENetConnection());
            server.createHostBound("*", 0);
            server.dtlsServerSetup(TLSOptions.server(identity.key(), identity.chain()));
            for (String address : ADDRESSES) {
                ENetConnection client = net.newClient();
                client.dtlsClientSetup("localhost", TLSOptions.clientUnsafe());
                expectConnection(net, server, client, address);
            }
        }
    }

    /** Two sessions between the same ports, at once. */
    @Test
    void twoAddressesOfOneServerWithDtls() {
        Identity identity = Identity.selfSigned("secp256r1", "localhost");
        try (Loopback net = Loopback.hosts()) {
            ENetConnection server = net.add(new ENetConnection());
            server.createHostBound("*", 0);
            server.dtlsServerSetup(TLSOptions.server(identity.key(), identity.chain()));
            net.client.dtlsClientSetup("localhost", TLSOptions.clientUnsafe());
            List<ENetPacketPeer> peers = ADDRESSES.stream()
                    .map(address -> net.client.connectToHost(address, server.getLocalPort())).toList();
            net.until("all", () -> server.getPeers().size() == peers.size()
                    && peers.stream().allMatch(peer -> peer.getState() == PeerState.CONNECTED));
            assertEquals(peers.size(), server.getDtlsCounters().sessions());
            assertEquals(Set.copyOf(ADDRESSES),
                    server.getPeers().stream().map(ENetPacketPeer::getLocalAddress).collect(Collectors.toSet()));
            for (ENetPacketPeer atServer : server.getPeers()) {
                byte[] packet = atServer.getLocalAddress().getBytes(StandardCharsets.US_ASCII);
                assertEquals(ENetError.OK, atServer.send(0, packet, ENetPacketPeer.FLAG_RELIABLE));
            }
            for (ENetPacketPeer peer : peers) {
                net.until("a packet", () -> peer.getAvailablePacketCount() > 0);
                assertEquals(peer.getRemoteAddress(), new String(peer.getPacket(), StandardCharsets.US_ASCII));
            }
            /* Each session ends by itself. */
            server.getPeers().get(0).reset();
            net.until("one less", () -> server.getPeers().size() == peers.size() - 1
                    && peers.stream().filter(ENetPacketPeer::isActive).count() == peers.size() - 1);
        }
    }

    private static void expectConnection(Loopback net, ENetConnection server, ENetConnection client, String address) {
        ENetPacketPeer atClient = client.connectToHost(address, server.getLocalPort());
        assertNull(atClient.getLocalAddress());
        ENetPacketPeer atServer = net.await(server, EventType.CONNECT).peer();
        net.await(client, EventType.CONNECT);
        assertEquals(address, atServer.getLocalAddress());
        assertEquals(address, atClient.getRemoteAddress());
        assertEquals(atServer.getRemoteAddress(), atClient.getLocalAddress());
        byte[] large = Loopback.pattern(20_000);
        assertEquals(ENetError.OK, atServer.send(0, large, ENetPacketPeer.FLAG_RELIABLE));
        net.await(client, EventType.RECEIVE);
        assertEquals(large.length, atClient.getPacket().length);
    }

    /** An answer to a query that ENet never sees. */
    @Test
    void socketSend() throws IOException {
        try (ENetConnection server = new ENetConnection(); DatagramSocket socket = new DatagramSocket(0)) {
            server.createHostBound("*", 0);
            server.intercept(datagram -> {
                server.socketSend(datagram.address(), datagram.port(), "pong".getBytes(StandardCharsets.US_ASCII));
                return true;
            });
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress("127.0.1.1", server.getLocalPort())); // hears only that address
            socket.send(new DatagramPacket(new byte[] {1}, 1));
            server.service(); // over loopback it is there
            DatagramPacket answer = new DatagramPacket(new byte[10], 10);
            socket.receive(answer);
            assertEquals(4, answer.getLength());
        }
    }

    /** Whoever answers is who one is connected to. */
    @Test
    void broadcast() throws IOException {
        assumeTrue(canBroadcast(), "no network with broadcasts");
        try (Loopback net = Loopback.hosts()) {
            ENetConnection server = net.add(new ENetConnection());
            server.createHostBound("0.0.0.0", 0);
            ENetPacketPeer atClient = net.client.connectToHost("255.255.255.255", server.getLocalPort());
            assertEquals("255.255.255.255", atClient.getRemoteAddress());
            ENetPacketPeer atServer = net.await(server, EventType.CONNECT).peer();
            net.await(net.client, EventType.CONNECT);
            assertNotEquals("255.255.255.255", atClient.getRemoteAddress());
            assertEquals(atServer.getLocalAddress(), atClient.getRemoteAddress());
            assertEquals(ENetError.OK, atClient.send(0, new byte[] {5}, ENetPacketPeer.FLAG_RELIABLE));
            assertEquals(atServer, net.await(server, EventType.RECEIVE).peer());
        }
    }

    private static boolean canBroadcast() throws IOException {
        try (DatagramSocket sender = new DatagramSocket(0); DatagramSocket receiver = new DatagramSocket(0)) {
            receiver.setSoTimeout(500);
            sender.setBroadcast(true);
            InetAddress all = InetAddress.getByName("255.255.255.255");
            sender.send(new DatagramPacket(new byte[1], 1, all, receiver.getLocalPort()));
            receiver.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static Stream<Inet6Address> linkLocalAddresses() throws IOException {
        return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet6Address && address.isLinkLocalAddress())
                .map(Inet6Address.class::cast)
                .limit(2);
    }

    /** Where this machine has such addresses: with the name of their interface, or its number, or as the JDK has it. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("linkLocalAddresses")
    void linkLocal(Inet6Address address) throws IOException {
        String bare = address.getHostAddress().replaceAll("%.*", "");
        String numbered = bare + "%" + address.getScopeId();
        try (Loopback net = Loopback.hosts()) {
            ENetConnection server = net.add(new ENetConnection());
            server.createHostBound("*", 0);
            for (String text : List.of(numbered, bare + "%" + address.getScopedInterface().getName())) {
                ENetPacketPeer atClient = net.client.connectToHost(text, server.getLocalPort());
                ENetPacketPeer atServer = net.await(server, EventType.CONNECT).peer();
                net.await(net.client, EventType.CONNECT);
                assertEquals(numbered, atClient.getRemoteAddress());
                assertEquals(numbered, atServer.getLocalAddress());
            }
            InetSocketAddress all = new InetSocketAddress(address, server.getLocalPort());
            ENetPacketPeer atClient = net.client.connectToHost(all, 0, 0);
            net.await(server, EventType.CONNECT);
            net.await(net.client, EventType.CONNECT);
            assertEquals(all, atClient.getRemoteSocketAddress());
        }
    }
}
