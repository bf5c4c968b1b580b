package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One thread that waits on many connections. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class SelectorTest {
    /** A wait that only something else than its end can end. */
    private static final int FOREVER = 100_000;

    private final ENetSelector selector = new ENetSelector();
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void close() throws InterruptedException {
        selector.close();
        executor.shutdownNow();
        assertTrue(executor.awaitTermination(60, TimeUnit.SECONDS));
    }

    /** Services what is selected until nothing is for a while. */
    private void settle() {
        for (List<ENetConnection> due; !(due = selector.select(50)).isEmpty();) {
            due.forEach(SelectorTest::drain);
        }
    }

    private static int drain(ENetConnection connection) {
        int packets = 0;
        for (ENetEvent event; (event = connection.service()).type() != EventType.NONE;) {
            packets += event.type() == EventType.RECEIVE && event.getPacket() != null ? 1 : 0;
        }
        return packets;
    }

    /** So that only what a test does is to be done. */
    private Loopback quiet() {
        Loopback net = Loopback.connected();
        net.noPings();
        net.settle();
        selector.add(net.server);
        settle();
        return net;
    }

    private Future<List<ENetConnection>> startSelect() throws InterruptedException {
        AtomicBoolean running = new AtomicBoolean();
        Future<List<ENetConnection>> future = executor.submit(() -> {
            running.set(true);
            return selector.select(FOREVER);
        });
        while (!running.get()) {
            Thread.sleep(1);
        }
        Thread.sleep(20);
        return future;
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    @Test
    void nothing() {
        long start = System.nanoTime();
        assertEquals(List.of(), selector.select(30));
        assertTrue(System.nanoTime() - start >= 29_000_000);
        assertEquals(List.of(), selector.select(0));
        assertEquals(List.of(), selector.select(-1));
    }

    /** Hosts enough that not all fit into one report of the system's: all connect and get an answer. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyConnections(boolean encrypted) {
        int clients = encrypted ? 20 : 300;
        Identity identity = Identity.selfSigned("secp256r1", "localhost");
        List<ENetConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i <= clients; i++) {
                ENetConnection connection = new ENetConnection();
                connections.add(connection);
                if (i == 0) {
                    connection.createHostBound(LOCALHOST, 0, 1000, 0, 0, 0);
                } else {
                    connection.createHost(1, 0, 0, 0);
                }
                if (encrypted && i == 0) {
                    connection.dtlsServerSetup(identity.server());
                } else if (encrypted) {
                    connection.dtlsClientSetup("localhost", identity.client());
                }
                selector.add(connection);
                if (i > 0) {
                    connection.connectToHost(LOCALHOST, connections.get(0).getLocalPort(), 1, 0);
                }
            }
            int answers = 0;
            long end = System.nanoTime() + 60_000_000_000L;
            while (answers < clients && System.nanoTime() < end) {
                for (ENetConnection connection : selector.select(1000)) {
                    for (ENetEvent event; (event = connection.service()).type() != EventType.NONE;) {
                        if (event.type() == EventType.CONNECT && connection == connections.get(0)) {
                            event.peer().send(0, new byte[10], ENetPacketPeer.FLAG_RELIABLE);
                        }
                        answers += event.type() == EventType.RECEIVE ? 1 : 0;
                    }
                }
            }
            assertEquals(clients, answers);
        } finally {
            connections.forEach(ENetConnection::close);
        }
    }

    /** What ends a wait. */
    @ParameterizedTest
    @ValueSource(strings = {"datagram", "send", "connection's wakeup", "connect"})
    void endsTheWait(String what) throws Exception {
        try (Loopback net = quiet()) {
            Future<List<ENetConnection>> selecting = startSelect();
            assertFalse(selecting.isDone());
            switch (what) {
                case "datagram" -> {
                    net.atClient.send(0, new byte[1], 1);
                    net.client.flush();
                }
                case "send" -> net.atServer.send(0, new byte[1], 1);
                case "connect" -> net.server.connectToHost(LOCALHOST, net.client.getLocalPort());
                default -> net.server.wakeup();
            }
            assertEquals(List.of(net.server), get(selecting));
            drain(net.server);
        }
    }

    @Test
    void wakeupReturnsNone() throws Exception {
        try (Loopback net = quiet()) {
            for (int i = 0; i < 20; i++) {
                Future<List<ENetConnection>> selecting = startSelect();
                selector.wakeup();
                assertEquals(List.of(), get(selecting));
            }
            selector.wakeup();
            selector.wakeup();
            assertEquals(List.of(), selector.select(FOREVER));
            assertEquals(List.of(), selector.select(1));
            assertEquals(EventType.NONE, net.client.service().type());
        }
    }

    /** Resends, pings and timeouts come due though nothing arrives. */
    @Test
    void timers() {
        try (ENetConnection client = new ENetConnection(); ENetConnection mute = new ENetConnection()) {
            mute.createHostBound(LOCALHOST, 0);
            client.createHost();
            selector.add(client);
            ENetPacketPeer peer = client.connectToHost(LOCALHOST, mute.getLocalPort());
            peer.setTimeout(4, 100, 2000);
            EventType type = EventType.NONE;
            for (long end = System.nanoTime() + 60_000_000_000L; type == EventType.NONE && System.nanoTime() < end;) {
                for (ENetConnection due : selector.select(FOREVER)) {
                    type = due.service().type();
                }
            }
            assertEquals(EventType.DISCONNECT, type);
            assertEquals(DisconnectReason.CONNECT_TIMEOUT, peer.getDisconnectReason());
        }
    }

    /** Nothing gets lost for who takes one event at a time, or leaves a connection for later. */
    @Test
    void whatIsLeftIsSelectedAgain() {
        try (Loopback net = quiet()) {
            for (int i = 0; i < 5; i++) {
                net.atClient.send(0, new byte[1], 1);
            }
            net.client.flush();
            assertEquals(List.of(net.server), selector.select(FOREVER));
            for (int i = 0; i < 5; i++) {
                EventType type = EventType.NONE;
                while (type == EventType.NONE) {
                    assertEquals(List.of(net.server), selector.select(FOREVER));
                    type = net.server.service().type();
                }
                assertEquals(EventType.RECEIVE, type);
            }
            settle();
            assertEquals(List.of(), selector.select(1));
        }
    }

    @Test
    void addingAndRemoving() {
        try (Loopback net = quiet()) {
            selector.add(net.server);
            net.server.wakeup();
            assertEquals(List.of(net.server), selector.select(FOREVER));
            selector.remove(net.server);
            selector.remove(net.server);
            selector.remove(net.client);
            net.server.wakeup();
            assertEquals(List.of(), selector.select(10));
            selector.add(net.server);
            assertEquals(List.of(net.server), selector.select(FOREVER));
            assertThrows(NullPointerException.class, () -> selector.add(null));
            try (ENetConnection none = new ENetConnection()) {
                assertError(ENetError.UNCONFIGURED, () -> selector.add(none));
                none.createHost();
                none.destroy();
                assertThrows(IllegalStateException.class, () -> selector.add(none));
            }
        }
    }

    @Test
    void severalSelectorsSeeTheSame() {
        try (Loopback net = quiet(); ENetSelector second = new ENetSelector()) {
            second.add(net.server);
            net.atClient.send(0, new byte[1], 1);
            net.client.flush();
            assertEquals(List.of(net.server), selector.select(FOREVER));
            assertEquals(List.of(net.server), second.select(FOREVER));
            drain(net.server);
            settle();
        }
    }

    /** A connection that is closed leaves; so do all when the selector is closed. */
    @Test
    void closing() throws Exception {
        try (Loopback net = quiet()) {
            Future<List<ENetConnection>> selecting = startSelect();
            net.server.close();
            selector.wakeup();
            assertEquals(List.of(), get(selecting));
            selector.remove(net.server);
            net.server.createHostBound(LOCALHOST, 0);
            selector.add(net.server);
            settle();
            selecting = startSelect();
            selector.close();
            selector.close();
            assertEquals(List.of(), get(selecting));
            assertThrows(IllegalStateException.class, () -> selector.select(0));
            assertThrows(IllegalStateException.class, () -> selector.add(net.server));
            assertThrows(IllegalStateException.class, selector::wakeup);
            assertEquals(EventType.NONE, net.server.service().type());
        }
    }

    /** Threads add, remove, close, send and select, all at once. */
    @Test
    void byManyThreads() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger served = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            running.add(executor.submit(() -> {
                while (!stop.get()) {
                    for (ENetConnection due : selector.select(5)) {
                        try {
                            drain(due);
                            served.incrementAndGet();
                        } catch (IllegalStateException e) {
                            continue; // closed meanwhile
                        }
                    }
                }
            }));
            running.add(executor.submit(() -> {
                while (!stop.get()) {
                    try (Loopback net = Loopback.hosts()) {
                        selector.add(net.server);
                        selector.add(net.client);
                        ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, net.port());
                        for (int i = 0; i < 200 && peer.getState() != PeerState.CONNECTED; i++) {
                            Thread.sleep(1);
                        }
                        peer.send(0, new byte[5], 1);
                        selector.remove(net.client);
                    }
                }
                return null;
            }));
        }
        Thread.sleep(2000);
        stop.set(true);
        for (Future<?> future : running) {
            get(future);
        }
        assertTrue(served.get() > 10, served + " served");
    }
}
