package io.github.enet4j.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.PeerState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With the system's C ENet, which serves and which connects. Both hosts take turns on one thread. */
class LibenetTest {
    private static final int CONNECT_DATA = 0xfedcba98;
    private static final int LAST_PACKETS = 8;

    private final ENetConnection ours = new ENetConnection();
    private StockHost stock;
    private ENetPacketPeer peer;
    private final Deque<Received> atOurs = new ArrayDeque<>();
    private final Deque<Received> atStock = new ArrayDeque<>();

    @AfterEach
    void close() {
        ours.close();
        if (stock != null) {
            stock.close();
        }
    }

    static Stream<Arguments> rolesAndModes() {
        return Stream.of(true, false).flatMap(serves -> Stream.of(CompressionMode.NONE, CompressionMode.RANGE_CODER)
                .map(mode -> Arguments.of(serves, mode)));
    }

    static Stream<Arguments> endings() {
        return Stream.of(true, false).flatMap(serves -> Stream.of(true, false).flatMap(
                weEnd -> Stream.of(Ending.values()).map(ending -> Arguments.of(serves, weEnd, ending))));
    }

    @ParameterizedTest(name = "stock serves: {0}, {1}")
    @MethodSource("rolesAndModes")
    void packetsOfAllKindsGoBothWays(boolean stockServes, CompressionMode mode) {
        connect(stockServes, mode);
        for (int flags : Packets.FLAGS) {
            for (int channel = 0; channel < Packets.CHANNELS; channel++) {
                for (int size : Packets.SIZES) {
                    byte[] packet = Packets.payload(size, channel);
                    String what = "flags " + flags + " channel " + channel + " size " + size;
                    assertEquals(ENetError.OK, peer.send(channel, packet, flags), what);
                    check(packet, channel, flags, await(atStock, what), what);
                    /* Stock ENet crashes when it compresses an empty packet. */
                    if (size > 0 || mode == CompressionMode.NONE) {
                        stock.send(channel, packet, flags);
                        check(packet, channel, flags, await(atOurs, what), what);
                    }
                }
            }
        }
        assertNull(atOurs.poll());
        assertNull(atStock.poll());
    }

    @ParameterizedTest(name = "stock serves: {0}, we end: {1}, {2}")
    @MethodSource("endings")
    void disconnects(boolean stockServes, boolean weEnd, Ending ending) {
        connect(stockServes, CompressionMode.NONE);
        int data = 0x80000001;
        if (ending == Ending.LATER) {
            for (int i = 0; i < LAST_PACKETS; i++) {
                byte[] packet = Packets.payload(3000 + i, 0);
                if (weEnd) {
                    assertEquals(ENetError.OK, peer.send(0, packet, ENetPacketPeer.FLAG_RELIABLE));
                } else {
                    stock.send(0, packet, ENetPacketPeer.FLAG_RELIABLE);
                }
            }
        }
        Deque<Received> atEnder = weEnd ? atOurs : atStock;
        Deque<Received> atOther = weEnd ? atStock : atOurs;
        if (weEnd) {
            ending.apply(peer, data);
        } else {
            stock.disconnect(ending, data);
        }
        if (ending == Ending.LATER) {
            for (int i = 0; i < LAST_PACKETS; i++) {
                String what = "last packet " + i;
                check(Packets.payload(3000 + i, 0), 0, ENetPacketPeer.FLAG_RELIABLE, await(atOther, what), what);
            }
        }
        Received end = await(atOther, "the end");
        assertEquals(EventType.DISCONNECT, end.type());
        assertEquals(Integer.toUnsignedLong(data), end.data());
        if (ending != Ending.NOW) {
            Received own = await(atEnder, "the confirmation");
            assertEquals(EventType.DISCONNECT, own.type());
            assertEquals(0, own.data());
        }
        takeTurns();
        assertNull(atEnder.poll());
        assertNull(atOther.poll());
        assertFalse(peer.isActive());
        assertEquals(PeerState.DISCONNECTED, peer.getState());
    }

    private void connect(boolean stockServes, CompressionMode mode) {
        stock = new StockHost(stockServes, stockServes ? Packets.CHANNELS : 0);
        if (mode == CompressionMode.RANGE_CODER) {
            stock.useRangeCoder();
        }
        if (stockServes) {
            ours.createHost();
            ours.compress(mode);
            peer = ours.connectToHost("127.0.0.1", stock.port(), 7, CONNECT_DATA);
        } else {
            ours.createHostBound("127.0.0.1", 0, 4, Packets.CHANNELS, 0, 0);
            ours.compress(mode);
            stock.connect(ours.getLocalPort(), 7, CONNECT_DATA);
        }
        long unsigned = Integer.toUnsignedLong(CONNECT_DATA);
        checkConnect(await(atOurs, "our connect"), stockServes ? 0 : unsigned);
        checkConnect(await(atStock, "stock's connect"), stockServes ? unsigned : 0);
        assertEquals(Packets.CHANNELS, peer.getChannels());
        assertEquals(Packets.CHANNELS, stock.channels());
        peer.throttleConfigure(5000, ENetPacketPeer.PACKET_THROTTLE_SCALE, 0);
        stock.dropNothing();
    }

    private static void checkConnect(Received event, long data) {
        assertEquals(EventType.CONNECT, event.type());
        assertEquals(data, event.data());
    }

    private static void check(byte[] packet, int channel, int flags, Received event, String what) {
        assertEquals(EventType.RECEIVE, event.type(), what);
        assertEquals(channel, event.channel(), what);
        assertEquals(Packets.flagsArriving(packet.length, flags), event.flags(), what);
        assertArrayEquals(packet, event.packet(), what);
    }

    private Received await(Deque<Received> events, String what) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (events.isEmpty()) {
            if (System.nanoTime() > deadline) {
                fail("nothing came: " + what);
            }
            takeTurns();
        }
        return events.poll();
    }

    private void takeTurns() {
        for (ENetEvent event = ours.service(); event.type() != EventType.NONE; event = ours.service()) {
            peer = event.peer();
            atOurs.add(Received.of(event));
        }
        for (Received event = stock.service(); event != null; event = stock.service()) {
            atStock.add(event);
        }
    }
}
