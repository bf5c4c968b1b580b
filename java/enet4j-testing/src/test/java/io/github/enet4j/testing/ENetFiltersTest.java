package io.github.enet4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.PeerStatistic;
import io.github.enet4j.testing.wire.CommandType;
import io.github.enet4j.testing.wire.WireCommand;
import io.github.enet4j.testing.wire.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ENetFiltersTest {
    /** What the server gets of reliable packets, by the filters before this one: sequence numbers. */
    private static List<Integer> watch(NetworkProxy proxy, Direction watched) {
        List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());
        WireReader reader = new WireReader();
        proxy.addFilter((direction, client, datagram) -> {
            for (WireCommand command : reader.read(datagram).commands()) {
                if (direction == watched && (command.header().type() == CommandType.SEND_RELIABLE
                        || command.header().type() == CommandType.SEND_FRAGMENT)) {
                    numbers.add(command.header().sequence());
                }
            }
            return datagram;
        });
        return numbers;
    }

    private static byte[] packet(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void oneReliablePacketIsLostOnce(CompressionMode mode) {
        try (ENetPair net = new ENetPair(mode)) {
            ENetPacketPeer peer = net.connect();
            net.proxy.addFilter(ENetFilters.dropReliable(Direction.TO_SERVER, 3));
            List<Integer> seen = watch(net.proxy, Direction.TO_SERVER);
            for (int i = 0; i < 5; i++) {
                peer.send(0, packet(100 + i), ENetPacketPeer.FLAG_RELIABLE);
            }
            net.until(() -> net.atServer.size() == 5);
            for (int i = 0; i < 5; i++) {
                assertEquals(100 + i, net.atServer.get(i).length);
            }
            TrafficCounters up = net.proxy.getCounters(Direction.TO_SERVER);
            assertEquals(1, up.filtered() + up.changed());
            assertTrue(seen.indexOf(3) > seen.indexOf(5), () -> "the third comes last: " + seen);
        }
    }

    @Test
    void fragmentsAreOnePacket() {
        try (ENetPair net = new ENetPair(CompressionMode.NONE)) {
            ENetPacketPeer peer = net.connect();
            net.proxy.addFilter(ENetFilters.dropReliable(Direction.TO_SERVER, 2));
            List<Integer> seen = watch(net.proxy, Direction.TO_SERVER);
            peer.send(0, packet(5000), ENetPacketPeer.FLAG_RELIABLE);
            peer.send(0, packet(6000), ENetPacketPeer.FLAG_RELIABLE);
            net.until(() -> net.atServer.size() == 2);
            assertEquals(6000, net.atServer.get(1).length);
            assertTrue(seen.indexOf(5) > seen.indexOf(6), () -> "its first fragment comes later: " + seen);
        }
    }

    @Test
    void onlyAcknowledgementsAreLost() {
        try (ENetPair net = new ENetPair(CompressionMode.NONE)) {
            ENetPacketPeer peer = net.connect();
            DatagramFilter filter = ENetFilters.dropAcknowledgements(Direction.TO_CLIENT);
            net.proxy.addFilter(filter);
            List<Integer> seen = watch(net.proxy, Direction.TO_SERVER);
            peer.send(0, packet(10), ENetPacketPeer.FLAG_RELIABLE);
            net.until(() -> seen.size() >= 3);
            assertEquals(1, net.atServer.size());
            assertTrue(peer.getStatistic(PeerStatistic.PACKET_LOSS) >= 0 && peer.isActive());
            net.proxy.removeFilter(filter);
            net.until(() -> peer.getStatistic(PeerStatistic.LAST_ROUND_TRIP_TIME) > 0);
        }
    }

    @Test
    void packetsAreCountedFromOne() {
        assertThrows(IllegalArgumentException.class, () -> ENetFilters.dropReliable(Direction.TO_SERVER, 0));
    }
}
