package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetException;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.PeerState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids, channels, modes and statuses, with a bare ENetConnection on the other side to see what they are on the wire. */
class ENetMultiplayerPeerTest {
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /** The command and its channel, and how large it is. */
    private static final short VERIFY_CONNECT = (short) 0x83ff;

    private static final int VERIFY_CONNECT_SIZE = 44;

    private final ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
    private final ENetConnection other = new ENetConnection();
    private final List<Integer> connected = new ArrayList<>();
    private final List<Integer> disconnected = new ArrayList<>();
    private final List<Integer> refused = new ArrayList<>();
    private final MultiplayerPeer.Refusals refusals = (id, error) -> refused.add(id);

    ENetMultiplayerPeerTest() {
        peer.setBindIp("127.0.0.1");
        peer.setListener(new MultiplayerPeer.Listener() {
            @Override
            public void peerConnected(int id) {
                connected.add(id);
            }

            @Override
            public void peerDisconnected(int id) {
                disconnected.add(id);
            }
        });
    }

    @AfterEach
    void close() {
        peer.close();
        other.close();
    }

    private EventType last = EventType.NONE;
    private int lastChannel;
    private long lastData;

    private void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0, "waited in vain; connected " + connected + ", last event " + last);
            peer.poll();
            ENetEvent event = other.service(1);
            if (event.type() != EventType.NONE) {
                last = event.type();
                lastChannel = event.channel();
                lastData = event.data();
            }
        }
    }

    private ENetPacketPeer connect(long id) {
        other.createHost();
        ENetPacketPeer server = other.connectToHost("127.0.0.1", peer.getHost().getLocalPort(), 0, (int) id);
        until(() -> last == EventType.CONNECT);
        return server;
    }

    /** Makes it a client of the other. */
    private ENetPacketPeer accept() {
        other.createHostBound("127.0.0.1", 0);
        peer.createClient(InetSocketAddress.createUnresolved("127.0.0.1", other.getLocalPort()));
        assertEquals(ConnectionStatus.CONNECTING, peer.getConnectionStatus());
        assertEquals(ENetError.UNCONFIGURED, peer.putPacket(ByteBuffer.allocate(1), 1, TransferMode.RELIABLE, 0));
        until(() -> last == EventType.CONNECT && peer.getConnectionStatus() == ConnectionStatus.CONNECTED);
        assertEquals(List.of(1), connected);
        return other.getPeers().get(0);
    }

    private static void assertError(ENetError error, org.junit.jupiter.api.function.Executable call) {
        assertEquals(error, assertThrows(ENetException.class, call).error());
    }

    @Test
    void arguments() {
        assertError(ENetError.INVALID_PARAMETER, () -> peer.createServer(-1));
        assertError(ENetError.INVALID_PARAMETER, () -> peer.createServer(65536));
        assertError(ENetError.INVALID_PARAMETER, () -> peer.createServer(0, 0, 0, 0, 0));
        assertError(ENetError.INVALID_PARAMETER, () -> peer.createServer(0, 4096, 0, 0, 0));
        assertError(ENetError.INVALID_PARAMETER, () -> peer.createServer(0, 1, 254, 0, 0));
        assertError(ENetError.CANT_CREATE, () -> peer.createClient("127.0.0.1", 0));
        assertError(ENetError.CANT_CREATE, () -> peer.createClient("no host of that name", 7));
        assertError(ENetError.CANT_CREATE, () -> peer.createClient(new InetSocketAddress("127.0.0.1", 0)));
        assertError(ENetError.INVALID_PARAMETER, () -> peer.createMesh(0));
        assertNull(peer.getHost());
        assertEquals(0, peer.getUniqueId());
        assertEquals(ENetError.UNCONFIGURED, peer.addMeshPeer(2, other));
        peer.createServer(0);
        assertError(ENetError.ALREADY_IN_USE, () -> peer.createServer(0));
        assertError(ENetError.ALREADY_IN_USE, () -> peer.createClient("127.0.0.1", 1));
        assertError(ENetError.ALREADY_IN_USE, () -> peer.createMesh(2));
        try (ENetMultiplayerPeer second = new ENetMultiplayerPeer()) {
            second.setBindIp("127.0.0.1");
            assertError(ENetError.CANT_CREATE, () -> second.createServer(peer.getHost().getLocalPort()));
            second.createServer(0);
        }
        assertEquals(1, peer.getUniqueId());
        assertEquals(ConnectionStatus.CONNECTED, peer.getConnectionStatus());
        peer.close();
        assertEquals(ConnectionStatus.DISCONNECTED, peer.getConnectionStatus());
        peer.createServer(0);
    }

    /** What a client is told of the host, which Godot confuses with one another. */
    @Test
    void maxChannelsAreChannelsAndNoBandwidth() {
        peer.createServer(0, 4, 5, 0, 0);
        List<Integer> bandwidths = new ArrayList<>();
        other.createHost();
        other.intercept(datagram -> {
            ByteBuffer bytes = datagram.data().slice();
            for (int i = 0; i + VERIFY_CONNECT_SIZE <= bytes.limit(); i++) {
                if (bytes.getShort(i) == VERIFY_CONNECT) {
                    bandwidths.addAll(List.of(bytes.getInt(i + 20), bytes.getInt(i + 24)));
                }
            }
            return false;
        });
        ENetPacketPeer server = other.connectToHost("127.0.0.1", peer.getHost().getLocalPort(), 0, 77);
        until(() -> last == EventType.CONNECT);
        assertEquals(7, server.getChannels());
        assertEquals(7, peer.getHost().getMaxChannels());
        assertEquals(List.of(0, 0), bandwidths.subList(0, 2)); // no limit, either way
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 77, 0x7fffffffL})
    void admits(long id) {
        peer.createServer(0);
        assertEquals(255, connect(id).getChannels());
        until(() -> !connected.isEmpty());
        assertEquals(List.of((int) id), connected);
        assertNotNull(peer.getPeer((int) id));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0x80000000L, 0xfffffffeL})
    void disconnectsWhoHasABadId(long id) {
        peer.createServer(0);
        connect(id);
        until(() -> last == EventType.DISCONNECT);
        assertEquals(List.of(), connected);
        assertEquals(List.of(), disconnected);
    }

    @Test
    void disconnectsTheSecondOfTheSameId() {
        peer.createServer(0);
        ENetPacketPeer first = connect(5);
        other.connectToHost("127.0.0.1", peer.getHost().getLocalPort(), 0, 5);
        until(() -> last == EventType.DISCONNECT);
        assertEquals(PeerState.CONNECTED, first.getState());
        assertEquals(List.of(5), connected);
    }

    @Test
    void disconnectsWhileRefusing() {
        peer.createServer(0);
        peer.setRefuseNewConnections(true);
        connect(5);
        until(() -> last == EventType.DISCONNECT);
        assertEquals(List.of(), connected);
        peer.close();
        assertFalse(peer.isRefusingNewConnections());
    }

    @ParameterizedTest
    @CsvSource({
        "0, UNRELIABLE, 1, 2", "0, UNRELIABLE_ORDERED, 1, 0", "0, RELIABLE, 0, 1", "1, UNRELIABLE, 2, 2",
        "3, UNRELIABLE_ORDERED, 4, 0", "253, RELIABLE, 254, 1",
    })
    void channelsAndFlags(int channel, TransferMode mode, int enetChannel, int flags) {
        ENetPacketPeer remote = accept();
        assertEquals(ENetError.OK, peer.putPacket(ByteBuffer.wrap(new byte[] {4, 5}), 1, mode, channel));
        until(() -> last == EventType.RECEIVE);
        assertEquals(enetChannel, lastChannel);
        assertEquals(flags, remote.getPacketFlags());
        assertArrayEquals(new byte[] {4, 5}, remote.getPacket());
        remote.send(enetChannel, new byte[] {6}, flags);
        until(() -> peer.getAvailablePacketCount() == 1);
        assertEquals(1, peer.getPacketPeer());
        assertEquals(channel, peer.getPacketChannel());
        assertEquals(mode, peer.getPacketMode());
        assertArrayEquals(new byte[] {6}, peer.getPacket());
        assertNull(peer.getPacket());
    }

    @Test
    void targets() {
        ENetPacketPeer remote = accept();
        assertEquals((int) lastData, peer.getUniqueId());
        assertTrue(peer.getUniqueId() >= 2);
        for (int target : new int[] {0, 1, -1}) {
            last = EventType.NONE;
            assertEquals(ENetError.OK, peer.putPacket(ByteBuffer.wrap(new byte[1]), target, TransferMode.RELIABLE, 0));
            until(() -> last == EventType.RECEIVE);
            assertNotNull(remote.getPacket());
        }
        for (int target : new int[] {2, -2, Integer.MIN_VALUE}) {
            assertEquals(ENetError.INVALID_PARAMETER,
                    peer.putPacket(ByteBuffer.wrap(new byte[1]), target, TransferMode.RELIABLE, 0));
        }
        assertEquals(ENetError.INVALID_PARAMETER,
                peer.putPacket(ByteBuffer.wrap(new byte[1]), 1, TransferMode.RELIABLE, 254));
        assertEquals(ENetError.INVALID_PARAMETER,
                peer.putPacket(ByteBuffer.wrap(new byte[1]), 1, TransferMode.RELIABLE, -1));
    }

    @Test
    void packetsComeBeforeTheDisconnect() {
        peer.createServer(0);
        ENetPacketPeer server = connect(5);
        until(() -> !connected.isEmpty());
        server.send(0, new byte[] {1}, 1);
        server.send(0, new byte[] {2}, 1);
        server.peerDisconnectLater(0);
        until(() -> peer.getAvailablePacketCount() == 2);
        assertEquals(List.of(), disconnected);
        assertArrayEquals(new byte[] {1}, peer.getPacket());
        assertArrayEquals(new byte[] {2}, peer.getPacket());
        until(() -> !disconnected.isEmpty());
        assertNull(peer.getPeer(5));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void disconnectsAPeer(boolean force) {
        peer.createServer(0);
        connect(5);
        until(() -> !connected.isEmpty());
        peer.disconnectPeer(6, force);
        peer.disconnectPeer(5, force);
        until(() -> last == EventType.DISCONNECT && (force || !disconnected.isEmpty()));
        assertEquals(force ? List.of() : List.of(5), disconnected);
    }

    @Test
    void clientLosesItsServer() {
        accept().peerDisconnect(77);
        until(() -> peer.getConnectionStatus() == ConnectionStatus.DISCONNECTED);
        assertEquals(List.of(1), disconnected);
        assertEquals(0, peer.getUniqueId());
    }

    @Test
    void peerEndsWithoutAnEvent() {
        peer.createServer(0);
        connect(5);
        until(() -> !connected.isEmpty());
        peer.getPeer(5).reset();
        until(() -> !disconnected.isEmpty());
        assertEquals(List.of(5), disconnected);
    }

    @Test
    void closingTellsTheOthers() {
        peer.createServer(0);
        connect(5);
        until(() -> !connected.isEmpty());
        peer.close();
        until(() -> last == EventType.DISCONNECT);
        assertEquals(List.of(), disconnected);
        assertFalse(peer.poll());
        peer.await(0);
        peer.wakeup();
        peer.flush();
    }

    @ParameterizedTest
    @EnumSource(CompressionMode.class)
    void compression(CompressionMode mode) {
        peer.createServer(0);
        peer.getHost().compress(mode);
        other.createHost();
        other.compress(mode);
        ENetPacketPeer server = other.connectToHost("127.0.0.1", peer.getHost().getLocalPort(), 0, 5);
        until(() -> !connected.isEmpty());
        until(() -> last == EventType.CONNECT);
        server.send(3, new byte[1000], 1);
        until(() -> peer.getAvailablePacketCount() == 1);
        assertArrayEquals(new byte[1000], peer.getPacket());
    }

    /** Those that are not there are left out, and whoever comes later is asked for anew. */
    @Test
    void onePacketForMany() {
        peer.createServer(0);
        ENetPacketPeer first = connect(5);
        until(() -> connected.size() == 1);
        ENetPacketPeer second = other.connectToHost("127.0.0.1", peer.getHost().getLocalPort(), 0, 6);
        int[] targets = {7, 5, 6};
        peer.putPacket(ByteBuffer.wrap(new byte[] {1}), targets, 3, TransferMode.RELIABLE, 0, refusals);
        until(() -> connected.size() == 2);
        ByteBuffer packet = ByteBuffer.wrap(new byte[] {9, 2, 9}).position(1).limit(2);
        peer.putPacket(packet, targets, 3, TransferMode.RELIABLE, 0, refusals);
        assertEquals(1, packet.position());
        peer.putPacket(ByteBuffer.wrap(new byte[] {3}), targets, 2, TransferMode.RELIABLE, 0, refusals);
        peer.putPacket(packet, targets, 3, TransferMode.RELIABLE, 254, refusals);
        assertEquals(List.of(7, 5, 6), refused); // at a channel that there is not
        until(() -> first.getAvailablePacketCount() == 3 && second.getAvailablePacketCount() == 1);
        for (int value = 1; value <= 3; value++) {
            assertArrayEquals(new byte[] {(byte) value}, first.getPacket());
        }
        assertArrayEquals(new byte[] {2}, second.getPacket());
    }

    /** Each target with a copy of its own would take as much memory again. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void oneCopyForMany() throws IOException {
        int clients = 8;
        int size = 16 << 20;
        peer.createServer(0);
        connect(2);
        int[] targets = new int[clients];
        for (int i = 0; i < clients; i++) {
            targets[i] = 2 + i;
            if (i > 0) {
                other.connectToHost("127.0.0.1", peer.getHost().getLocalPort(), 0, targets[i]);
            }
        }
        until(() -> connected.size() == clients);
        ByteBuffer packet = ByteBuffer.allocateDirect(size);
        for (int i = 0; i < size; i += 4096) {
            packet.put(i, (byte) 1);
        }
        long before = residentBytes();
        peer.putPacket(packet, targets, clients, TransferMode.RELIABLE, 0, refusals);
        long grown = residentBytes() - before;
        assertTrue(grown > size / 2 && grown < 4L * size, grown + " bytes for " + size);
    }

    private static long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS");
    }
}
