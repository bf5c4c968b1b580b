package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose an event is, and which packet goes with it. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class EventTest {
    private static <T> T inNewThread(Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        new Thread(task).start();
        return task.get(60, TimeUnit.SECONDS);
    }

    /** The RECEIVE of a packet that has been sent; the client is serviced here. */
    private static ENetEvent receive(Loopback net) {
        for (int i = 0; i < 30_000; i++) {
            net.client.service();
            ENetEvent event = net.server.service(1);
            if (event.type() == EventType.RECEIVE) {
                return event;
            }
        }
        throw new AssertionError("no packet came");
    }

    private static void send(Loopback net, int... contents) {
        for (int content : contents) {
            assertEquals(ENetError.OK, net.atClient.send(content, new byte[] {(byte) content}, 1));
        }
    }

    @Test
    void oneObjectPerThread() throws Exception {
        try (Loopback net = Loopback.connected()) {
            send(net, 1);
            ENetEvent mine = receive(net);
            ENetEvent other = inNewThread(() -> net.server.service(0));
            assertNotSame(mine, other);
            assertEquals(EventType.RECEIVE, mine.type());
            assertEquals(1, mine.channel());
            assertEquals(EventType.NONE, other.type());
            ENetEvent again = net.server.service();
            assertNotSame(other, again);
            assertSame(again, net.server.checkEvents());
            assertSame(again, net.server.service(1));
        }
    }

    /** As many service loops as there are, each packet comes out of one of them, with its event. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void severalServiceLoopsLoseNothing(int threads) throws Exception {
        int packets = 9_000;
        AtomicIntegerArray seen = new AtomicIntegerArray(packets);
        CountDownLatch left = new CountDownLatch(packets);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (Loopback net = Loopback.connected()) {
            List<Future<?>> loops = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                loops.add(executor.submit(() -> {
                    ByteBuffer packet = ByteBuffer.allocateDirect(4);
                    while (left.getCount() > 0) {
                        ENetEvent event = net.server.service(50);
                        if (event.type() == EventType.RECEIVE) {
                            assertEquals(4, event.getPacketSize());
                            assertEquals(4, event.getPacket(packet.clear()));
                            seen.incrementAndGet(packet.getInt(0));
                            assertEquals(packet.getInt(0) & 7, event.channel());
                            left.countDown();
                        }
                    }
                }));
            }
            for (int i = 0; i < packets; i++) {
                byte[] packet = ByteBuffer.allocate(4).putInt(i).array();
                assertEquals(ENetError.OK, net.atClient.send(i & 7, packet, 1));
                net.client.service();
            }
            for (long end = System.nanoTime() + 60_000_000_000L; left.getCount() > 0 && System.nanoTime() < end;) {
                net.client.service(10);
            }
            left.await(0, TimeUnit.SECONDS);
            net.server.wakeup();
            assertEquals(0, left.getCount(), "events lost");
            for (Future<?> loop : loops) {
                loop.get(60, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
        for (int i = 0; i < packets; i++) {
            assertEquals(1, seen.get(i), "packet " + i);
        }
    }

    /** Who skips a packet still gets that of each event; the skipped one waits at the peer. */
    @Test
    void aSkippedPacketShiftsNothing() {
        try (Loopback net = Loopback.connected()) {
            send(net, 1, 2, 3);
            receive(net);
            for (int i = 2; i <= 3; i++) {
                ENetEvent event = receive(net);
                assertEquals(i, event.channel());
                assertEquals(1, event.getPacketSize());
                assertEquals(1, event.getPacketFlags());
                assertArrayEquals(new byte[] {(byte) i}, event.getPacket());
            }
            assertEquals(1, net.atServer.getAvailablePacketCount());
            assertArrayEquals(new byte[] {1}, net.atServer.getPacket());
        }
    }

    @Test
    void aPacketIsTakenOnce() {
        try (Loopback net = Loopback.connected()) {
            send(net, 1, 2);
            ENetEvent event = receive(net);
            assertArrayEquals(new byte[] {1}, net.atServer.getPacket());
            assertGone(event);
            event = receive(net);
            assertArrayEquals(new byte[] {2}, event.getPacket());
            assertGone(event);
            assertNull(net.atServer.getPacket());
        }
    }

    @Test
    void otherEventsHaveNone() {
        try (Loopback net = Loopback.hosts()) {
            assertGone(net.server.service());
            net.client.connectToHost(Loopback.LOCALHOST, net.port());
            ENetEvent event = net.server.service();
            while (event.type() == EventType.NONE) {
                net.client.service();
                event = net.server.service(1);
            }
            assertEquals(EventType.CONNECT, event.type());
            assertGone(event);
        }
    }

    private static void assertGone(ENetEvent event) {
        assertNull(event.getPacket());
        ByteBuffer buffer = ByteBuffer.allocate(10);
        assertEquals(-1, event.getPacket(buffer));
        assertEquals(0, buffer.position());
        assertEquals(-1, event.getPacketSize());
        assertEquals(-1, event.getPacketFlags());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 1408, 1409, 50_000})
    void buffersThatDoNotFitLeaveThePacket(int size) {
        try (Loopback net = Loopback.connected()) {
            byte[] packet = Loopback.pattern(size);
            assertEquals(ENetError.OK, net.atClient.send(0, packet, 1));
            ENetEvent event = receive(net);
            if (size > 0) {
                ByteBuffer small = ByteBuffer.allocateDirect(size - 1);
                assertThrows(BufferOverflowException.class, () -> event.getPacket(small));
            }
            ByteBuffer fixed = ByteBuffer.allocate(size).asReadOnlyBuffer();
            assertThrows(ReadOnlyBufferException.class, () -> event.getPacket(fixed));
            ByteBuffer target = ByteBuffer.allocateDirect(size + 7).position(3);
            assertEquals(size, event.getPacket(target));
            assertEquals(3 + size, target.position());
            byte[] got = new byte[size];
            target.get(3, got);
            assertArrayEquals(packet, got);
        }
    }

    /** Small packets and large ones, out of any order, from events and from the peer. */
    @Test
    void takenInAnyOrder() throws Exception {
        int packets = 60;
        Random random = new Random(1);
        try (Loopback net = Loopback.connected()) {
            List<ENetEvent> events = new ArrayList<>();
            List<byte[]> contents = new ArrayList<>();
            for (int i = 0; i < packets; i++) {
                byte[] packet = Loopback.pattern(i % 3 == 0 ? 3000 + i : 10 + i);
                contents.add(packet);
                assertEquals(ENetError.OK, net.atClient.send(0, packet, 1));
            }
            for (int i = 0; i < packets; i++) {
                events.add(inNewThread(() -> receive(net)));
            }
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < packets; i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            List<Integer> waiting = new ArrayList<>(order);
            Collections.sort(waiting);
            for (int i : order) {
                if (random.nextInt(3) == 0 && !waiting.isEmpty()) {
                    assertArrayEquals(contents.get(waiting.remove(0)), net.atServer.getPacket());
                }
                byte[] packet = events.get(i).getPacket();
                if (waiting.remove((Integer) i)) {
                    assertArrayEquals(contents.get(i), packet);
                } else {
                    assertNull(packet);
                }
                assertEquals(waiting.size(), net.atServer.getAvailablePacketCount());
            }
            assertTrue(waiting.isEmpty());
        }
    }
}
