package io.github.enet4j.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A UDP proxy between clients and a server that does to their datagrams what a bad network does. Clients connect to it
 * instead of the server, which sees each client as one of its own at the proxy's address. Needs no rights and no
 * set-up.
 *
 * <pre>{@code
 * try (NetworkProxy network = new NetworkProxy(new InetSocketAddress("127.0.0.1", server.getLocalPort()), 42)) {
 *     network.setConditions(NetworkConditions.NONE.latency(50).loss(0.05));
 *     client.connectToHost("127.0.0.1", network.getLocalPort());
 * }
 * }</pre>
 *
 * <p>Losses and the like come from a seed: with the same seed the n-th datagram that a client sends has the same fate
 * in each run. (When it is sent is the program's business, and so is what it holds.)
 *
 * <p>Every method may be called from every thread. Datagrams are moved by a thread of the proxy's own.
 *
 * @see UnderNetworkConditions
 * @see NetworkConditions
 * @since 0.1.0
 */
public final class NetworkProxy implements AutoCloseable {
    private final DatagramChannel listener;
    private final Selector selector;
    private final InetSocketAddress local;
    private final long seed;
    private final ProxyLane toServer = new ProxyLane(Direction.TO_SERVER);
    private final ProxyLane toClient = new ProxyLane(Direction.TO_CLIENT);
    private final List<DatagramFilter> filters = new CopyOnWriteArrayList<>();
    private final Thread thread;

    private volatile InetSocketAddress target;
    private volatile boolean open = true;
    private volatile Exception failure;
    private volatile PcapWriter capture;

    /**
     * A proxy on a free port of the loopback address.
     *
     * @param target where the server is; null to set it later
     * @param seed   what losses and the like come from
     * @throws UncheckedIOException if there is no socket
     */
    public NetworkProxy(@Nullable InetSocketAddress target, long seed) {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), target, seed);
    }

    /**
     * A proxy.
     *
     * @param listen what it binds to
     * @param target where the server is; null to set it later
     * @param seed   what losses and the like come from
     * @throws UncheckedIOException if the address can't be bound
     */
    public NetworkProxy(InetSocketAddress listen, @Nullable InetSocketAddress target, long seed) {
        this.seed = seed;
        setTarget(target);
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open();
            ProxyLoop.enlargeBuffers(channel);
            channel.bind(listen);
            channel.configureBlocking(false);
            local = (InetSocketAddress) channel.getLocalAddress();
            selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            close(channel);
            throw new UncheckedIOException("can't listen on " + listen + ": " + e.getMessage(), e);
        }
        listener = channel;
        thread = new Thread(new ProxyLoop(this, listener, selector), "enet4j network proxy " + local.getPort());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Where clients connect to.
     *
     * @return the address
     */
    public InetSocketAddress getLocalAddress() {
        return local;
    }

    /**
     * The port that clients connect to.
     *
     * @return 1 to 65535
     */
    public int getLocalPort() {
        return local.getPort();
    }

    /**
     * Where the server is.
     *
     * @return its address, null if it was not set
     */
    public @Nullable InetSocketAddress getTarget() {
        return target;
    }

    /**
     * Sets where the server is, for clients that come from now on.
     *
     * @param target the address; null: their datagrams are dropped
     * @throws IllegalArgumentException if the name could not be resolved
     */
    public void setTarget(@Nullable InetSocketAddress target) {
        if (target != null && target.isUnresolved()) {
            throw new IllegalArgumentException("no such host: " + target.getHostString());
        }
        this.target = target;
    }

    /**
     * What losses and the like come from.
     *
     * @return the seed
     */
    public long getSeed() {
        return seed;
    }

    /**
     * Sets the conditions of both directions, for datagrams that come from now on.
     *
     * @param conditions the conditions
     */
    public void setConditions(NetworkConditions conditions) {
        setConditions(Direction.TO_SERVER, conditions);
        setConditions(Direction.TO_CLIENT, conditions);
    }

    /**
     * Sets the conditions of one direction, for datagrams that come from now on.
     *
     * @param direction  the direction
     * @param conditions the conditions
     */
    public void setConditions(Direction direction, NetworkConditions conditions) {
        lane(direction).conditions = Objects.requireNonNull(conditions, "conditions");
    }

    /**
     * Sets both directions to a preset.
     *
     * @param preset the preset
     */
    public void setConditions(NetworkPreset preset) {
        for (Direction direction : Direction.values()) {
            setConditions(direction, preset.conditions(direction));
        }
    }

    /**
     * The conditions of one direction.
     *
     * @param direction the direction
     * @return the conditions
     */
    public NetworkConditions getConditions(Direction direction) {
        return lane(direction).conditions;
    }

    /**
     * Has each datagram pass a filter before the conditions apply; several work one after the other.
     *
     * @param filter the filter
     */
    public void addFilter(DatagramFilter filter) {
        filters.add(Objects.requireNonNull(filter, "filter"));
    }

    /**
     * Takes a filter away.
     *
     * @param filter the filter
     */
    public void removeFilter(DatagramFilter filter) {
        filters.remove(filter);
    }

    /**
     * What went through in one direction.
     *
     * @param direction the direction
     * @return the numbers of this moment
     */
    public TrafficCounters getCounters(Direction direction) {
        return lane(direction).counters();
    }

    /**
     * Writes what is delivered from now on to a capture file (pcap, raw IP), which other tools and
     * {@code enet4j decode} read; clients appear to talk to the server without the proxy between.
     *
     * @param out where to; closed along with the proxy
     * @throws UncheckedIOException if it can't be written
     */
    public void capture(OutputStream out) {
        try {
            capture = new PcapWriter(Objects.requireNonNull(out, "out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What has failed: the capture's stream, after which nothing more is recorded; a filter, whose datagram is lost; or
     * the proxy itself, which then stands still. {@link #close} throws for the same.
     *
     * @return the first failure, null if there was none
     */
    public @Nullable Exception getFailure() {
        return failure;
    }

    /**
     * Ends the proxy; what was under way is lost.
     *
     * @throws IllegalStateException if it, or a filter, had failed before
     */
    @Override
    public void close() {
        open = false;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        close(selector);
        close(listener);
        close(capture);
        Exception reason = failure;
        failure = null;
        if (reason != null) {
            throw new IllegalStateException(
                    "the proxy failed: " + (reason instanceof IOException ? reason.getMessage() : reason), reason);
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception e) {
            // Whatever it held is gone.
        }
    }

    boolean isOpen() {
        return open;
    }

    ProxyLane lane(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    /** Keeps the first failure for close. */
    void failed(Exception reason) {
        failure = failure != null ? failure : reason;
    }

    byte[] filter(Direction direction, int client, byte[] datagram) {
        byte[] result = datagram;
        try {
            for (DatagramFilter filter : filters) {
                result = result == null ? null : filter.filter(direction, client, result);
            }
            return result;
        } catch (RuntimeException e) {
            failed(e);
            return null;
        }
    }

    void capture(Direction direction, InetSocketAddress client, byte[] datagram) {
        PcapWriter writer = capture;
        InetSocketAddress server = target;
        if (writer == null || server == null) {
            return;
        }
        boolean up = direction == Direction.TO_SERVER;
        Instant now = Instant.now();
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
        try {
            writer.write(micros, up ? client : server, up ? server : client, datagram);
        } catch (IOException e) {
            capture = null;
            failed(new IOException("the capture can't be written: " + e.getMessage(), e));
        }
    }

    void flushCapture() {
        PcapWriter writer = capture;
        try {
            if (writer != null) {
                writer.flush();
            }
        } catch (IOException e) {
            capture = null;
            failed(new IOException("the capture can't be written: " + e.getMessage(), e));
        }
    }
}
