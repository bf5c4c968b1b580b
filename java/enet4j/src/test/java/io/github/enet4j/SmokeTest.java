package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SmokeTest {
    @Test
    void connectsAndEchoes() {
        try (ENetConnection server = new ENetConnection();
                ENetConnection client = new ENetConnection()) {
            server.createHostBound("127.0.0.1", 0);
            client.createHost();
            ENetPacketPeer peer = client.connectToHost("127.0.0.1", server.getLocalPort(), 3, 42);
            long data = -1;
            ENetPacketPeer accepted = null;
            for (int i = 0; i < 100 && (accepted == null || peer.getState() != PeerState.CONNECTED); i++) {
                ENetEvent e = server.service(10);
                if (e.type() == EventType.CONNECT) {
                    accepted = e.peer();
                    data = e.data();
                }
                client.service(10);
            }
            assertEquals(42, data);
            assertEquals(PeerState.CONNECTED, peer.getState());
            assertEquals(ENetError.OK, peer.send(1, new byte[] {1, 2, 3}, ENetPacketPeer.FLAG_RELIABLE));
            client.service(0);
            ENetEvent e = server.service(1000);
            assertEquals(EventType.RECEIVE, e.type());
            assertEquals(1, e.channel());
            assertArrayEquals(new byte[] {1, 2, 3}, e.peer().getPacket());
            byte[] big = new byte[100_000];
            big[99_999] = 7;
            assertEquals(ENetError.OK, accepted.send(0, big, 0));
            for (int i = 0; i < 200; i++) {
                server.service(1);
                if (client.service(1).type() == EventType.RECEIVE) {
                    break;
                }
            }
            assertArrayEquals(big, peer.getPacket());
        }
    }
}
