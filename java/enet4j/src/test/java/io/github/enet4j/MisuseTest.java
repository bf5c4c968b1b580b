package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Everything is called at random, by several threads at once, with odd arguments, on hosts that others close and make
 * anew. Calls return or throw what they say they throw; nothing crashes, hangs or leaks. (The VM checks JNI meanwhile.)
 */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class MisuseTest {
    private static final int THREADS = 6;
    private static final long NANOS = 5_000_000_000L;
    private static final long ENOUGH_BLOCKS = 300_000;

    private static final List<Class<? extends Throwable>> EXPECTED = List.of(
            ENetException.class, NullPointerException.class, IllegalArgumentException.class,
            IllegalStateException.class,
            IndexOutOfBoundsException.class, BufferOverflowException.class, ReadOnlyBufferException.class);

    private static final List<Method> HOST_METHODS = publicMethods(ENetConnection.class);
    private static final List<Method> PEER_METHODS = publicMethods(ENetPacketPeer.class);
    private static final List<Method> EVENT_METHODS = publicMethods(ENetEvent.class);

    private final AtomicReferenceArray<ENetConnection> hosts = new AtomicReferenceArray<>(5);
    private final AtomicReferenceArray<ENetPacketPeer> peers = new AtomicReferenceArray<>(40);
    private final AtomicReferenceArray<ENetEvent> events = new AtomicReferenceArray<>(10);
    private final Map<Method, Integer> returned = new ConcurrentHashMap<>();
    private final Map<String, Integer> thrown = new ConcurrentHashMap<>();
    private final long end = System.nanoTime() + NANOS;

    private static List<Method> publicMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .toList();
    }

    @Test
    void randomCalls() throws Exception {
        long seed = Long.getLong("enet4j.test.seed", System.nanoTime());
        System.out.println("seed of the random calls: " + seed + " (enet4j.test.seed)");
        for (int i = 0; i < hosts.length(); i++) {
            hosts.set(i, new ENetConnection());
        }
        ExecutorService executor = Executors.newFixedThreadPool(THREADS + 1);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            running.add(executor.submit(() -> {
                while (System.nanoTime() - end < 0) {
                    step(random);
                }
            }));
        }
        Future<?> restoring = executor.submit(() -> restore(new Random(seed - 1), running));
        for (Future<?> future : running) {
            future.get(60, TimeUnit.SECONDS);
        }
        restoring.get(60, TimeUnit.SECONDS);
        executor.shutdown();
        for (int i = 0; i < hosts.length(); i++) {
            hosts.get(i).close();
        }
        System.out.println(
                "calls that returned: " + returned.values().stream().mapToInt(n -> n).sum() + ", threw: " + thrown);
        /* These want a host that is set up for DTLS, or none here and a bound one there. */
        List<Method> never = Stream.of(HOST_METHODS, PEER_METHODS, EVENT_METHODS).flatMap(List::stream)
                .filter(method -> !returned.containsKey(method))
                .filter(method -> !method.getName().matches("dtls.*|renewCertificate|handshakeLimit|createHostSharing"))
                .toList();
        assertEquals(List.of(), never, "never came to an end without an exception");
    }

    private void step(Random random) {
        ENetEvent event = random.nextInt(10) == 0 ? events.get(random.nextInt(events.length())) : null;
        if (event != null) {
            call(random, event, EVENT_METHODS.get(random.nextInt(EVENT_METHODS.size())));
        }
        if (random.nextInt(3) == 0) {
            ENetPacketPeer peer = peers.get(random.nextInt(peers.length()));
            if (peer != null) {
                call(random, peer, PEER_METHODS.get(random.nextInt(PEER_METHODS.size())));
            }
        } else {
            Object result = call(
                    random, hosts.get(random.nextInt(hosts.length())),
                    HOST_METHODS.get(random.nextInt(HOST_METHODS.size())));
            keep(random, result);
        }
    }

    private void keep(Random random, Object result) {
        if (result instanceof ENetEvent event) {
            events.set(random.nextInt(events.length()), event);
            result = event.peer();
        } else if (result instanceof List<?> list && !list.isEmpty()) {
            result = list.get(random.nextInt(list.size()));
        }
        if (result instanceof ENetPacketPeer peer) {
            peers.set(random.nextInt(peers.length()), peer);
        }
    }

    private Object call(Random random, Object target, Method method) {
        if (method.getName().matches("send|broadcast.*|putPacket") && Native.memoryBlocks() > ENOUGH_BLOCKS) {
            return null;
        }
        if (method.getName().matches("close|destroy|dtls.*") && random.nextInt(20) != 0) {
            return null; // or nobody would ever connect
        }
        Object[] arguments = Arrays.stream(method.getParameterTypes()).map(type -> argument(random, type)).toArray();
        try {
            Object result = method.invoke(target, arguments);
            returned.merge(method, 1, Integer::sum);
            return result;
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Surprise || EXPECTED.stream().anyMatch(type -> type.isInstance(cause))) {
                thrown.merge(cause.getClass().getSimpleName(), 1, Integer::sum);
                return null;
            }
            throw new AssertionError(method + " with " + Arrays.toString(arguments), cause);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private Object argument(Random random, Class<?> type) {
        if (type == int.class) {
            return number(random);
        }
        if (type == long.class) {
            return (long) number(random);
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (random.nextInt(20) == 0) {
            return null;
        }
        if (type == String.class) {
            String[] texts = {LOCALHOST, LOCALHOST, LOCALHOST, "::1", "*", "0.0.0.0", "", "localhost", "\0", "1::2::3",
                "a".repeat(300), "::ffff:127.0.0.1"};
            return texts[random.nextInt(texts.length)];
        }
        if (type == byte[].class) {
            return new byte[size(random)];
        }
        if (type == ByteBuffer.class) {
            return buffer(random);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        if (type == ENetIntercept.class) {
            return (ENetIntercept) this::intercept;
        }
        if (type == ENetPacketHandler.class) {
            return (ENetPacketHandler) this::received;
        }
        if (type == InetSocketAddress.class) {
            return InetSocketAddress.createUnresolved(LOCALHOST, number(random) & 0xffff);
        }
        if (type == Collection.class) {
            return peersOf(hosts.get(random.nextInt(hosts.length())));
        }
        if (type == ENetPacketPeer.class) {
            return peers.get(random.nextInt(peers.length()));
        }
        if (type == TLSOptions.class) {
            return TLSOptions.clientUnsafe();
        }
        return type == Object.class ? random : null;
    }

    private static List<ENetPacketPeer> peersOf(ENetConnection host) {
        try {
            return host.getPeers();
        } catch (IllegalStateException | ENetException e) {
            return List.of();
        }
    }

    private int number(Random random) {
        int[] numbers = {0, 0, 0, 1, 1, 2, 3, 5, 8, 9, 10, 20, 32, -1, 4, 254, 255, 256, 576, 1392, 4095, 4096,
            30000, 65535,
            65536, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 25};
        if (random.nextInt(4) == 0) {
            try {
                return hosts.get(random.nextInt(hosts.length())).getLocalPort();
            } catch (IllegalStateException | ENetException e) {
                return 0;
            }
        }
        return numbers[random.nextInt(numbers.length)];
    }

    private static int size(Random random) {
        return random.nextInt(200) == 0 ? 200_000 : random.nextInt(10) == 0 ? 3000 : random.nextInt(50);
    }

    private static ByteBuffer buffer(Random random) {
        int size = size(random);
        ByteBuffer buffer = random.nextBoolean() ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        if (random.nextInt(3) == 0) {
            buffer.limit(random.nextInt(size + 1));
            buffer.position(random.nextInt(buffer.limit() + 1));
        }
        buffer = random.nextInt(3) == 0 ? buffer.slice() : buffer;
        return random.nextInt(4) == 0 ? buffer.asReadOnlyBuffer() : buffer;
    }

    /** What a callback throws here. */
    private static final class Surprise extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private boolean intercept(ENetDatagram datagram) {
        Random random = new Random(System.nanoTime());
        callFromInside(random, datagram.connection(), datagram.data());
        return random.nextInt(8) == 0;
    }

    private void received(ENetPacketPeer peer, int channel, int flags, ByteBuffer packet) {
        callFromInside(new Random(System.nanoTime()), peer.connection(), packet);
    }

    /** Calls the connection and its peers from inside (others could wait for one another). */
    private void callFromInside(Random random, ENetConnection host, ByteBuffer data) {
        switch (random.nextInt(6)) {
            case 0 -> call(random, host, HOST_METHODS.get(random.nextInt(HOST_METHODS.size())));
            case 1 -> {
                List<ENetPacketPeer> list = host.getPeers();
                if (!list.isEmpty()) {
                    call(random, list.get(random.nextInt(list.size())),
                            PEER_METHODS.get(random.nextInt(PEER_METHODS.size())));
                }
            }
            case 2 -> {
                if (random.nextInt(10) == 0) {
                    throw new Surprise();
                }
            }
            default -> data.position(data.limit());
        }
    }

    /** Makes hosts anew with sensible settings, connects them, and ends waits, until all are done. */
    private void restore(Random random, List<Future<?>> running) {
        while (running.stream().anyMatch(future -> !future.isDone())) {
            ENetConnection host = hosts.get(random.nextInt(hosts.length()));
            try {
                if (System.nanoTime() - end > 0) {
                    host.close();
                    Thread.sleep(1);
                    continue;
                }
                if (random.nextInt(30) == 0) {
                    host.close();
                    host.createHostBound(LOCALHOST, 0, 1 + random.nextInt(60), 0, 0, 0);
                }
                if (random.nextInt(30) == 0) {
                    host.compress(CompressionMode.NONE);
                    host.checksum(false);
                    host.intercept(random.nextBoolean() ? null : this::intercept);
                    host.maximumPacketSize(1 << 20);
                    host.duplicatePeers(4095);
                }
                int other = hosts.get(random.nextInt(hosts.length())).getLocalPort();
                if (host.getPeers().size() < 20 && other != 0) {
                    peers.set(random.nextInt(peers.length()), host.connectToHost(LOCALHOST, other, 8, 0));
                }
                host.wakeup();
                keep(random, host.service(1));
            } catch (IllegalStateException | ENetException | Surprise e) {
                thrown.merge(e.getClass().getSimpleName(), 1, Integer::sum);
            } catch (InterruptedException e) {
                fail(e);
            }
        }
    }
}
