package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sending and receiving with buffers makes no garbage. */
@ExtendWith(NoLeaks.class)
class AllocationTest {
    private static final int WARM_UP = 5_000;
    private static final int PACKETS = 20_000;

    @ParameterizedTest
    @CsvSource({"true, 40, 1", "false, 40, 0", "true, 1300, 2", "true, 2000, 1", "false, 3000, 8"})
    void noneOnTheBufferPath(boolean direct, int size, int flags) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Loopback net = Loopback.connected()) {
            ByteBuffer out = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
            ByteBuffer in = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
            exchange(net, out, in, flags, WARM_UP);
            long thread = Thread.currentThread().getId();
            long before = threads.getThreadAllocatedBytes(thread);
            exchange(net, out, in, flags, PACKETS);
            double perPacket = 1.0 * (threads.getThreadAllocatedBytes(thread) - before) / PACKETS;
            System.out.println("bytes per packet allocated: " + perPacket);
            assertTrue(perPacket < 1, perPacket + " bytes per packet");
        }
    }

    /** An array of 16 bytes of header and a size that is a multiple of 8. */
    @ParameterizedTest
    @CsvSource({"40, 1", "1304, 0", "4000, 1"})
    void onlyTheArrayOnTheArrayPath(int size, int flags) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Loopback net = Loopback.connected()) {
            byte[] out = new byte[size];
            exchange(net, out, flags, WARM_UP);
            long thread = Thread.currentThread().getId();
            long before = threads.getThreadAllocatedBytes(thread);
            exchange(net, out, flags, PACKETS);
            double perPacket = 1.0 * (threads.getThreadAllocatedBytes(thread) - before) / PACKETS;
            assertEquals(16 + size, perPacket, 1);
        }
    }

    private static void exchange(Loopback net, byte[] out, int flags, int packets) {
        int received = 0;
        for (int i = 0; i < packets; i++) {
            assertSame(ENetError.OK, net.atClient.send(i & 3, out, flags));
            if ((i & 7) == 7) {
                received += drain(net, out.length, 0);
            }
        }
        long end = System.nanoTime() + 30_000_000_000L;
        while (received < packets && System.nanoTime() - end < 0) {
            received += drain(net, out.length, 1);
        }
        if (received != packets) {
            assertEquals(packets, received);
        }
    }

    private static int drain(Loopback net, int size, int timeout) {
        int received = 0;
        assertSame(EventType.NONE, net.client.service(0).type());
        while (net.server.service(timeout).type() == EventType.RECEIVE) {
            if (net.atServer.getPacket().length != size) {
                throw new AssertionError("not of size " + size);
            }
            received++;
        }
        return received;
    }

    private static void exchange(Loopback net, ByteBuffer out, ByteBuffer in, int flags, int packets) {
        int received = 0;
        for (int i = 0; i < packets; i++) {
            assertSame(ENetError.OK, net.atClient.send(i & 3, out.clear(), flags));
            if ((i & 7) == 7) {
                received += drain(net, in, 0);
            }
        }
        long end = System.nanoTime() + 30_000_000_000L;
        while (received < packets && System.nanoTime() - end < 0) {
            received += drain(net, in, 1);
        }
        if (received != packets) {
            assertEquals(packets, received);
        }
    }

    /** Without what assertEquals allocates. */
    private static void assertSame(Object expected, Object actual) {
        if (expected != actual) {
            throw new AssertionError(actual);
        }
    }

    private static int drain(Loopback net, ByteBuffer in, int timeout) {
        int received = 0;
        assertSame(EventType.NONE, net.client.service(0).type());
        for (ENetEvent event; (event = net.server.service(timeout)).type() == EventType.RECEIVE;) {
            /* As a program does it, by the event or by the peer. */
            int size = received % 2 == 0 ? event.getPacketSize() : net.atServer.getPacketSize();
            int taken = received % 2 == 0 ? event.getPacket(in.clear()) : net.atServer.getPacket(in.clear());
            if (taken != size || size != in.capacity()) {
                throw new AssertionError("size " + size);
            }
            received++;
        }
        return received;
    }
}
