package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sending and receiving with buffers makes no garbage. */
@ExtendWith(NoLeaks.class)
class AllocationTest {
    private static final int WARM_UP = 5_000;
    private static final int PACKETS = 20_000;

    /** How one packet is sent, the number of which it is given; and how many are received within that many ms. */
    private record Way(IntFunction<ENetError> send, IntUnaryOperator receive) {
    }

    @ParameterizedTest
    @CsvSource({"true, 40, 1", "false, 40, 0", "true, 1300, 2", "true, 2000, 1", "false, 3000, 8"})
    void noneOnTheBufferPath(boolean direct, int size, int flags) {
        try (Loopback net = Loopback.connected()) {
            ByteBuffer out = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
            ByteBuffer in = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
            assertEquals(0, perPacket(net, new Way(
                    number -> net.atClient.send(number & 3, out.clear(), flags),
                    timeout -> drain(net, in, timeout))), 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 1", "1300, 0", "3000, 1"})
    void noneOnTheWayToAHandler(int size, int flags) {
        int[] received = {0};
        try (Loopback net = Loopback.connected()) {
            ByteBuffer out = ByteBuffer.allocateDirect(size);
            ENetPacketHandler handler = (peer, channel, itsFlags, packet) -> {
                assertSize(size, packet.remaining());
                received[0]++;
            };
            assertEquals(0, perPacket(net, new Way(
                    number -> net.atClient.send(number & 3, out.clear(), flags), timeout -> {
                        int before = received[0];
                        assertSame(EventType.NONE, net.server.service(timeout, handler).type());
                        return received[0] - before;
                    })), 1);
        }
    }

    /** An array of 16 bytes of header and a size that is a multiple of 8. */
    @ParameterizedTest
    @CsvSource({"40, 1", "1304, 0", "4000, 1"})
    void onlyTheArrayOnTheArrayPath(int size, int flags) {
        try (Loopback net = Loopback.connected()) {
            byte[] out = new byte[size];
            assertEquals(16 + size, perPacket(net, new Way(
                    number -> net.atClient.send(number & 3, out, flags), timeout -> drain(net, size, timeout))), 1);
        }
    }

    /** Bytes allocated by this thread, which does both. */
    private static double perPacket(Loopback net, Way way) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        exchange(net, way, WARM_UP);
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        exchange(net, way, PACKETS);
        double perPacket = 1.0 * (threads.getThreadAllocatedBytes(thread) - before) / PACKETS;
        System.out.println("bytes per packet allocated: " + perPacket);
        return perPacket;
    }

    private static void exchange(Loopback net, Way way, int packets) {
        int received = 0;
        for (int i = 0; i < packets; i++) {
            assertSame(ENetError.OK, way.send.apply(i));
            if ((i & 7) == 7) {
                received += receive(net, way, 0);
            }
        }
        long end = System.nanoTime() + 30_000_000_000L;
        while (received < packets && System.nanoTime() - end < 0) {
            received += receive(net, way, 1);
        }
        if (received != packets) {
            assertEquals(packets, received);
        }
    }

    private static int receive(Loopback net, Way way, int timeout) {
        assertSame(EventType.NONE, net.client.service(0).type());
        return way.receive.applyAsInt(timeout);
    }

    private static int drain(Loopback net, int size, int timeout) {
        int received = 0;
        while (net.server.service(timeout).type() == EventType.RECEIVE) {
            assertSize(size, net.atServer.getPacket().length);
            received++;
        }
        return received;
    }

    private static int drain(Loopback net, ByteBuffer in, int timeout) {
        int received = 0;
        for (ENetEvent event; (event = net.server.service(timeout)).type() == EventType.RECEIVE;) {
            /* As a program does it, by the event or by the peer. */
            int size = received % 2 == 0 ? event.getPacketSize() : net.atServer.getPacketSize();
            int taken = received % 2 == 0 ? event.getPacket(in.clear()) : net.atServer.getPacket(in.clear());
            assertSize(size, taken);
            assertSize(in.capacity(), taken);
            received++;
        }
        return received;
    }

    /* Without what assertEquals allocates. */

    private static void assertSame(Object expected, Object actual) {
        if (expected != actual) {
            throw new AssertionError(actual);
        }
    }

    private static void assertSize(int expected, int actual) {
        if (expected != actual) {
            throw new AssertionError("size " + actual);
        }
    }
}
