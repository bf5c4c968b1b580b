package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is queued and what is unread is counted, and limited. */
class BackPressureTest {
    private static final int RELIABLE = ENetPacketPeer.FLAG_RELIABLE;

    @Test
    void queuedIsWhatHasNotBeenConfirmed() {
        try (Loopback net = Loopback.connected()) {
            assertEquals(0, net.atClient.getQueuedPackets());
            for (int i = 0; i < 100; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[1000], RELIABLE));
            }
            net.atClient.send(0, new byte[100_000], RELIABLE);
            net.atClient.send(0, new byte[10], 0);
            assertEquals(102, net.atClient.getQueuedPackets());
            assertEquals(200_010, net.atClient.getQueuedData());
            net.client.flush();
            assertEquals(101, net.atClient.getQueuedPackets(), "what is not reliable is gone when sent");
            net.until("all", () -> net.atServer.getAvailablePacketCount() == 102);
            net.settle();
            assertEquals(0, net.atClient.getQueuedPackets());
            assertEquals(0, net.atClient.getQueuedData());
        }
    }

    @Test
    void sendIsBusyAboveTheLimitAndQueuesNothing() {
        try (Loopback net = Loopback.connected()) {
            net.client.maximumQueuedData(10_000);
            assertEquals(10_000, net.client.getMaximumQueuedData());
            int sent = 0;
            while (net.atClient.send(0, new byte[3000], RELIABLE) == ENetError.OK) {
                sent++;
            }
            assertEquals(3, sent);
            assertEquals(ENetError.BUSY, net.atClient.send(0, new byte[1001], 0));
            assertEquals(9000, net.atClient.getQueuedData());
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[1000], 0));
            net.settle();
            assertEquals(4, net.atServer.getAvailablePacketCount());
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[50_000], RELIABLE), "alone it may be larger");
            assertEquals(ENetError.BUSY, net.atClient.send(0, new byte[0], RELIABLE));
        }
    }

    @Test
    void broadcastCountsAtEachPeerAndLeavesOutWhoIsBusy() {
        try (Loopback net = Loopback.connected()) {
            ENetConnection other = net.newClient();
            ENetPacketPeer atOther = other.connectToHost(Loopback.LOCALHOST, net.port());
            ENetPacketPeer second = net.await(net.server, EventType.CONNECT).peer();
            net.await(other, EventType.CONNECT);
            net.server.maximumQueuedData(2000);
            assertEquals(ENetError.OK, net.atServer.send(0, new byte[1500], RELIABLE));
            net.server.broadcast(0, new byte[1000], RELIABLE);
            assertEquals(1500, net.atServer.getQueuedData());
            assertEquals(1000, second.getQueuedData());
            net.settle();
            assertEquals(1, atOther.getAvailablePacketCount());
            assertEquals(0, second.getQueuedData());
            assertEquals(1, net.atClient.getAvailablePacketCount());
            net.server.broadcast(0, Loopback.pattern(100_000), RELIABLE);
            assertEquals(100_000, second.getQueuedData());
            second.reset();
            assertEquals(0, second.getQueuedData());
            assertEquals(100_000, net.atServer.getQueuedData());
            net.until("the packet", () -> net.atClient.getAvailablePacketCount() == 2);
            net.settle();
            assertEquals(0, net.atServer.getQueuedPackets());
        }
    }

    @Test
    void unreadIsWhatTheProgramHasNotTaken() {
        try (Loopback net = Loopback.connected()) {
            for (int size : List.of(0, 10, 5000)) {
                net.atClient.send(0, new byte[size], RELIABLE);
            }
            net.until("all", () -> net.atServer.getAvailablePacketCount() == 3);
            assertEquals(5010, net.atServer.getUnreadData());
            net.atServer.getPacket();
            net.atServer.getPacket();
            assertEquals(5000, net.atServer.getUnreadData());
            net.atServer.reset();
            assertEquals(5000, net.atServer.getUnreadData());
            net.atServer.getPacket();
            assertEquals(0, net.atServer.getUnreadData());
        }
    }

    @Test
    void unreadDataStopsTheSender() {
        try (Loopback net = Loopback.connected()) {
            net.server.maximumUnreadData(100_000);
            assertEquals(100_000, net.server.getMaximumUnreadData());
            for (int i = 0; i < 300; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[1000], RELIABLE));
            }
            net.until("the limit", () -> net.atServer.getUnreadData() >= 100_000);
            net.settle();
            assertEquals(100, net.atServer.getAvailablePacketCount());
            net.atClient.send(1, new byte[1000], 0);
            net.settle();
            assertEquals(100, net.atServer.getAvailablePacketCount());
            int[] read = {0};
            net.until("all", () -> {
                while (net.atServer.getPacket() != null) {
                    read[0]++;
                }
                return read[0] == 300;
            });
            net.settle();
            assertEquals(0, net.atClient.getQueuedData());
        }
    }

    @Test
    void limits() {
        try (Loopback net = Loopback.hosts()) {
            assertEquals(48 << 20, net.server.getMaximumQueuedData());
            assertEquals(32 << 20, net.server.getMaximumUnreadData());
            assertTrue(net.server.getMaximumReceivedMemory() >= 64 << 20);
            net.server.maximumReceivedMemory(1L << 40);
            assertEquals(1L << 40, net.server.getMaximumReceivedMemory());
            assertThrows(IllegalArgumentException.class, () -> net.server.maximumQueuedData(-1));
            assertThrows(IllegalArgumentException.class, () -> net.server.maximumUnreadData(-1));
            assertThrows(IllegalArgumentException.class, () -> net.server.maximumReceivedMemory(-1));
        }
    }
}
