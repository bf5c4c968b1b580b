package io.github.enet4j.server;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ConnectGate;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetException;
import io.github.enet4j.TLSOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What an {@link ENetServer} is to be like. Each setting has a default.
 *
 * @since 0.1.0
 */
public final class ENetServerBuilder {
    private static final int MAX_THREADS = 256;
    private static final int MAX_PEERS_PER_THREAD = 4095;

    private final Function<ENetLoop, ENetListener> listeners;
    private InetSocketAddress address = InetSocketAddress.createUnresolved("*", 0);
    private int maxPeers = 32;
    private int threads = 1;
    private boolean separatePorts;
    private int portsPerThread = 1;
    private Consumer<ENetConnection> setup = connection -> { };
    private LoopOptions options = new LoopOptions("enet4j-server");
    private Duration drainOnShutdown;

    ENetServerBuilder(Function<ENetLoop, ENetListener> listeners) {
        this.listeners = Arguments.checkListeners(listeners);
    }

    /**
     * Where to listen. Unless it is set: on all addresses, on a port that the system chooses.
     *
     * @param bindAddress as {@link ENetConnection#createHostBound(String, int, int, int, int, int)}
     * @param bindPort    as there
     * @return this
     */
    public ENetServerBuilder bind(String bindAddress, int bindPort) {
        Objects.requireNonNull(bindAddress, "bindAddress");
        Arguments.check("bindPort", bindPort, 0, 65535);
        return bind(InetSocketAddress.createUnresolved(bindAddress, bindPort));
    }

    /**
     * Where to listen.
     *
     * @param bindAddress as {@link ENetConnection#createHostBound(InetSocketAddress, int, int, int, int)}
     * @return this
     */
    public ENetServerBuilder bind(InetSocketAddress bindAddress) {
        address = Objects.requireNonNull(bindAddress, "bindAddress");
        return this;
    }

    /**
     * How many peers there may be. With several threads each takes its share and an eighth more, since the system does
     * not deal clients out evenly; so there may be somewhat more in all, and with threads x 4095 somewhat fewer.
     *
     * @param peers 1 to 4095 for each thread; 32 unless it is set
     * @return this
     */
    public ENetServerBuilder maxPeers(int peers) {
        maxPeers = Arguments.check("maxPeers", peers, 1, MAX_THREADS * MAX_PEERS_PER_THREAD);
        return this;
    }

    /**
     * How many threads serve. More than one on one port is for Linux; elsewhere see {@link #separatePorts}.
     *
     * @param count 1 (unless it is set) to 256; as many as there are cores for the network and the game
     * @return this
     */
    public ENetServerBuilder threads(int count) {
        threads = Arguments.check("threads", count, 1, MAX_THREADS);
        return this;
    }

    /**
     * Gives each thread a port of its own, side by side: port, port + 1, and so on. Clients have to be told which one
     * to take. For systems other than Linux. With port 0 the system chooses each of them, and
     * {@link ENetLoop#connections()} know theirs.
     *
     * @return this
     */
    public ENetServerBuilder separatePorts() {
        return separatePorts(1);
    }

    /**
     * Gives each thread several ports of its own, side by side: one for each room of a game, say. Each is a connection
     * ({@link ENetLoop#connections()}), and the peer's tells which.
     *
     * @param perThread how many, 1 to 1000
     * @return this
     */
    public ENetServerBuilder separatePorts(int perThread) {
        portsPerThread = Arguments.check("perThread", perThread, 1, 1000);
        separatePorts = true;
        return this;
    }

    /**
     * Has {@link ENetListener#tick} called at a fixed rate, on each loop.
     *
     * @param period the time between two ticks, above 0 and at most a day
     * @return this
     */
    public ENetServerBuilder tick(Duration period) {
        return tick(period, options.catchUp());
    }

    /**
     * The same, with a limit for late ticks.
     *
     * @param period  the time between two ticks, as there
     * @param catchUp how many late ticks are caught up with, 0 to 1000; 5 unless it is set
     * @return this
     */
    public ENetServerBuilder tick(Duration period, int catchUp) {
        options = options.withTick(period, catchUp);
        return this;
    }

    /**
     * Sets how datagrams are compressed.
     *
     * @param mode as {@link ENetConnection#compress}
     * @return this
     */
    public ENetServerBuilder compress(CompressionMode mode) {
        Objects.requireNonNull(mode, "mode");
        return setup(connection -> connection.compress(mode));
    }

    /**
     * Encrypts. A new certificate while it runs: {@link ENetConnection#renewCertificate} for the connection of each
     * loop.
     *
     * @param tls as {@link ENetConnection#dtlsServerSetup}
     * @return this
     */
    public ENetServerBuilder dtls(TLSOptions tls) {
        Objects.requireNonNull(tls, "tls");
        return setup(connection -> connection.dtlsServerSetup(tls));
    }

    /**
     * When clients have to prove their address.
     *
     * @param mode as {@link ENetConnection#connectGate}
     * @return this
     */
    public ENetServerBuilder connectGate(ConnectGate mode) {
        Objects.requireNonNull(mode, "mode");
        return setup(connection -> connection.connectGate(mode));
    }

    /**
     * Sets anything else of each loop's connection before it serves, such as
     * {@link ENetConnection#maximumQueuedData(int)} or {@link ENetConnection#connectLimit(int)}. Limits per address and
     * per host count on each loop for itself. May be called several times.
     *
     * @param settings what to do with each connection, on the thread that calls {@link #start}
     * @return this
     */
    public ENetServerBuilder setup(Consumer<ENetConnection> settings) {
        setup = setup.andThen(Objects.requireNonNull(settings, "settings"));
        return this;
    }

    /**
     * What ends when a listener or a task throws something, and who is told. Unless it is set: the peer is
     * disconnected, and the failure goes to the {@link System.Logger} of this package.
     *
     * @param policy  what ends
     * @param handler who is told
     * @return this
     */
    public ENetServerBuilder onFailure(FailurePolicy policy, FailureHandler handler) {
        options = options.withFailures(policy, handler);
        return this;
    }

    /**
     * Drains the server when the JVM is asked to end: by SIGTERM, Ctrl-C, or System.exit. A listener that calls
     * System.exit itself never comes back from there: its peers are drained all the same, but it hears no more.
     *
     * @param time how long it may take; some 2 s less than whoever sends SIGTERM waits before SIGKILL, since a
     *     listener that hangs is waited for a little longer
     * @return this
     */
    public ENetServerBuilder drainOnShutdown(Duration time) {
        drainOnShutdown = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Opens the sockets and starts the threads.
     *
     * @return the server
     * @throws ENetException as {@link ENetConnection#createHostBound(String, int, int, int, int, int)}; with
     *     UNAVAILABLE for several threads on one port on systems other than Linux; and as the settings throw it
     * @throws IllegalArgumentException for more peers than the threads can have
     */
    public ENetServer start() {
        int sockets = threads * portsPerThread;
        int most = Math.multiplyExact(sockets, MAX_PEERS_PER_THREAD);
        if (maxPeers > most) {
            throw new IllegalArgumentException(
                    maxPeers + " peers need more threads or ports: " + sockets + " can have " + most);
        }
        List<ENetConnection> connections = separatePorts
                ? Sockets.openSeparate(address, sockets, peersEach())
                : Sockets.openShared(address, threads, peersEach());
        LoopGroup group;
        try {
            connections.forEach(setup);
            group = new LoopGroup(options, IntStream.range(0, threads)
                    .mapToObj(i -> connections.subList(i * portsPerThread, (i + 1) * portsPerThread)).toList());
            group.start(listeners);
        } catch (Throwable t) {
            connections.forEach(ENetConnection::close);
            throw t;
        }
        return new ENetServer(group, drainOnShutdown);
    }

    private int peersEach() {
        int sockets = threads * portsPerThread;
        int share = (maxPeers + sockets - 1) / sockets;
        return sockets == 1 ? share : Math.min(share + share / 8 + 1, MAX_PEERS_PER_THREAD);
    }
}
