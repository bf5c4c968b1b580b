package io.github.enet4j.server;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetException;
import io.github.enet4j.ENetPacketPeer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A server on one port with several threads. Each has an {@link ENetLoop} with a connection and a listener of its own,
 * and a client stays with the loop that it came to.
 *
 * <pre>{@code
 * ENetServer server = ENetServer.builder(loop -> new Game(loop))  // an ENetListener for each thread
 *         .bind("*", 7777).threads(4).maxPeers(10_000)
 *         .tick(Duration.ofMillis(50))
 *         .drainOnShutdown(Duration.ofSeconds(20))
 *         .start();
 * }</pre>
 *
 * <p>All methods may be called from every thread.
 *
 * @see ENetClients
 * @since 0.1.0
 */
public final class ENetServer implements AutoCloseable {
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final LoopGroup group;
    private final ShutdownHook hook;

    ENetServer(LoopGroup group, Duration drainOnShutdown) {
        this.group = group;
        hook = drainOnShutdown != null ? new ShutdownHook(group, drainOnShutdown) : null;
        if (hook != null) {
            group.terminated().whenComplete((nothing, failure) -> hook.remove());
        }
    }

    /**
     * Begins to describe a server.
     *
     * @param listeners makes the listener of each loop, on the thread that calls start
     * @return a builder
     */
    public static ENetServerBuilder builder(Function<ENetLoop, ENetListener> listeners) {
        return new ENetServerBuilder(listeners);
    }

    /**
     * The loops, one for each thread.
     *
     * @return an unmodifiable list
     */
    public List<ENetLoop> loops() {
        return group.loops();
    }

    /**
     * The loop that serves a peer.
     *
     * @param peer a peer of this server
     * @return its loop
     * @throws IllegalArgumentException if the peer is none of this server's
     */
    public ENetLoop loopOf(ENetPacketPeer peer) {
        return group.loopOf(peer);
    }

    /**
     * Has the thread of a peer's loop do something; see {@link ENetLoop#execute}.
     *
     * @param peer a peer of this server
     * @param task what to do
     * @throws IllegalArgumentException if the peer is none of this server's
     * @throws RejectedExecutionException if the loop has ended
     */
    public void execute(ENetPacketPeer peer, Runnable task) {
        loopOf(peer).execute(task);
    }

    /**
     * The port; the first one of several.
     *
     * @return 1 to 65535
     * @throws IllegalStateException after the end
     */
    public int getLocalPort() {
        return loops().get(0).connections().get(0).getLocalPort();
    }

    /* ---- To many ---- */

    /**
     * Sends a packet to all peers of all loops: to those of the caller's loop at once, to others soon, in the order of
     * the calls.
     *
     * @param channel as {@link ENetConnection#broadcast(int, byte[], int)}
     * @param packet  the contents, which are copied
     * @param flags   as there
     * @throws ENetException as there
     * @throws IllegalStateException after the end
     */
    public void broadcast(int channel, byte[] packet, int flags) {
        byte[] copy = packet.clone();
        everywhere(connection -> connection.broadcast(channel, copy, flags));
    }

    /**
     * The same to all but one.
     *
     * @param channel as {@link #broadcast(int, byte[], int)}
     * @param packet  as there
     * @param flags   as there
     * @param except  who does not get it
     * @throws ENetException as there
     * @throws IllegalStateException after the end
     */
    public void broadcastExcept(int channel, byte[] packet, int flags, ENetPacketPeer except) {
        byte[] copy = packet.clone();
        everywhere(connection -> connection.broadcastExcept(channel, copy, flags, except));
    }

    /** First where the caller is, or on the first loop, so that the caller is told what is wrong with the arguments. */
    private void everywhere(Consumer<ENetConnection> task) {
        ENetLoop current = group.current();
        ENetLoop first = current != null ? current : loops().get(0);
        first.connections().forEach(task);
        group.others(first, task);
    }

    /**
     * Sends a packet to these peers, whichever loops they are on: a room's, say. Soon, in the order of the calls; those
     * of the caller's loop get it at once.
     *
     * @param peers   peers of this server; those that are not connected (any more) are left out
     * @param channel as {@link #broadcast(int, byte[], int)}
     * @param packet  as there
     * @param flags   as there
     * @throws IllegalArgumentException if a peer is none of this server's
     * @throws ENetException as there, for peers of the caller's loop; for others the failure handler is told
     */
    public void broadcast(Collection<ENetPacketPeer> peers, int channel, byte[] packet, int flags) {
        byte[] copy = packet.clone();
        Map<ENetConnection, List<ENetPacketPeer>> byConnection =
                peers.stream().collect(Collectors.groupingBy(ENetPacketPeer::connection));
        byConnection.forEach((connection, theirs) -> {
            ENetLoop loop = loopOf(theirs.get(0));
            if (loop.isCurrent()) {
                connection.broadcast(theirs, channel, copy, flags);
            } else {
                LoopGroup.executeIfAlive(loop, () -> connection.broadcast(theirs, channel, copy, flags));
            }
        });
    }

    /* ---- How it is ---- */

    /**
     * How the server is: healthy while all loops are alive and have looked for something to do within the last second.
     *
     * @return the state of this moment
     */
    public ServerHealth health() {
        return health(QUIET);
    }

    /**
     * How the server is, for one whose ticks or tasks may take long.
     *
     * @param quiet how long a loop may be busy with a listener or a task and count as healthy; above 300 ms
     * @return the state of this moment
     */
    public ServerHealth health(Duration quiet) {
        return group.health(quiet);
    }

    /* ---- The end ---- */

    /**
     * Ends the server in peace: takes no new peers, tells the listeners ({@link ENetListener#draining}), disconnects
     * each peer when it has confirmed all that was sent to it, and ends as {@link #close} when all have, or when the
     * time is over. What a client sends after that goodbye is not delivered any more, as in ENet. Returns at once.
     *
     * @param time how long to wait for the peers. Called again it may bring the end forward, not put it off
     * @return completes at the end: true when every peer has confirmed everything or has left by itself, false when
     *     some have vanished or had to be cut off (their listener gets TIMEOUT as the reason), and after a failure
     */
    public CompletableFuture<Boolean> drain(Duration time) {
        return group.drain(time);
    }

    /**
     * Ends the server now: peers are told once. Returns when all loops have ended; on the thread of a loop at once. A
     * listener that does not return within 5 s is interrupted. May be called at any time and repeated.
     */
    @Override
    public void close() {
        group.close();
    }

    /**
     * The end of the server, to wait for.
     *
     * @return completes when all loops have ended; exceptionally, with what was thrown, when that ended them
     */
    public CompletableFuture<Void> terminated() {
        return group.terminated();
    }
}
