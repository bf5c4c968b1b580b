package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** throttleConfigure, before there is a connection. */
@ExtendWith(NoLeaks.class)
class ThrottleTest {
    /** ENet would give the attempt up, since the server confirms other numbers. */
    @Test
    void waitsForTheConnection() {
        try (Loopback net = Loopback.hosts()) {
            net.server.compress(CompressionMode.RANGE_CODER);
            ENetConnection client = net.newClient();
            client.compress(CompressionMode.RANGE_CODER);
            ENetPacketPeer peer = client.connectToHost(LOCALHOST, net.port());
            peer.throttleConfigure(1000, 4, 1);
            peer.throttleConfigure(2000, 7, 3);
            net.await(client, EventType.CONNECT);
            ENetPacketPeer atServer = net.await(net.server, EventType.CONNECT).peer();
            net.until("the numbers are there",
                    () -> atServer.getStatistic(PeerStatistic.PACKET_THROTTLE_INTERVAL) == 2000);
            for (ENetPacketPeer side : new ENetPacketPeer[] {peer, atServer}) {
                assertEquals(7, side.getStatistic(PeerStatistic.PACKET_THROTTLE_ACCELERATION));
                assertEquals(3, side.getStatistic(PeerStatistic.PACKET_THROTTLE_DECELERATION));
            }
        }
    }
}
