package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the program forgets to close or to read is freed when the garbage is collected. */
@Timeout(60)
class GarbageTest {
    /** Returns the port that was in use. */
    private static int lose(CompressionMode mode) {
        ENetConnection server = new ENetConnection();
        server.createHostBound(LOCALHOST, 0);
        server.compress(mode);
        ENetConnection client = new ENetConnection();
        client.createHost();
        client.compress(mode);
        client.intercept(datagram -> client == null);
        ENetPacketPeer peer = client.connectToHost(LOCALHOST, server.getLocalPort());
        while (peer.getState() != PeerState.CONNECTED || server.getPeers().isEmpty()) {
            server.service(1);
            client.service(1);
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(ENetError.OK, peer.send(0, new byte[i * 300], 1));
        }
        client.service();
        ENetPacketPeer accepted = server.getPeers().get(0);
        /* Some read, some at the peer, some in the batch, some in ENet; some for sending still. */
        while (accepted.getAvailablePacketCount() < 6) {
            server.service(10);
            client.service();
        }
        for (int i = 0; i < 3; i++) {
            accepted.getPacket();
        }
        assertEquals(ENetError.OK, accepted.send(0, new byte[100_000], 1));
        assertTrue(Native.memoryBlocks() > 0);
        return server.getLocalPort();
    }

    @Test
    void lostConnectionIsDestroyed() throws InterruptedException {
        for (CompressionMode mode : CompressionMode.values()) {
            int port = lose(mode);
            NoLeaks.assertNone();
            try (ENetConnection host = new ENetConnection()) {
                host.createHostBound(LOCALHOST, port);
            }
        }
    }

    /** A peer with a packet of a connection whose other side is gone. */
    private static ENetPacketPeer lonelyPeer() {
        Loopback net = Loopback.connected();
        assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {4}, 1));
        net.until("it", () -> net.atServer.getAvailablePacketCount() == 1);
        net.client.close();
        return net.atServer;
    }

    /** A peer that is held holds its connection. */
    @Test
    void peerKeepsItsConnection() throws InterruptedException {
        ENetPacketPeer peer = lonelyPeer();
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(5);
        }
        assertTrue(peer.isActive());
        assertArrayEquals(new byte[] {4}, peer.getPacket());
        peer.connection().close();
        peer = null;
        NoLeaks.assertNone();
    }

    /** Peers come and go at one host, and nobody reads their packets. */
    @Test
    void packetsOfForgottenPeersAreFreed() throws InterruptedException {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            long before = Native.memoryBlocks();
            for (int i = 0; i < 50; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[i % 2 == 0 ? 10 : 3000], 1));
                net.until("it", () -> net.atServer.getAvailablePacketCount() == 1);
                net.atClient.peerDisconnect(0);
                net.await(net.client, EventType.DISCONNECT);
                net.await(net.server, EventType.DISCONNECT);
                net.seen().clear();
                net.connect(0);
            }
            assertTrue(Native.memoryBlocks() > before);
            net.settle();
            for (int i = 0; i < 500 && Native.memoryBlocks() > before; i++) {
                System.gc();
                Thread.sleep(10);
            }
            net.settle();
            assertTrue(Native.memoryBlocks() <= before + 8, Native.memoryBlocks() + " blocks, before " + before);
        }
    }

    /** With connections in them, too. */
    @Test
    @EnabledOnOs(OS.LINUX) // which lists descriptors
    void forgottenSelectorsGiveTheirDescriptorsBack() throws Exception {
        long before = descriptors();
        for (int i = 0; i < 50; i++) {
            ENetSelector selector = new ENetSelector();
            ENetConnection host = new ENetConnection();
            host.createHost();
            selector.add(host);
            selector.select(0);
        }
        for (int i = 0; i < 500 && descriptors() > before + 10; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertTrue(descriptors() <= before + 10, descriptors() + " descriptors, before " + before);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    /** Making and closing hosts in great number leaves nothing behind, no file descriptor either. */
    @Test
    void hostsComeAndGo() throws InterruptedException {
        List<ENetConnection> hosts = new ArrayList<>();
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 50; i++) {
                ENetConnection host = new ENetConnection();
                host.createHostBound("*", 0, 4, 0, 0, 0);
                hosts.add(host);
            }
            hosts.forEach(ENetConnection::close);
            hosts.clear();
        }
        NoLeaks.assertNone();
    }
}
