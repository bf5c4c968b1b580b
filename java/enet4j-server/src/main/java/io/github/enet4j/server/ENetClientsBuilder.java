package io.github.enet4j.server;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What {@link ENetClients} are to be like. Each setting has a default.
 *
 * @since 0.1.0
 */
public final class ENetClientsBuilder {
    private static final int MAX_PEERS_PER_SOCKET = 4095;

    private final Function<ENetLoop, ENetListener> listeners;
    private int threads = 1;
    private int sockets = 8;
    private int peersPerSocket = 128;
    private Consumer<ENetConnection> setup = connection -> { };
    private LoopOptions options = new LoopOptions("enet4j-clients");

    ENetClientsBuilder(Function<ENetLoop, ENetListener> listeners) {
        this.listeners = Arguments.checkListeners(listeners);
    }

    /**
     * How many threads serve.
     *
     * @param count 1 (unless it is set) to 256
     * @return this
     */
    public ENetClientsBuilder threads(int count) {
        threads = Arguments.check("threads", count, 1, 256);
        return this;
    }

    /**
     * How many sockets each thread has, and how many connections fit on each. A server with several threads on one port
     * gets all connections of a socket on one of them, so more sockets are spread out more evenly.
     *
     * @param perThread      sockets, 1 to 4096; 8 unless it is set
     * @param peersPerSocket connections, 1 to 4095; 128 unless it is set
     * @return this
     */
    public ENetClientsBuilder sockets(int perThread, int peersPerSocket) {
        sockets = Arguments.check("perThread", perThread, 1, 4096);
        this.peersPerSocket = Arguments.check("peersPerSocket", peersPerSocket, 1, MAX_PEERS_PER_SOCKET);
        return this;
    }

    /**
     * Has {@link ENetListener#tick} called at a fixed rate, on each loop; see {@link ENetServerBuilder#tick(Duration)}.
     *
     * @param period the time between two ticks, above 0
     * @return this
     */
    public ENetClientsBuilder tick(Duration period) {
        options = options.withTick(period, options.catchUp());
        return this;
    }

    /**
     * Sets anything of each connection before it serves: compression, DTLS, limits. May be called several times.
     *
     * @param settings what to do with each connection, on the thread that calls {@link #start}
     * @return this
     */
    public ENetClientsBuilder setup(Consumer<ENetConnection> settings) {
        setup = setup.andThen(Objects.requireNonNull(settings, "settings"));
        return this;
    }

    /**
     * What ends when a listener or a task throws something; see {@link ENetServerBuilder#onFailure}.
     *
     * @param policy  what ends
     * @param handler who is told
     * @return this
     */
    public ENetClientsBuilder onFailure(FailurePolicy policy, FailureHandler handler) {
        options = options.withFailures(policy, handler);
        return this;
    }

    /**
     * Opens the sockets and starts the threads.
     *
     * @return the clients
     * @throws ENetException as {@link ENetConnection#createHost(int, int, int, int)}, and as the settings throw it
     */
    public ENetClients start() {
        List<ENetConnection> opened = new ArrayList<>();
        try {
            List<List<ENetConnection>> byThread = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                byThread.add(open(opened));
            }
            List<Connecting> connecting = new ArrayList<>();
            LoopGroup group = new LoopGroup(options, byThread);
            group.start(loop -> {
                Connecting one = new Connecting(loop, listeners.apply(loop));
                connecting.add(one);
                return one;
            });
            return new ENetClients(group, connecting);
        } catch (Throwable t) {
            opened.forEach(ENetConnection::close);
            throw t;
        }
    }

    private List<ENetConnection> open(List<ENetConnection> opened) {
        List<ENetConnection> mine = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            ENetConnection connection = new ENetConnection();
            opened.add(connection);
            connection.createHost(peersPerSocket, 0, 0, 0);
            connection.duplicatePeers(0); // whoever we connect to knows the port, and could connect to it
            setup.accept(connection);
            mine.add(connection);
        }
        return List.copyOf(mine);
    }
}
