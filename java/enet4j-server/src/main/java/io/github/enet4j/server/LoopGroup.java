package io.github.enet4j.server;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetPacketPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The loops of a server or of clients: started together, and ended together, since a socket that goes moves others. */
final class LoopGroup {
    private static final System.Logger LOGGER = System.getLogger("io.github.enet4j.server");

    /** How long close waits for a listener to come back before it interrupts it, and then once more. */
    private static final long PATIENCE_MILLIS = 5000;

    private static final Duration LONGEST_DRAIN = Duration.ofDays(10_000);

    private final LoopOptions options;
    private final List<ENetLoop> loops;
    private final AtomicInteger running;
    private final AtomicInteger cutOff = new AtomicInteger();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();
    private final CompletableFuture<Void> terminated = new CompletableFuture<>();

    /** For each list of connections a loop. */
    LoopGroup(LoopOptions options, List<List<ENetConnection>> connections) {
        this.options = options;
        loops = IntStream.range(0, connections.size())
                .mapToObj(i -> new ENetLoop(i, this, connections.get(i), options.threadName())).toList();
        running = new AtomicInteger(loops.size());
    }

    /** Nothing is left of it when a listener can't be made. */
    void start(Function<ENetLoop, ENetListener> factory) {
        List<ENetListener> listeners;
        try {
            listeners = loops.stream().map(factory).toList();
        } catch (Throwable t) {
            loops.forEach(ENetLoop::release);
            throw t;
        }
        for (ENetLoop loop : loops) {
            loop.start(listeners.get(loop.index()));
        }
    }

    List<ENetLoop> loops() {
        return loops;
    }

    ENetLoop loopOf(ENetPacketPeer peer) {
        for (ENetLoop loop : loops) {
            if (loop.serves(peer.connection())) {
                return loop;
            }
        }
        throw new IllegalArgumentException(peer + " is of none of these loops");
    }

    /** The loop whose thread this is, or null. */
    ENetLoop current() {
        for (ENetLoop loop : loops) {
            if (loop.isCurrent()) {
                return loop;
            }
        }
        return null;
    }

    /** Has the other loops do something with their connections; one that has ended has nobody to do it for. */
    void others(ENetLoop but, Consumer<ENetConnection> task) {
        for (ENetLoop loop : loops) {
            if (loop != but) {
                executeIfAlive(loop, () -> loop.connections().forEach(task));
            }
        }
    }

    static void executeIfAlive(ENetLoop loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            return;
        }
    }

    Ticker newTicker() {
        Duration period = options.tick();
        return period == null ? Ticker.NONE : new Ticker(period.toNanos(), options.catchUp(), System.nanoTime());
    }

    ServerHealth health(Duration quiet) {
        long now = System.nanoTime();
        List<LoopHealth> each = loops.stream().map(loop -> loop.health(now)).toList();
        boolean healthy = each.stream().allMatch(one -> one.alive() && one.quietMillis() < quiet.toMillis());
        return new ServerHealth(healthy, each);
    }

    /* ---- Failures ---- */

    /** Something was thrown that may have to do with a peer. */
    void fail(ENetPacketPeer peer, Throwable failure) {
        if (options.policy() == FailurePolicy.CLOSE) {
            failAll(failure);
            return;
        }
        report(peer, failure);
        if (peer != null) {
            peer.peerDisconnect(0);
        }
    }

    /** Something was thrown after which it can't go on. */
    void failAll(Throwable failure) {
        report(null, failure);
        fatal.compareAndSet(null, failure);
        closeLoops();
    }

    private void report(ENetPacketPeer peer, Throwable failure) {
        try {
            options.handler().failed(peer, failure);
        } catch (Throwable t) {
            t.addSuppressed(failure);
            log(peer, t);
        }
    }

    static void log(ENetPacketPeer peer, Throwable failure) {
        LOGGER.log(System.Logger.Level.ERROR, "in a listener or task" + (peer != null ? ", for " + peer : ""), failure);
    }

    /* ---- Ending ---- */

    /** Whether every peer has confirmed all within the time. */
    CompletableFuture<Boolean> drain(Duration time) {
        long end = System.nanoTime() + limit(time).toNanos();
        for (ENetLoop loop : loops) {
            executeIfAlive(loop, () -> loop.drain(end));
        }
        return terminated.handle((nothing, failure) -> failure == null && cutOff.get() == 0);
    }

    /** A time that can be added to System.nanoTime. */
    static Duration limit(Duration time) {
        return time.isNegative() ? Duration.ZERO : time.compareTo(LONGEST_DRAIN) > 0 ? LONGEST_DRAIN : time;
    }

    /** A peer had to be left without its confirmation. */
    void cutOff() {
        cutOff.incrementAndGet();
    }

    private void closeLoops() {
        loops.forEach(ENetLoop::close);
    }

    void close() {
        close(PATIENCE_MILLIS);
    }

    void close(long patienceMillis) {
        closeLoops();
        if (current() != null || awaitTermination(patienceMillis)) {
            return;
        }
        loops.forEach(loop -> loop.thread().interrupt());
        if (!awaitTermination(patienceMillis)) {
            LOGGER.log(System.Logger.Level.WARNING, "a listener does not return: the loops end when it does");
        }
    }

    private boolean awaitTermination(long patienceMillis) {
        try {
            terminated.get(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true; // which the failure handler knows
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    CompletableFuture<Void> terminated() {
        return terminated.copy();
    }

    /** On the thread of a loop that has ended. */
    void ended() {
        if (running.decrementAndGet() > 0) {
            return;
        }
        loops.forEach(ENetLoop::release);
        Throwable failure = fatal.get();
        if (failure != null) {
            terminated.completeExceptionally(failure);
        } else {
            terminated.complete(null);
        }
    }
}
