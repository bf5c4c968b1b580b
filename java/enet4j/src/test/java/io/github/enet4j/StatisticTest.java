package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counters of a host, byte for byte, and the statistics of a peer. */
@ExtendWith(NoLeaks.class)
class StatisticTest {
    private static final int LONG = 20_000;

    private static void assertTotals(ENetConnection host, int sentData, int sent, int receivedData, int received) {
        assertEquals(sentData, host.popStatistic(HostStatistic.TOTAL_SENT_DATA), "bytes sent");
        assertEquals(sent, host.popStatistic(HostStatistic.TOTAL_SENT_PACKETS), "datagrams sent");
        assertEquals(receivedData, host.popStatistic(HostStatistic.TOTAL_RECEIVED_DATA), "bytes received");
        assertEquals(received, host.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS), "datagrams received");
    }

    /** Header 4 and CONNECT 48; header 4, VERIFY_CONNECT 44; then acknowledged: header 2, ACKNOWLEDGE 8. */
    @Test
    void handshakeIsCounted() {
        try (Loopback net = Loopback.hosts()) {
            assertTotals(net.client, 0, 0, 0, 0);
            net.client.connectToHost(LOCALHOST, net.port());
            net.client.service();
            assertTotals(net.client, 52, 1, 0, 0);
            for (double sent = 0; sent == 0; sent = net.server.popStatistic(HostStatistic.TOTAL_SENT_DATA)) {
                assertEquals(EventType.NONE, net.server.service(1).type());
                if (sent != 0) {
                    assertEquals(48, sent);
                }
            }
            assertEquals(1, net.server.popStatistic(HostStatistic.TOTAL_SENT_PACKETS));
            assertEquals(52, net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_DATA));
            assertEquals(1, net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS));
            assertEquals(EventType.CONNECT, net.client.service(LONG).type());
            assertEquals(48, net.client.popStatistic(HostStatistic.TOTAL_RECEIVED_DATA));
            assertEquals(1, net.client.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS));
        }
    }

    /** Flags, size, datagrams and bytes of the data, datagrams and bytes of its acknowledgement. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 1, 10, 1, 10", "1, 100, 1, 110, 1, 10", "0, 100, 1, 110, 0, 0", "2, 100, 1, 110, 0, 0",
        "8, 1364, 1, 1374, 0, 0", "8, 1365, 2, 1417, 0, 0", "1, 1364, 1, 1374, 1, 10", "0, 1365, 2, 1421, 1, 18"
    })
    void packetsAreCounted(int flags, int size, int sent, int sentBytes, int answered, int answeredBytes) {
        try (Loopback net = Loopback.connected()) {
            net.noPings();
            net.settle();
            popAll(net.client);
            popAll(net.server);
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[size], flags));
            assertTotals(net.client, 0, 0, 0, 0);
            net.client.flush();
            /* Only the popped one goes back to 0. */
            assertEquals(sent, net.client.popStatistic(HostStatistic.TOTAL_SENT_PACKETS));
            assertTotals(net.client, sentBytes, 0, 0, 0);
            assertEquals(EventType.RECEIVE, net.server.service(LONG).type());
            assertTotals(net.server, answeredBytes, answered, sentBytes, sent);
            assertTotals(net.server, 0, 0, 0, 0);
            if (answered > 0) {
                double got = 0;
                while (got == 0) {
                    assertEquals(EventType.NONE, net.client.service(1).type());
                    got = net.client.popStatistic(HostStatistic.TOTAL_RECEIVED_DATA);
                }
                assertEquals(answeredBytes, got);
                assertEquals(answered, net.client.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS));
            }
        }
    }

    private static void popAll(ENetConnection host) {
        for (HostStatistic statistic : HostStatistic.values()) {
            host.popStatistic(statistic);
        }
    }

    /** What makes no sense is counted too, and what socketSend sends is not. */
    @Test
    void rawDatagrams() {
        try (Loopback net = Loopback.connected()) {
            net.noPings();
            net.settle();
            popAll(net.client);
            popAll(net.server);
            net.client.socketSend(LOCALHOST, net.port(), new byte[77]);
            assertTotals(net.client, 0, 0, 0, 0);
            for (double got = 0; got == 0; got = net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS)) {
                assertEquals(EventType.NONE, net.server.service(1).type());
            }
            assertEquals(77, net.server.popStatistic(HostStatistic.TOTAL_RECEIVED_DATA));
        }
    }

    /** Who only reads does not disturb who pops, nor the other way round. */
    @Test
    void totalsStayWhenPopped() {
        try (Loopback net = Loopback.connected()) {
            net.noPings();
            net.settle();
            long before = net.client.getTotal(HostStatistic.TOTAL_SENT_DATA);
            assertTrue(before > 0);
            assertEquals(before, net.client.getTotal(HostStatistic.TOTAL_SENT_DATA));
            assertEquals(before, net.client.popStatistic(HostStatistic.TOTAL_SENT_DATA));
            assertEquals(0, net.client.popStatistic(HostStatistic.TOTAL_SENT_DATA));
            net.atClient.send(0, new byte[10], 0);
            net.settle();
            long after = net.client.getTotal(HostStatistic.TOTAL_SENT_DATA);
            assertTrue(after >= before + 10, before + " to " + after);
            assertEquals(after - before, net.client.popStatistic(HostStatistic.TOTAL_SENT_DATA));
            net.client.destroy();
            net.client.createHost();
            assertEquals(0, net.client.getTotal(HostStatistic.TOTAL_SENT_DATA), "of the new host");
        }
    }

    private static Map<PeerStatistic, Double> all(ENetPacketPeer peer) {
        Map<PeerStatistic, Double> values = new EnumMap<>(PeerStatistic.class);
        for (PeerStatistic statistic : PeerStatistic.values()) {
            values.put(statistic, peer.getStatistic(statistic));
        }
        return values;
    }

    @Test
    void freshPeer() {
        try (Loopback net = Loopback.hosts()) {
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, 9);
            Map<PeerStatistic, Double> expected = new EnumMap<>(PeerStatistic.class);
            for (PeerStatistic statistic : PeerStatistic.values()) {
                expected.put(statistic, switch (statistic) {
                    case ROUND_TRIP_TIME, LAST_ROUND_TRIP_TIME -> 500.0;
                    case PACKET_THROTTLE, PACKET_THROTTLE_LIMIT -> 32.0;
                    case PACKET_THROTTLE_ACCELERATION, PACKET_THROTTLE_DECELERATION -> 2.0;
                    case PACKET_THROTTLE_INTERVAL -> 5000.0;
                    default -> 0.0;
                });
            }
            assertEquals(expected, all(peer));
            peer.reset();
            assertEquals(expected, all(peer));
        }
    }

    /** Each number comes from its own field. */
    @Test
    void connectedPeer() {
        try (Loopback net = Loopback.connected()) {
            net.atClient.throttleConfigure(1234, 5, 0);
            for (int i = 0; i < 5; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[1], 0));
            }
            net.settle();
            net.atClient.ping();
            net.settle();
            Map<PeerStatistic, Double> values = all(net.atClient);
            assertEquals(1234, values.get(PeerStatistic.PACKET_THROTTLE_INTERVAL));
            assertEquals(5, values.get(PeerStatistic.PACKET_THROTTLE_ACCELERATION));
            assertEquals(0, values.get(PeerStatistic.PACKET_THROTTLE_DECELERATION));
            assertEquals(5 * 7 % 32, values.get(PeerStatistic.PACKET_THROTTLE_COUNTER));
            assertEquals(32, values.get(PeerStatistic.PACKET_THROTTLE));
            assertEquals(32, values.get(PeerStatistic.PACKET_THROTTLE_LIMIT));
            assertEquals(0, values.get(PeerStatistic.PACKET_LOSS));
            assertEquals(0, values.get(PeerStatistic.PACKET_LOSS_VARIANCE));
            double rtt = values.get(PeerStatistic.ROUND_TRIP_TIME);
            assertTrue(rtt >= 1 && rtt < 500, "round trip time " + rtt);
            double last = values.get(PeerStatistic.LAST_ROUND_TRIP_TIME);
            assertTrue(last >= 1 && last < 500, "last round trip time " + last);
            assertTrue(values.get(PeerStatistic.LAST_ROUND_TRIP_TIME_VARIANCE) >= 1);
            assertTrue(values.get(PeerStatistic.PACKET_LOSS_EPOCH) > 0);
            assertTrue(values.get(PeerStatistic.PACKET_THROTTLE_EPOCH) > 0);
            assertTrue(values.get(PeerStatistic.PACKET_LOSS_EPOCH)
                    <= values.get(PeerStatistic.PACKET_THROTTLE_EPOCH), "set at the first send, and at its answer");
            net.atClient.peerDisconnectNow(0);
            assertEquals(values, all(net.atClient));
        }
    }

    /** A slow answer shows in the round trip time, here and nowhere else. */
    @Test
    void roundTripTimeIsMeasured() throws InterruptedException {
        try (Loopback net = Loopback.connected()) {
            net.noPings();
            net.settle();
            double before = net.atClient.getStatistic(PeerStatistic.ROUND_TRIP_TIME);
            double atServer = net.atServer.getStatistic(PeerStatistic.ROUND_TRIP_TIME);
            net.atClient.ping();
            net.client.flush();
            Thread.sleep(100);
            net.settle();
            double after = net.atClient.getStatistic(PeerStatistic.ROUND_TRIP_TIME);
            double variance = net.atClient.getStatistic(PeerStatistic.ROUND_TRIP_TIME_VARIANCE);
            assertTrue(after > before + (99 - before) / 8 - 2, before + " became " + after);
            assertTrue(variance > 10, "variance " + variance);
            assertEquals(atServer, net.atServer.getStatistic(PeerStatistic.ROUND_TRIP_TIME));
        }
    }

    @Test
    void throttleConfigureReachesTheOtherSide() {
        try (Loopback net = Loopback.connected()) {
            net.atClient.throttleConfigure(-1, -2, -3);
            assertThrottle(net.atClient, 4294967295.0, 4294967294.0, 4294967293.0);
            net.until("it", () -> net.atServer.getStatistic(PeerStatistic.PACKET_THROTTLE_INTERVAL) != 5000);
            assertThrottle(net.atServer, 4294967295.0, 4294967294.0, 4294967293.0);
            net.atServer.throttleConfigure(7, 0, 0);
            assertThrottle(net.atServer, 7, 0, 0);
            net.until("it", () -> net.atClient.getStatistic(PeerStatistic.PACKET_THROTTLE_INTERVAL) == 7);
            assertThrottle(net.atClient, 7, 0, 0);
            /* Unsigned also when it is over. */
            net.settle();
            net.atServer.throttleConfigure(-1, -2, -3);
            net.atServer.peerDisconnectNow(0);
            assertThrottle(net.atServer, 4294967295.0, 4294967294.0, 4294967293.0);
        }
    }

    private static void assertThrottle(ENetPacketPeer peer, double interval, double acceleration, double deceleration) {
        assertEquals(interval, peer.getStatistic(PeerStatistic.PACKET_THROTTLE_INTERVAL));
        assertEquals(acceleration, peer.getStatistic(PeerStatistic.PACKET_THROTTLE_ACCELERATION));
        assertEquals(deceleration, peer.getStatistic(PeerStatistic.PACKET_THROTTLE_DECELERATION));
    }

    /** When answers come slower, unreliable packets are dropped: the counter passes the throttle. */
    @Test
    @Timeout(60)
    void throttleDropsUnreliablePackets() throws InterruptedException {
        try (Loopback net = Loopback.connected()) {
            net.noPings();
            net.atClient.throttleConfigure(1, 0, 32);
            net.settle();
            for (int i = 0; i < 20 && net.atClient.getStatistic(PeerStatistic.PACKET_THROTTLE) > 0; i++) {
                for (int steady = 0; steady < 15; steady++) {
                    pingAndWait(net, 20);
                }
                pingAndWait(net, 300);
            }
            assertEquals(0, net.atClient.getStatistic(PeerStatistic.PACKET_THROTTLE));
            for (int i = 0; i < 32; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {(byte) i}, 0));
            }
            net.client.flush();
            assertEquals(ENetError.OK, net.atClient.send(1, new byte[10], 1));
            net.until("the reliable one", () -> net.seen().stream().anyMatch(seen -> seen.channel() == 1));
            assertEquals(2, net.atServer.getAvailablePacketCount(),
                    "of 32 unreliable ones the counter lets one through");
        }
    }

    /** One ping whose answer takes that long at least; nothing else is received. */
    private static void pingAndWait(Loopback net, int millis) throws InterruptedException {
        popAll(net.server);
        popAll(net.client);
        net.atClient.ping();
        net.client.flush();
        Thread.sleep(millis);
        for (ENetConnection host : List.of(net.server, net.client)) {
            while (host.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS) == 0) {
                assertEquals(EventType.NONE, host.service(1).type());
            }
        }
    }
}
