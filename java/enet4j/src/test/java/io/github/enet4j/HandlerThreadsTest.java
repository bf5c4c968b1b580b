package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What other threads do while one hands out packets. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class HandlerThreadsTest {
    private static final int RELIABLE = ENetPacketPeer.FLAG_RELIABLE;
    private static final int FOREVER = 100_000;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger got = new AtomicInteger();

    @AfterEach
    void stop() throws InterruptedException {
        executor.shutdownNow();
        assertTrue(executor.awaitTermination(60, TimeUnit.SECONDS));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void send(Loopback net, int packets, int size) {
        for (int i = 0; i < packets; i++) {
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[size], RELIABLE));
        }
        net.client.flush();
    }

    /** Two packets have come to the server; a thread hands them out, and stays with the first until goOn. */
    private Future<EventType> startHandler(Loopback net) {
        net.settle();
        send(net, 2, 1);
        ENetPacketHandler handler = (peer, channel, flags, packet) -> {
            got.incrementAndGet();
            inside.countDown();
            await(goOn);
        };
        Future<EventType> handling = executor.submit(() -> net.server.service(FOREVER, handler).type());
        await(inside);
        return handling;
    }

    /** The result of a call, and the CPU time that it took, ms. */
    private static <T> Callable<Long> measured(T expected, Callable<T> call) {
        return () -> {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            assertEquals(expected, call.call());
            return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1_000_000;
        };
    }

    @Test
    void othersMayUseTheConnectionMeanwhile() throws Exception {
        try (Loopback net = Loopback.connected()) {
            Future<EventType> handling = startHandler(net);
            assertEquals(ENetError.OK, net.atServer.send(0, new byte[1], RELIABLE));
            net.server.flush();
            assertEquals(EventType.RECEIVE, net.client.service(FOREVER).type());
            assertEquals(EventType.NONE, net.server.service(0).type());
            assertEquals(EventType.NONE, net.server.checkEvents().type());
            assertEquals(EventType.NONE, net.server.service(0, (peer, channel, flags, packet) -> { }).type());
            goOn.countDown();
            assertEquals(EventType.NONE, get(handling));
            assertEquals(2, got.get());
        }
    }

    /** It would find the socket readable all the time, and nothing to do with it. */
    @Test
    void anotherServiceWaitsWithoutSpinning() throws Exception {
        try (Loopback net = Loopback.connected()) {
            Future<EventType> handling = startHandler(net);
            send(net, 1, 3);
            Future<Long> brief = executor.submit(measured(EventType.NONE, () -> net.server.service(700).type()));
            Future<Long> lasting =
                    executor.submit(measured(EventType.RECEIVE, () -> net.server.service(FOREVER).type()));
            long cpu = get(brief);
            assertFalse(lasting.isDone());
            goOn.countDown();
            assertEquals(EventType.NONE, get(handling));
            cpu += get(lasting);
            assertTrue(cpu < 300, cpu + " ms");
            assertEquals(2, got.get());
            assertEquals(1, net.atServer.getAvailablePacketCount());
        }
    }

    @Test
    void destroyDoesNotWaitForTheHandler() throws Exception {
        try (Loopback net = Loopback.connected()) {
            Future<EventType> handling = startHandler(net);
            Future<EventType> waiting = executor.submit(() -> net.server.service(FOREVER).type());
            Future<?> destroying = executor.submit(net.server::destroy);
            get(destroying);
            assertThrows(IllegalStateException.class, net.server::service);
            assertFalse(handling.isDone());
            goOn.countDown();
            assertEquals(EventType.NONE, get(handling));
            assertEquals(1, got.get());
            assertTrue(waiting.isDone() || get(waiting) == EventType.NONE);
            net.client.close();
            NoLeaks.assertNone();
        }
    }

    /** With packets of all kinds under way, and the handler anywhere. */
    @Test
    void destroyAtAnyTime() throws Exception {
        for (int round = 0; round < 60; round++) {
            try (Loopback net = Loopback.connected()) {
                CountDownLatch begun = new CountDownLatch(1);
                for (int i = 0; i < 50; i++) {
                    net.atClient.send(0, new byte[i % 10 * 400], RELIABLE);
                }
                net.client.flush();
                Future<EventType> handling = executor.submit(
                        () -> net.server.service(FOREVER, (peer, channel, flags, packet) -> begun.countDown()).type());
                await(begun);
                Thread.onSpinWait();
                net.server.destroy();
                assertEquals(EventType.NONE, get(handling));
            }
        }
    }

    /** Ends the wait of a call with a handler; in the middle of handing out it counts for the next wait. */
    @Test
    void wakeup() throws Exception {
        try (Loopback net = Loopback.connected()) {
            Future<EventType> handling = startHandler(net);
            net.server.wakeup();
            goOn.countDown();
            assertEquals(EventType.NONE, get(handling));
            assertEquals(2, got.get());
            assertEquals(EventType.NONE, net.server.service(FOREVER, (peer, channel, flags, packet) -> { }).type());
            Future<EventType> waiting =
                    executor.submit(() -> net.server.service(FOREVER, (peer, channel, flags, packet) -> { }).type());
            Thread.sleep(20);
            net.server.wakeup();
            assertEquals(EventType.NONE, get(waiting));
        }
    }

    /** Each packet goes to one thread, once, whichever way it services. */
    @Test
    void manyThreads() throws Exception {
        int packets = 20_000;
        try (Loopback net = Loopback.connected()) {
            net.settle();
            BitSet seen = new BitSet();
            AtomicInteger count = new AtomicInteger();
            ENetPacketHandler handler = (peer, channel, flags, packet) -> {
                synchronized (seen) {
                    int number = packet.getInt();
                    assertFalse(seen.get(number), "twice: " + number);
                    seen.set(number);
                }
                count.incrementAndGet();
                if (packet.hasRemaining()) {
                    peer.send(0, packet, RELIABLE);
                }
            };
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                boolean events = t == 0;
                running.add(executor.submit(() -> {
                    while (count.get() < packets) {
                        ENetEvent event = events ? net.server.service(5) : net.server.service(5, handler);
                        if (event.type() == EventType.RECEIVE) {
                            handler.received(event.peer(), 0, 0, ByteBuffer.wrap(event.getPacket()));
                        }
                    }
                }));
            }
            ByteBuffer packet = ByteBuffer.allocate(2000);
            for (int i = 0; i < packets; i++) {
                packet.clear().limit(i % 100 == 0 ? 2000 : 4).putInt(0, i);
                assertEquals(ENetError.OK, net.atClient.send(0, packet, RELIABLE));
                if (i % 50 == 0) {
                    net.client.service();
                }
            }
            for (Future<?> future : running) {
                while (!future.isDone()) {
                    net.client.service(1);
                }
                get(future);
            }
            assertEquals(packets, seen.cardinality());
        }
    }

    /** A selector does not report what can't be serviced, but tells when that has changed. */
    @Test
    void selectorsWait() throws Exception {
        try (Loopback net = Loopback.connected(); ENetSelector selector = new ENetSelector()) {
            selector.add(net.server);
            Future<EventType> handling = startHandler(net);
            send(net, 1, 1);
            int reports = 0;
            long end = System.nanoTime() + 500_000_000L;
            while (System.nanoTime() < end) {
                reports += selector.select(100).size();
                net.server.service();
            }
            assertTrue(reports < 20, reports + " reports");
            goOn.countDown();
            assertEquals(EventType.NONE, get(handling));
            long until = System.nanoTime() + 30_000_000_000L;
            while (got.get() < 3 && System.nanoTime() < until) {
                for (ENetConnection due : selector.select(FOREVER)) {
                    due.service(0, (peer, channel, flags, packet) -> got.incrementAndGet());
                }
            }
            assertEquals(3, got.get());
        }
    }

    /** More than there are carriers wait in handlers at the same time. */
    @Test
    void virtualThreads() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads");
        ExecutorService virtual = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
                .invoke(null);
        int hosts = 2 * Runtime.getRuntime().availableProcessors() + 4;
        CountDownLatch all = new CountDownLatch(hosts);
        List<ENetConnection> open = new ArrayList<>();
        List<Future<EventType>> handling = new ArrayList<>();
        try (Loopback net = Loopback.connected()) {
            for (int i = 0; i < hosts; i++) {
                ENetConnection client = new ENetConnection();
                open.add(client);
                client.createHost();
                client.connectToHost(LOCALHOST, net.port());
                ENetPacketPeer atServer;
                while ((atServer = connected(net.server, client)) == null) {
                    continue;
                }
                assertEquals(ENetError.OK, atServer.send(0, new byte[1], RELIABLE));
                handling.add(virtual.submit(() -> client.service(FOREVER, (peer, channel, flags, packet) -> {
                    all.countDown();
                    await(all);
                }).type()));
            }
            net.server.flush();
            for (Future<EventType> future : handling) {
                assertEquals(EventType.NONE, get(future));
            }
        } finally {
            open.forEach(ENetConnection::close);
            virtual.shutdown();
        }
    }

    /** Whom the client has at the server, once both know; null before. */
    private static ENetPacketPeer connected(ENetConnection server, ENetConnection client) {
        ENetEvent event = server.service(1);
        ENetPacketPeer peer = event.type() == EventType.CONNECT ? event.peer() : null;
        while (client.service().type() != EventType.NONE) {
            continue;
        }
        return peer;
    }
}
