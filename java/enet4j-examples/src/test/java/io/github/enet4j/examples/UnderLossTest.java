package io.github.enet4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.testing.NetworkProxy;
import io.github.enet4j.testing.UnderNetworkConditions;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnderLossTest {
    // tag::test[]
    @Test
    @UnderNetworkConditions("latency=20 loss=10%")
    void scoresArriveAllAndInOrder(NetworkProxy network) {
        try (ENetConnection server = new ENetConnection(); ENetConnection client = new ENetConnection()) {
            server.createHostBound("127.0.0.1", 0);
            network.setTarget(new InetSocketAddress("127.0.0.1", server.getLocalPort()));
            client.createHost();
            ENetPacketPeer peer = client.connectToHost("127.0.0.1", network.getLocalPort());
            List<Byte> scores = new ArrayList<>();
            while (scores.size() < 20) {
                if (client.service(5).type() == EventType.CONNECT) {
                    for (byte score = 0; score < 20; score++) {
                        peer.send(0, new byte[] {score}, ENetPacketPeer.FLAG_RELIABLE);
                    }
                }
                ENetEvent event = server.service(5);
                if (event.type() == EventType.RECEIVE) {
                    scores.add(event.getPacket()[0]);
                }
            }
            for (byte score = 0; score < 20; score++) {
                assertEquals(score, scores.get(score));
            }
        }
    }
    // end::test[]
}
