package io.github.enet4j.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetPacketPeer;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkProxyTest {
    /** A million was tried once: -Denet4j.proxy.datagrams=1000000. */
    private static final int COUNT = Integer.getInteger("enet4j.proxy.datagrams", 5000);

    @Test
    void nothingIsLostWithoutConditions() {
        try (UdpPair net = new UdpPair(1)) {
            assertEquals(COUNT, net.sendUp(COUNT).size());
            TrafficCounters up = net.proxy.getCounters(Direction.TO_SERVER);
            assertEquals(COUNT, up.received());
            assertEquals(COUNT, up.delivered());
            assertEquals(4L * COUNT, up.deliveredBytes());
        }
    }

    @Test
    void sameSeedSameLosses() {
        List<List<Integer>> runs = new ArrayList<>();
        for (long seed : new long[] {9, 9, 10}) {
            try (UdpPair net = new UdpPair(seed)) {
                net.proxy.setConditions(NetworkConditions.NONE.loss(0.2).lossBurst(2));
                runs.add(net.sendUp(COUNT));
                assertEquals(COUNT - runs.get(runs.size() - 1).size(),
                        net.proxy.getCounters(Direction.TO_SERVER).lost());
            }
        }
        assertEquals(runs.get(0), runs.get(1));
        assertTrue(!runs.get(0).equals(runs.get(2)));
        assertEquals(COUNT * 0.8, runs.get(0).size(), COUNT * 0.05);
    }

    @Test
    void directionsAreApartAndCanBeChanged() {
        try (UdpPair net = new UdpPair(1)) {
            net.proxy.setConditions(Direction.TO_CLIENT, NetworkConditions.NONE.loss(1));
            assertEquals(100, net.sendUp(100).size());
            net.proxy.setConditions(Direction.TO_SERVER, NetworkConditions.NONE.loss(1));
            assertEquals(0, net.sendUp(100).size());
            net.proxy.setConditions(NetworkConditions.NONE);
            assertEquals(100, net.sendUp(100).size());
        }
    }

    @Test
    void latencyIsKept() {
        try (UdpPair net = new UdpPair(1)) {
            net.proxy.setConditions(NetworkConditions.NONE.latency(100));
            long start = System.nanoTime();
            assertEquals(1, net.sendUp(1).size());
            assertTrue(System.nanoTime() - start >= 100_000_000L);
        }
    }

    @Test
    void reorderedDatagramsComeLate() {
        try (UdpPair net = new UdpPair(1)) {
            net.proxy.setConditions(NetworkConditions.NONE.reordering(0.1).reorderingDelay(50));
            List<Integer> numbers = net.sendUp(COUNT);
            assertEquals(COUNT, numbers.size());
            int late = 0;
            int highest = -1;
            for (int number : numbers) {
                late += number < highest ? 1 : 0;
                highest = Math.max(highest, number);
            }
            long heldBack = net.proxy.getCounters(Direction.TO_SERVER).heldBack();
            assertTrue(heldBack > COUNT / 20 && late > heldBack / 2, late + " late of " + heldBack + " held back");
        }
    }

    @Test
    void eachClientHasItsOwnWay() {
        try (ENetPair net = new ENetPair(CompressionMode.NONE)) {
            net.connect();
            net.connect();
            assertEquals(2, net.server.getPeers().size());
            assertTrue(net.server.getPeers().get(0).getRemotePort() != net.server.getPeers().get(1).getRemotePort());
        }
    }

    @Test
    void reliablePacketsArriveUnderLoss() {
        try (ENetPair net = new ENetPair(CompressionMode.NONE)) {
            ENetPacketPeer peer = net.connect();
            net.proxy.setConditions(NetworkConditions.NONE.loss(0.2).duplication(0.1).reordering(0.1));
            List<byte[]> sent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                sent.add(ByteBuffer.allocate(20).putInt(i).array());
                peer.send(0, sent.get(i), ENetPacketPeer.FLAG_RELIABLE);
            }
            net.until(() -> net.atServer.size() == 200);
            for (int i = 0; i < 200; i++) {
                assertArrayEquals(sent.get(i), net.atServer.get(i));
            }
            assertTrue(net.proxy.getCounters(Direction.TO_SERVER).lost() > 0);
        }
    }

    @Test
    void whatIsDeliveredCanBeCaptured() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (UdpPair net = new UdpPair(1)) {
            net.proxy.capture(file);
            net.sendUp(3);
        }
        ByteBuffer pcap = ByteBuffer.wrap(file.toByteArray());
        assertEquals(0xA1B2C3D4, pcap.getInt());
        assertEquals(24 + 3 * (16 + 20 + 8 + 4), pcap.capacity());
        assertEquals(2, pcap.getInt(pcap.capacity() - 4), "the number in the last datagram");
    }

    @Test
    void failuresOfFiltersAreNotHidden() {
        UdpPair net = new UdpPair(1);
        net.proxy.addFilter((direction, client, datagram) -> {
            throw new IllegalStateException("of the filter");
        });
        assertEquals(0, net.sendUp(2).size());
        net.closeSockets();
        Exception e = assertThrows(IllegalStateException.class, net.proxy::close);
        assertTrue(e.getMessage().contains("of the filter"));
        net.proxy.close();
    }

    @Test
    void targetsMustBeKnown() {
        assertThrows(IllegalArgumentException.class,
                () -> new NetworkProxy(InetSocketAddress.createUnresolved("nowhere.invalid", 1), 1));
        try (UdpPair net = new UdpPair(1)) {
            net.proxy.setTarget(null);
            assertEquals(0, net.sendUp(5).size());
            assertEquals(5, net.proxy.getCounters(Direction.TO_SERVER).refused());
        }
    }
}
