package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** As many peers and as large packets as there may be. */
@ExtendWith(NoLeaks.class)
@Timeout(180)
class ScaleTest {
    private static final int PEERS = 4095;
    private static final int AT_A_TIME = 150; // what the socket's buffer holds
    private static final int LARGEST = 33554432;

    /** Two client hosts, one with as many peers as it can have. */
    @Test
    void fullHost() {
        try (Loopback net = Loopback.hosts()) {
            net.server.destroy();
            net.server.createHostBound(LOCALHOST, 0, PEERS, 2, 0, 0);
            net.client.destroy();
            net.client.createHost(PEERS, 0, 0, 0);
            ENetConnection other = net.newClient();
            for (int i = 0; i < PEERS; i += AT_A_TIME) {
                int until = Math.min(PEERS, i + AT_A_TIME);
                for (int n = i; n < until; n++) {
                    ENetConnection from = n % 200 == 7 ? other : net.client;
                    from.connectToHost(LOCALHOST, net.port(), 2, n);
                }
                net.until("the next " + AT_A_TIME, () -> net.server.getPeers().size() == until
                        && net.seen().stream().filter(seen -> seen.at() != net.server).count() == until);
            }
            Set<Long> numbers = new HashSet<>();
            for (Loopback.Seen seen : net.seen()) {
                assertEquals(EventType.CONNECT, seen.type());
                if (seen.at() == net.server) {
                    assertTrue(numbers.add(seen.data()), "twice: " + seen.data());
                    seen.peer().attach(seen.data());
                }
            }
            assertEquals(PEERS, numbers.size());
            assertError(ENetError.CANT_CREATE, () -> net.server.connectToHost(LOCALHOST, 9));
            net.seen().clear();

            /* Each asks with its place in the list, and the server tells each its number. */
            List<ENetPacketPeer> clients = net.client.getPeers();
            for (int i = 0; i < clients.size(); i += AT_A_TIME) {
                int until = Math.min(clients.size(), i + AT_A_TIME);
                for (int n = i; n < until; n++) {
                    assertEquals(ENetError.OK, clients.get(n).send(1, number(n), 1));
                }
                for (Loopback.Seen asked : events(net, until - i)) {
                    int place = ByteBuffer.wrap(asked.peer().getPacket()).getInt();
                    assertTrue(place >= i && place < until);
                    int number = ((Long) asked.peer().attachment()).intValue();
                    assertEquals(ENetError.OK, asked.peer().send(0, number(number), 1));
                }
                for (Loopback.Seen answered : events(net, until - i)) {
                    assertEquals(clients.indexOf(answered.peer()), place(answered.peer().getPacket()));
                }
            }

            net.server.broadcast(0, new byte[] {1}, 1);
            events(net, PEERS);
            List<ENetPacketPeer> peers = net.server.getPeers();
            for (int i = 0; i < PEERS; i += AT_A_TIME) {
                List<ENetPacketPeer> some = peers.subList(i, Math.min(PEERS, i + AT_A_TIME));
                some.forEach(peer -> peer.peerDisconnectNow(6));
                for (Loopback.Seen seen : events(net, some.size())) {
                    assertEquals(EventType.DISCONNECT, seen.type());
                    assertEquals(6, seen.data());
                }
            }
            net.pump();
            assertEquals(List.of(), net.server.getPeers());
            assertEquals(List.of(), net.client.getPeers());
            net.connect(0);
        }
    }

    private static byte[] number(int n) {
        return ByteBuffer.allocate(4).putInt(n).array();
    }

    private static List<Loopback.Seen> events(Loopback net, int count) {
        net.until(count + " events", () -> net.seen().size() == count);
        List<Loopback.Seen> events = List.copyOf(net.seen());
        net.seen().clear();
        return events;
    }

    /** The place in the first client's list of the peer with that number: the others belong to the other client. */
    private static int place(byte[] packet) {
        int number = ByteBuffer.wrap(packet).getInt();
        return number - (number + 200 - 7 - 1) / 200;
    }

    @Test
    void largestPacket() {
        try (Loopback net = Loopback.connected()) {
            byte[] packet = Loopback.pattern(LARGEST);
            assertEquals(ENetError.FAILED, net.atClient.send(0, new byte[LARGEST + 1], 1));
            assertEquals(ENetError.FAILED, net.atClient.send(0, new byte[LARGEST + 1], 8));
            assertEquals(ENetError.OK, net.atClient.send(0, packet, 1));
            assertArrayEquals(packet, net.receive(net.atServer));
            ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST).put(packet).flip();
            assertEquals(ENetError.OK, net.atServer.send(0, buffer, 1));
            net.until("it", () -> net.atClient.getAvailablePacketCount() == 1);
            buffer.clear();
            assertEquals(LARGEST, net.atClient.getPacket(buffer));
            buffer.flip();
            assertEquals(ByteBuffer.wrap(packet), buffer);
        }
    }

    /** Thousands of packets that nobody reads for a while. */
    @Test
    void longQueue() {
        try (Loopback net = Loopback.connected()) {
            int packets = 30_000;
            for (int i = 0; i < packets; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, number(i), 1));
                if (i % 200 == 0) {
                    net.pump();
                }
            }
            net.until("all", () -> net.atServer.getAvailablePacketCount() == packets);
            for (int i = 0; i < packets; i++) {
                assertEquals(i, ByteBuffer.wrap(net.atServer.getPacket()).getInt());
            }
        }
    }
}
