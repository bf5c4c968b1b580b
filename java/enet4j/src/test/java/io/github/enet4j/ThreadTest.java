package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several threads at one connection: waiting, waking, ending. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class ThreadTest {
    /** A wait that only something else than its end can end. */
    private static final int FOREVER = 100_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        executor.shutdownNow();
        assertTrue(executor.awaitTermination(60, TimeUnit.SECONDS));
    }

    private <T> Future<T> start(Callable<T> call) {
        return executor.submit(call);
    }

    private static <T> T get(Future<T> future) throws InterruptedException, ExecutionException {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("a call did not return", e);
        }
    }

    /** Starts a service call, and returns when it waits. */
    private Future<EventType> startService(ENetConnection host) throws InterruptedException {
        AtomicBoolean running = new AtomicBoolean();
        Thread[] thread = new Thread[1];
        Future<EventType> future = start(() -> {
            thread[0] = Thread.currentThread();
            running.set(true);
            return host.service(FOREVER).type();
        });
        while (!running.get() || Arrays.stream(thread[0].getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals("await") && frame.isNativeMethod()
                        || frame.getMethodName().equals("awaitNanos"))) {
            Thread.sleep(1);
        }
        return future;
    }

    @Test
    void wakeupEndsTheWait() throws Exception {
        try (Loopback net = Loopback.connected()) {
            for (int i = 0; i < 20; i++) {
                Future<EventType> waiting = startService(net.server);
                assertFalse(waiting.isDone());
                net.server.wakeup();
                assertEquals(EventType.NONE, get(waiting));
            }
        }
    }

    /** One that came while nobody waited counts for the next wait, once. */
    @Test
    void wakeupIsKept() throws Exception {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.server.wakeup();
            net.server.wakeup();
            assertEquals(EventType.NONE, net.server.service().type());
            assertEquals(EventType.NONE, net.server.checkEvents().type());
            assertEquals(EventType.NONE, net.server.service(FOREVER).type());
            Future<EventType> waiting = startService(net.server);
            Thread.sleep(50);
            assertFalse(waiting.isDone(), "used up");
            net.server.wakeup();
            assertEquals(EventType.NONE, get(waiting));
        }
    }

    @Test
    void wakeupComesAfterEvents() throws Exception {
        try (Loopback net = Loopback.connected()) {
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[1], 1));
            net.client.flush();
            net.settle();
            net.server.wakeup();
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[1], 1));
            net.client.flush();
            EventType first = net.server.service(FOREVER).type();
            EventType second = net.server.service(FOREVER).type();
            assertEquals(List.of(EventType.RECEIVE, EventType.NONE), List.of(first, second));
        }
    }

    @Test
    void timeoutIsWaitedFor() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            for (int timeout : new int[] {1, 20, 150}) {
                long start = System.nanoTime();
                assertEquals(EventType.NONE, net.server.service(timeout).type());
                long took = System.nanoTime() - start;
                assertTrue(took >= timeout * 1_000_000L, "timeout " + timeout + " took ns " + took);
            }
        }
    }

    @Test
    void interruptsDoNotEndTheWait() throws Exception {
        try (Loopback net = Loopback.connected()) {
            Future<Boolean> waiting = start(() -> {
                Thread.currentThread().interrupt();
                net.server.service(300);
                return Thread.interrupted();
            });
            long start = System.nanoTime();
            assertTrue(get(waiting), "the interrupt is still there for the program to see");
            assertTrue(System.nanoTime() - start >= 250_000_000L);
        }
    }

    @Test
    void aDatagramEndsTheWait() throws Exception {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            Future<EventType> waiting = startService(net.server);
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[1], 1));
            net.client.flush();
            assertEquals(EventType.RECEIVE, get(waiting));
        }
    }

    /** What other threads queue while one waits leaves at once, not at ENet's next timer. */
    @ParameterizedTest
    @ValueSource(strings = {"send", "broadcast", "connect", "disconnect", "later", "ping", "throttle"})
    void whatIsQueuedLeavesAtOnce(String what) throws Exception {
        long best = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 4 && best >= 400; attempt++) {
            best = Math.min(best, millisToLeave(what));
        }
        assertTrue(best < 400, "it took " + best + " ms");
    }

    private long millisToLeave(String what) throws Exception {
        try (Loopback net = Loopback.connected()) {
            net.noPings();
            net.settle();
            Future<EventType> waiting = startService(net.server);
            net.client.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS);
            switch (what) {
                case "send" -> assertEquals(ENetError.OK, net.atServer.send(0, new byte[1], 1));
                case "broadcast" -> net.server.broadcast(0, new byte[1], 1);
                case "connect" -> net.server.connectToHost(LOCALHOST, net.client.getLocalPort());
                case "disconnect" -> net.atServer.peerDisconnect(0);
                case "later" -> net.atServer.peerDisconnectLater(0);
                case "ping" -> net.atServer.ping();
                default -> net.atServer.throttleConfigure(1, 2, 3);
            }
            /* Only the waiting thread could have sent it. */
            long start = System.nanoTime();
            while (net.client.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS) == 0) {
                net.client.service(1);
            }
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            net.server.wakeup();
            get(waiting);
            return took;
        }
    }

    /** The time from send, while another thread waits in service, to the event at the other side. */
    @Test
    void latency() throws Exception {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            AtomicBoolean stop = new AtomicBoolean();
            Future<Void> servicing = start(() -> {
                while (!stop.get()) {
                    net.server.service(5000);
                }
                return null;
            });
            BlockingQueue<Long> arrived = new ArrayBlockingQueue<>(1);
            Future<Void> receiving = start(() -> {
                while (!stop.get()) {
                    if (net.client.service(5000).type() == EventType.RECEIVE) {
                        arrived.put(System.nanoTime());
                    }
                }
                return null;
            });
            long[] micros = new long[200];
            for (int i = 0; i < micros.length; i++) {
                long sent = System.nanoTime();
                assertEquals(ENetError.OK, net.atServer.send(0, new byte[32], 1));
                micros[i] = (arrived.take() - sent) / 1000;
            }
            stop.set(true);
            net.server.wakeup();
            net.client.wakeup();
            get(servicing);
            get(receiving);
            Arrays.sort(micros);
            long median = micros[micros.length / 2];
            System.out.println("median time from send in another thread to the event: " + median + " us");
            assertTrue(median < 250_000, "median " + median + " us");
        }
    }

    @Test
    void closeEndsTheWait() throws Exception {
        for (int waiters = 1; waiters <= 3; waiters++) {
            try (Loopback net = Loopback.connected()) {
                List<Future<EventType>> waiting = new ArrayList<>();
                for (int i = 0; i < waiters; i++) {
                    waiting.add(startService(net.server));
                }
                net.server.destroy();
                for (Future<EventType> future : waiting) {
                    assertEquals(EventType.NONE, get(future));
                }
                assertThrows(IllegalStateException.class, net.server::service);
            }
        }
    }

    /** A wait at the old host ends, though there is a new one. */
    @Test
    void hostIsReplacedDuringTheWait() throws Exception {
        try (ENetConnection host = new ENetConnection()) {
            for (int i = 0; i < 50; i++) {
                host.createHostBound(LOCALHOST, 0);
                Future<EventType> waiting = startService(host);
                host.destroy();
                host.createHostBound(LOCALHOST, 0);
                assertEquals(EventType.NONE, get(waiting));
                host.destroy();
            }
        }
    }

    @Test
    void manyClose() throws Exception {
        for (int i = 0; i < 30; i++) {
            try (Loopback net = Loopback.connected()) {
                Future<EventType> waiting = startService(net.server);
                List<Future<Void>> closing = new ArrayList<>();
                for (int n = 0; n < 4; n++) {
                    closing.add(start(() -> {
                        net.server.close();
                        return null;
                    }));
                }
                for (Future<Void> future : closing) {
                    get(future);
                }
                assertEquals(EventType.NONE, get(waiting));
            }
        }
    }

    /** Each event goes to one of them; the others are woken when there are more. */
    @Test
    void twoWaiters() throws Exception {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            for (int round = 0; round < 20; round++) {
                Future<EventType> first = startService(net.server);
                Future<EventType> second = startService(net.server);
                for (int i = 0; i < 2; i++) {
                    assertEquals(ENetError.OK, net.atClient.send(0, new byte[1], 1));
                }
                net.client.flush();
                get(first);
                get(second);
                assertEquals(2, net.atServer.getAvailablePacketCount());
                net.atServer.getPacket();
                net.atServer.getPacket();
                net.settle();
            }
            Future<EventType> first = startService(net.server);
            Future<EventType> second = startService(net.server);
            net.server.wakeup();
            assertEquals(EventType.NONE, get(first));
            assertEquals(EventType.NONE, get(second));
        }
    }

    /** A send wakes one of those that wait, and not all, who would keep the next send from the lock. */
    @Test
    void manyWaitersDoNotStarveASender() throws Exception {
        int sends = VirtualThreadProbe.sendsBesideWaiters(Thread::new, 200, 1_000);
        assertTrue(sends > 200, "only " + sends + " sends");
    }

    /** The CPU time of a service call that waits so long for nothing, in ms. */
    private static Callable<Long> measured(ENetConnection host, int timeout) {
        return () -> {
            long before = THREADS.getCurrentThreadCpuTime();
            assertEquals(EventType.NONE, host.service(timeout).type());
            return (THREADS.getCurrentThreadCpuTime() - before) / 1_000_000;
        };
    }

    @Test
    void waitingTakesNoCpu() throws Exception {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            measured(net.server, 10).call();
            long idle = measured(net.server, 1000).call();
            assertTrue(idle < 30, "connected: " + idle + " ms");
            net.client.connectToHost(LOCALHOST, 9);
            long connecting = measured(net.client, 1000).call();
            assertTrue(connecting < 30, "connecting: " + connecting + " ms");
        }
    }

    /**
     * How often this thread has gone to sleep, where the system tells; else its CPU time, in units that are as many.
     */
    private static long sleeps() throws IOException {
        Path status = Path.of("/proc/thread-self/status");
        if (!Files.exists(status)) {
            return THREADS.getCurrentThreadCpuTime() / 20_000;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("voluntary_ctxt_switches:")) {
                return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        throw new AssertionError("no count in " + status);
    }

    /** Numbers that could make a timer that is always due. */
    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void longPingIntervalsDoNotWake(int interval) throws Exception {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.atServer.pingInterval(interval);
            net.atServer.setTimeout(0, Integer.MAX_VALUE, Integer.MAX_VALUE);
            net.server.service(10);
            long before = sleeps();
            net.server.service(700);
            long sleeps = sleeps() - before;
            assertTrue(sleeps < 150, "a wait of 700 ms slept " + sleeps + " times");
        }
    }

    /** After a wake of two waiters both wait again. */
    @Test
    void wokenWaitersTakeNoCpu() throws Exception {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            Future<Long> first = start(measured(net.server, 1500));
            Future<Long> second = start(measured(net.server, 1500));
            for (int i = 0; i < 5; i++) {
                Thread.sleep(100);
                net.atServer.ping();
            }
            long cpu = get(first) + get(second);
            assertTrue(cpu < 100, "both together " + cpu + " ms");
        }
    }

    /** Threads that send, one that services at each side, and nothing gets lost. */
    @Test
    void manySenders() throws Exception {
        try (Loopback net = Loopback.connected()) {
            int senders = 4;
            int packets = 500;
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger received = new AtomicInteger();
            Future<Void> serverLoop = start(() -> {
                while (!stop.get()) {
                    if (net.server.service(1000).type() == EventType.RECEIVE) {
                        byte[] packet = net.atServer.getPacket();
                        assertEquals(ENetError.OK, net.atServer.send(packet[0], packet, 1));
                    }
                }
                return null;
            });
            Future<Void> clientLoop = start(() -> {
                while (received.get() < senders * packets) {
                    if (net.client.service(1000).type() == EventType.RECEIVE) {
                        net.atClient.getPacket();
                        received.incrementAndGet();
                    }
                }
                return null;
            });
            List<Future<Void>> sending = new ArrayList<>();
            for (int s = 0; s < senders; s++) {
                byte channel = (byte) s;
                sending.add(start(() -> {
                    for (int i = 0; i < packets; i++) {
                        assertEquals(ENetError.OK, net.atClient.send(channel, new byte[] {channel, (byte) i}, 1));
                    }
                    return null;
                }));
            }
            for (Future<Void> future : sending) {
                get(future);
            }
            get(clientLoop);
            stop.set(true);
            net.server.wakeup();
            get(serverLoop);
            assertEquals(senders * packets, received.get());
        }
    }
}
