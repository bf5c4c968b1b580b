package io.github.enet4j;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What VirtualThreadTest starts in a JVM of JDK 25 with few carriers: many threads with a connection each, once virtual
 * and once not, beside a virtual thread that has nothing to do with them. It prints what came of it, one figure a line.
 */
final class VirtualThreadProbe {
    private static final String PINNED = "jdk.VirtualThreadPinned";

    private static final int CLIENTS = 200;
    private static final int ROUNDS = 20;
    private static final int TICK_MILLIS = 10;
    private static final byte[] PACKET = new byte[40];

    private VirtualThreadProbe() {
    }

    /** By reflection, as the tests are compiled for JDK 17. */
    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Method factory = Class.forName("java.lang.Thread$Builder").getMethod("factory");
        return (ThreadFactory) factory.invoke(builder);
    }

    public static void main(String[] arguments) throws Exception {
        try (Recording recording = new Recording(); ENetConnection server = new ENetConnection()) {
            recording.enable(PINNED).withThreshold(java.time.Duration.ofMillis(20));
            recording.start();
            server.createHostBound(Loopback.LOCALHOST, 0, 4 * CLIENTS, 0, 0, 0);
            AtomicBoolean stop = new AtomicBoolean();
            Thread echo = new Thread(() -> echo(server, stop));
            echo.start();
            int port = server.getLocalPort();
            exchange("warm-up", Thread::new, port);
            exchange("platform", Thread::new, port);
            AtomicInteger ticks = new AtomicInteger();
            AtomicInteger possible = new AtomicInteger();
            Thread ticking = virtualThreads().newThread(() -> tick(ticks, stop));
            Thread beside = new Thread(() -> tick(possible, stop)); // what the machine allows just now
            ticking.start();
            beside.start();
            exchange("virtual", virtualThreads(), port);
            System.out.printf("ticks %.3f%n", 1.0 * ticks.get() / possible.get());
            wakeup(virtualThreads(), port);
            System.out.println("sends " + sendsBesideWaiters(virtualThreads(), 200, 1_000));
            stop.set(true);
            server.wakeup();
            echo.join();
            ticking.join();
            beside.join();
            recording.stop();
            java.nio.file.Path file = java.nio.file.Files.createTempFile("enet4j", ".jfr");
            recording.dump(file);
            List<RecordedEvent> pinned = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(PINNED)).toList();
            pinned.forEach(System.err::println);
            System.out.println("pinned " + pinned.size());
            java.nio.file.Files.delete(file);
        }
    }

    private static void echo(ENetConnection server, AtomicBoolean stop) {
        while (!stop.get()) {
            ENetEvent event = server.service(1000);
            if (event.type() == EventType.RECEIVE) {
                event.peer().send(0, event.getPacket(), ENetPacketPeer.FLAG_RELIABLE);
            }
        }
    }

    /** How late each tick is must not add up, or the figure would tell of the machine. */
    private static void tick(AtomicInteger ticks, AtomicBoolean stop) {
        long next = System.nanoTime();
        try {
            while (!stop.get()) {
                next += TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
                long left = next - System.nanoTime();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.sleep(left);
                } else {
                    next = System.nanoTime(); // a tick that came late is one tick
                }
                ticks.incrementAndGet();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All connect, then each sends a packet and waits for it to come back, some times over. */
    private static void exchange(String what, ThreadFactory threads, int port) throws InterruptedException {
        AtomicInteger connected = new AtomicInteger();
        AtomicInteger finished = new AtomicInteger();
        AtomicInteger at = new AtomicInteger();
        long[] nanos = new long[CLIENTS * ROUNDS];
        CountDownLatch all = new CountDownLatch(CLIENTS);
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread thread = threads.newThread(() -> {
                try (ENetConnection client = new ENetConnection()) {
                    client.createHost(1, 0, 0, 0);
                    ENetPacketPeer peer = client.connectToHost(Loopback.LOCALHOST, port);
                    boolean here = await(client, EventType.CONNECT);
                    connected.addAndGet(here ? 1 : 0);
                    all.countDown();
                    all.await();
                    for (int round = 0; here && round < ROUNDS; round++) {
                        Thread.sleep(20);
                        long start = System.nanoTime();
                        peer.send(0, PACKET, ENetPacketPeer.FLAG_RELIABLE);
                        here = await(client, EventType.RECEIVE);
                        nanos[at.getAndIncrement()] = System.nanoTime() - start;
                    }
                    finished.addAndGet(here ? 1 : 0);
                    peer.peerDisconnectNow(0);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            running.add(thread);
            thread.start();
        }
        for (Thread thread : running) {
            thread.join();
        }
        Arrays.sort(nanos, 0, at.get());
        System.out.println(what + ".connected " + connected);
        System.out.println(what + ".finished " + finished);
        System.out.printf("%s.p99 %.3f%n", what, nanos[(int) (at.get() * 0.99)] / 1e6);
    }

    private static boolean await(ENetConnection client, EventType type) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < end) {
            if (client.service(50).type() == type) {
                return true;
            }
        }
        return false;
    }

    /** How often one thread gets to send in that time while so many others wait in service of the same connection. */
    static int sendsBesideWaiters(ThreadFactory threads, int waiters, int millis) throws InterruptedException {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            List<Thread> waiting = new ArrayList<>();
            AtomicBoolean stop = new AtomicBoolean();
            for (int i = 0; i < waiters; i++) {
                Thread thread = threads.newThread(() -> {
                    while (!stop.get()) {
                        net.server.service(60_000);
                    }
                });
                waiting.add(thread);
                thread.start();
            }
            Thread answering = new Thread(() -> {
                while (!stop.get()) {
                    ENetEvent event = net.client.service(100);
                    if (event.type() == EventType.RECEIVE) {
                        net.atClient.send(0, event.getPacket(), ENetPacketPeer.FLAG_RELIABLE);
                    }
                }
            });
            answering.start();
            Thread.sleep(200);
            AtomicInteger sends = new AtomicInteger();
            Thread sender = threads.newThread(() -> {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
                while (System.nanoTime() < end) {
                    net.atServer.send(0, PACKET, ENetPacketPeer.FLAG_RELIABLE);
                    sends.incrementAndGet();
                    Thread.yield();
                }
            });
            sender.start();
            sender.join();
            stop.set(true);
            net.server.wakeup();
            for (Thread thread : waiting) {
                thread.join();
            }
            answering.join();
            return sends.get();
        }
    }

    /** As many service calls that wait for long as there are carriers, and more. */
    private static void wakeup(ThreadFactory threads, int port) throws InterruptedException {
        AtomicLong slowest = new AtomicLong();
        List<ENetConnection> hosts = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        AtomicLong woken = new AtomicLong();
        for (int i = 0; i < 4; i++) {
            ENetConnection host = new ENetConnection();
            host.createHostBound(Loopback.LOCALHOST, 0);
            hosts.add(host);
            Thread thread = threads.newThread(() -> {
                host.service(20_000);
                slowest.accumulateAndGet(System.nanoTime() - woken.get(), Math::max);
            });
            running.add(thread);
            thread.start();
        }
        Thread.sleep(500);
        Thread waking = threads.newThread(() -> {
            woken.set(System.nanoTime());
            hosts.forEach(ENetConnection::wakeup);
        });
        waking.start();
        waking.join();
        for (Thread thread : running) {
            thread.join();
        }
        hosts.forEach(ENetConnection::close);
        System.out.printf("wakeup %.3f%n", slowest.get() / 1e6);
    }
}
