package io.github.enet4j.server;

import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetException;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.ENetSelector;
import io.github.enet4j.EventType;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One thread that serves one connection, or several, and calls one {@link ENetListener}. Everything about a peer
 * happens on the thread of its loop; {@link #execute} brings work there from other threads.
 *
 * @since 0.1.0
 */
public final class ENetLoop implements Executor {
    /** So often a loop with nothing to do shows that it is alive. */
    private static final int LONGEST_WAIT_MILLIS = 250;

    /** After so many events it is the tasks' turn, and the other way round; neither keeps the other or ticks away. */
    private static final int PER_TURN = 256;

    private final int index;
    private final LoopGroup group;
    private final List<ENetConnection> connections;

    /** Null for a single connection, which is waited for in its service. */
    private final ENetSelector selector;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile Thread thread;
    private ENetListener listener;
    private Ticker ticker = Ticker.NONE;
    private boolean draining;
    private long drainEnd;
    private volatile boolean closing;
    private volatile boolean rejecting;
    private volatile boolean ended;
    private volatile long lastTurn = System.nanoTime();

    ENetLoop(int index, LoopGroup group, List<ENetConnection> connections, String threadName) {
        this.index = index;
        this.group = group;
        this.connections = List.copyOf(connections);
        selector = connections.size() > 1 ? new ENetSelector() : null;
        if (selector != null) {
            connections.forEach(selector::add);
        }
        thread = new Thread(this::run, threadName + "-" + index);
    }

    void start(ENetListener itsListener) {
        listener = itsListener;
        lastTurn = System.nanoTime();
        thread.start();
    }

    /* ---- For the program ---- */

    /**
     * Which of its loops this is.
     *
     * @return 0 to the number of threads less 1
     */
    public int index() {
        return index;
    }

    /**
     * The connections that this loop serves.
     *
     * @return one for a loop of a server, unless that has several ports per thread; unmodifiable
     */
    public List<ENetConnection> connections() {
        return connections;
    }

    /**
     * Whether the calling thread is this loop's.
     *
     * @return whether
     */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /**
     * Has the loop's thread do something soon, between two events. Tasks of one thread are done in their order.
     *
     * @param task what to do; what it throws goes to the failure handler
     * @throws RejectedExecutionException if the loop has ended; a task that was accepted is done in any case
     */
    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        tasks.add(task);
        if (rejecting && tasks.remove(task)) {
            throw new RejectedExecutionException("the loop has ended");
        }
        if (!isCurrent()) {
            wakeup();
        }
    }

    /* ---- For the group ---- */

    boolean serves(ENetConnection connection) {
        return connections.contains(connection);
    }

    /** Has the loop end, soon; from any thread. */
    void close() {
        closing = true;
        wakeup();
    }

    /** Has all peers leave in peace, until that time by System.nanoTime; on the loop's thread. */
    void drain(long end) {
        boolean again = draining;
        drainEnd = again && end - drainEnd > 0 ? drainEnd : end;
        draining = true;
        for (ENetConnection connection : connections) {
            connection.refuseNewConnections(true); // whose DTLS handshake would be for nothing
            connection.duplicatePeers(0);
        }
        if (!again) {
            guard(null, listener::draining);
        }
        for (ENetConnection connection : connections) {
            for (int i = 0; i < PER_TURN && pump(connection, 0) == PER_TURN; i++) {
                continue; // what has come up to now still goes to the listener
            }
            connection.getPeers().forEach(peer -> peer.peerDisconnectLater(0));
        }
    }

    Thread thread() {
        return thread;
    }

    LoopHealth health(long now) {
        return new LoopHealth(
                index, !ended, TimeUnit.NANOSECONDS.toMillis(now - lastTurn), ticker.done(), ticker.skipped(),
                ticker.overruns());
    }

    /**
     * Goes on with another thread if its own is in System.exit, which waits for the JVM's hooks and never returns. The
     * listener is in the middle of something for ever and hears no more.
     */
    void leaveExit() {
        if (!ended && Stream.of(thread.getStackTrace()).anyMatch(ENetLoop::isExit)) {
            listener = new ENetListener() { };
            thread = new Thread(this::run, thread.getName());
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static boolean isExit(StackTraceElement frame) {
        return frame.getClassName().equals("java.lang.Runtime") && frame.getMethodName().equals("exit");
    }

    /** When no loop services any more. */
    void release() {
        if (selector != null) {
            selector.close();
        }
        connections.forEach(ENetConnection::close);
    }

    private void wakeup() {
        try {
            if (selector != null) {
                selector.wakeup();
            } else {
                connections.get(0).wakeup();
            }
        } catch (IllegalStateException e) {
            return; // it has ended meanwhile
        }
    }

    /* ---- The thread ---- */

    private void run() {
        try {
            ticker = group.newTicker();
            while (!closing && !(draining && isDrained())) {
                lastTurn = System.nanoTime();
                runTasks(PER_TURN);
                runTicks();
                poll(waitMillis());
            }
        } catch (Throwable t) {
            group.failAll(t);
        } finally {
            rejecting = true;
            runTasks(Integer.MAX_VALUE);
            for (ENetConnection connection : connections) {
                guard(null, () -> pump(connection, 0)); // who has just connected is told as well
                guard(null, () -> endPeers(connection));
            }
            guard(null, listener::closed);
            ended = true;
            group.ended();
        }
    }

    private boolean isDrained() {
        return System.nanoTime() - drainEnd >= 0 || connections.stream().allMatch(c -> c.getPeers().isEmpty());
    }

    private int waitMillis() {
        long now = System.nanoTime();
        int limit = LONGEST_WAIT_MILLIS;
        if (draining) {
            limit = (int) Math.min(limit, Math.max(0, (drainEnd - now) / 1_000_000 + 1));
        }
        return tasks.isEmpty() ? ticker.waitMillis(now, limit) : 0;
    }

    private void runTasks(int most) {
        Runnable task;
        for (int i = 0; i < most && (task = tasks.poll()) != null; i++) {
            guard(null, task);
        }
    }

    private void runTicks() {
        long number;
        for (int i = 0; i <= ticker.catchUp() && (number = ticker.take(System.nanoTime())) >= 0; i++) {
            long begun = System.nanoTime();
            try {
                listener.tick(number);
            } catch (Throwable t) {
                group.fail(null, t);
            }
            ticker.took(System.nanoTime() - begun);
        }
    }

    private void poll(int waitMillis) {
        if (selector == null) {
            pump(connections.get(0), waitMillis);
            return;
        }
        List<ENetConnection> ready = List.of();
        try {
            ready = selector.select(waitMillis);
        } catch (Throwable t) {
            failInService(t);
        }
        for (ENetConnection connection : ready) {
            pump(connection, 0);
        }
    }

    /** Hands out events of a connection, as many as it has and a turn allows. How many. */
    private int pump(ENetConnection connection, int waitMillis) {
        int count = 0;
        ENetEvent event = service(connection, waitMillis);
        while (event != null && event.type() != EventType.NONE) {
            dispatch(event);
            count++;
            if (count == PER_TURN) {
                break;
            }
            event = service(connection, 0);
        }
        return count;
    }

    /** Null if it has failed, and the loop goes on. */
    private ENetEvent service(ENetConnection connection, int waitMillis) {
        try {
            return connection.service(waitMillis);
        } catch (Throwable t) {
            failInService(t);
            return null;
        }
    }

    /** What an intercept or an admission of the program's has thrown is no worse than what a listener throws. */
    private void failInService(Throwable failure) {
        connections.forEach(ENetConnection::getPeers); // throws if it is a connection's end
        group.fail(null, failure);
    }

    private void dispatch(ENetEvent event) {
        if (event.type() == EventType.ERROR) {
            throw new ENetException(ENetError.FAILED, "the socket is broken: " + event.getSystemErrorText());
        }
        ENetPacketPeer peer = event.peer();
        try {
            switch (event.type()) {
                case CONNECT -> connected(peer, event.data());
                case RECEIVE -> listener.received(peer, event);
                default -> disconnected(peer, event.getDisconnectReason(), event.data());
            }
        } catch (Throwable t) {
            group.fail(peer, t);
        }
    }

    private void connected(ENetPacketPeer peer, long data) {
        if (draining || rejecting) {
            peer.peerDisconnectNow(0); // it had begun before
        } else {
            listener.connected(peer, data);
        }
    }

    private void disconnected(ENetPacketPeer peer, DisconnectReason reason, long data) {
        if (draining && reason != DisconnectReason.LOCAL && reason != DisconnectReason.REMOTE) {
            group.cutOff();
        }
        listener.disconnected(peer, reason, data);
    }

    /** Those that are left are told once, without waiting for an answer. */
    private void endPeers(ENetConnection connection) {
        DisconnectReason reason = draining ? DisconnectReason.TIMEOUT : DisconnectReason.LOCAL;
        for (ENetPacketPeer peer : connection.getPeers()) {
            if (peer.isActive()) {
                peer.peerDisconnectNow(0);
                guard(peer, () -> disconnected(peer, reason, 0));
            }
        }
    }

    private void guard(ENetPacketPeer peer, Runnable call) {
        try {
            call.run();
        } catch (Throwable t) {
            group.fail(peer, t);
        }
    }
}
