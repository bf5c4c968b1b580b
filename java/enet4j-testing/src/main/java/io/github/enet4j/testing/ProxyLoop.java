package io.github.enet4j.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread of a {@link NetworkProxy}: takes datagrams in, asks what is to become of them, and sends them when due.
 */
final class ProxyLoop implements Runnable {
    private static final int MAX_DATAGRAM = 65_535;
    private static final int MAX_CLIENTS = 8192;
    private static final int MAX_PASS = 256;
    private static final int SOCKET_BUFFER = 4 << 20;
    private static final long IDLE_NANOS = 180_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A datagram on its way. The number keeps those that are due at the same time in order. */
    private record Pending(long departure, long number, ProxyLane lane, ProxyFlow flow, byte[] data)
            implements Comparable<Pending> {
        @Override
        public int compareTo(Pending other) {
            return departure != other.departure ? Long.compare(departure, other.departure)
                    : Long.compare(number, other.number);
        }
    }

    private final NetworkProxy proxy;
    private final DatagramChannel listener;
    private final Selector selector;
    private final Map<InetSocketAddress, ProxyFlow> flows = new HashMap<>();
    private final PriorityQueue<Pending> pending = new PriorityQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private long pendingNumber;
    private int flowNumber;
    private long nextCleaning;

    ProxyLoop(NetworkProxy proxy, DatagramChannel listener, Selector selector) {
        this.proxy = proxy;
        this.listener = listener;
        this.selector = selector;
    }

    static void enlargeBuffers(DatagramChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
    }

    @Override
    public void run() {
        try {
            while (proxy.isOpen()) {
                pass();
            }
        } catch (IOException | RuntimeException e) {
            proxy.failed(e);
        } finally {
            flows.values().forEach(flow -> closeQuietly(flow.upstream));
        }
    }

    private void pass() throws IOException {
        await();
        long now = System.nanoTime();
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext();) {
            SelectionKey key = keys.next();
            keys.remove();
            if (!key.isValid()) {
                continue;
            }
            if (key.attachment() instanceof ProxyFlow flow) {
                receiveFromServer(flow, now);
            } else {
                receiveFromClients(now);
            }
        }
        long due = System.nanoTime();
        while (!pending.isEmpty() && pending.peek().departure - due <= 0) {
            send(pending.poll());
        }
        proxy.flushCapture();
        closeIdle(due);
    }

    /** Until something comes or is due. A selector waits in whole milliseconds only, which would make all late. */
    private void await() throws IOException {
        if (pending.isEmpty()) {
            selector.select(1000);
            return;
        }
        long left = pending.peek().departure - System.nanoTime();
        if (left >= NANOS_PER_MILLI) {
            selector.select(left / NANOS_PER_MILLI);
        } else {
            if (left > 0 && selector.selectNow() == 0) {
                LockSupport.parkNanos(left);
            }
            selector.selectNow();
        }
    }

    private void receiveFromClients(long now) throws IOException {
        for (int i = 0; i < MAX_PASS; i++) {
            buffer.clear();
            InetSocketAddress client = (InetSocketAddress) listener.receive(buffer);
            if (client == null) {
                return;
            }
            ProxyFlow flow = flows.get(client);
            if (flow == null) {
                flow = open(client);
            }
            if (flow == null) {
                proxy.lane(Direction.TO_SERVER).refused.increment();
            } else {
                take(proxy.lane(Direction.TO_SERVER), flow, now);
            }
        }
    }

    private ProxyFlow open(InetSocketAddress client) {
        InetSocketAddress target = proxy.getTarget();
        if (target == null || flows.size() >= MAX_CLIENTS) {
            return null;
        }
        try {
            ProxyFlow flow = new ProxyFlow(flowNumber, client, target, proxy.getSeed(), selector);
            flowNumber++;
            flows.put(client, flow);
            return flow;
        } catch (IOException e) {
            return null; // out of sockets, or no way to the target: counted as refused
        }
    }

    private void receiveFromServer(ProxyFlow flow, long now) {
        try {
            for (int i = 0; i < MAX_PASS; i++) {
                buffer.clear();
                /*
                 * Nothing to read looks like an empty datagram. To lose one of those, which is no ENet, does no harm.
                 */
                if (flow.upstream.read(buffer) <= 0) {
                    return;
                }
                take(proxy.lane(Direction.TO_CLIENT), flow, now);
            }
        } catch (PortUnreachableException e) {
            proxy.lane(Direction.TO_SERVER).refused.increment();
        } catch (IOException e) {
            closeQuietly(flow.upstream);
            flows.remove(flow.client, flow);
        }
    }

    private void take(ProxyLane lane, ProxyFlow flow, long now) {
        byte[] data = new byte[buffer.flip().remaining()];
        buffer.get(data);
        flow.lastUse = now;
        lane.received.increment();
        lane.receivedBytes.add(data.length);
        byte[] passed = proxy.filter(lane.direction, flow.number, data);
        if (passed == null) {
            lane.filtered.increment();
            return;
        }
        if (passed != data) {
            lane.changed.increment();
        }
        schedule(lane, flow, passed, now);
    }

    private void schedule(ProxyLane lane, ProxyFlow flow, byte[] data, long now) {
        Impairment.Fate fate = flow.impairment(lane.direction).next(lane.conditions, now, data.length);
        switch (fate.outcome()) {
            case LOST -> lane.lost.increment();
            case QUEUE_FULL -> lane.queueFull.increment();
            default -> {
                if (fate.copies() > 1) {
                    lane.duplicated.increment();
                }
                if (fate.heldBack()) {
                    lane.heldBack.increment();
                }
                for (int i = 0; i < fate.copies(); i++) {
                    pending.add(new Pending(fate.departure(), pendingNumber++, lane, flow, data));
                }
            }
        }
    }

    private void send(Pending datagram) {
        ProxyLane lane = datagram.lane;
        ByteBuffer data = ByteBuffer.wrap(datagram.data);
        try {
            int sent = lane.direction == Direction.TO_SERVER ? datagram.flow.upstream.write(data)
                    : listener.send(data, datagram.flow.client);
            if (sent == datagram.data.length) {
                lane.delivered.increment();
                lane.deliveredBytes.add(sent);
                proxy.capture(lane.direction, datagram.flow.client, datagram.data);
                return;
            }
        } catch (IOException e) {
            // The other side is closed, or unreachable: as lost as it would be on its way there.
        }
        lane.refused.increment();
    }

    private void closeIdle(long now) {
        if (now - nextCleaning < 0 && nextCleaning != 0) {
            return;
        }
        nextCleaning = now + IDLE_NANOS / 10;
        flows.values().removeIf(flow -> {
            boolean idle = now - flow.lastUse > IDLE_NANOS;
            if (idle) {
                closeQuietly(flow.upstream);
            }
            return idle;
        });
    }

    private static void closeQuietly(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // There is nothing more to be had from it.
        }
    }
}
