package io.github.enet4j.server;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetException;
import io.github.enet4j.ENetPacketPeer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Many outgoing connections on a few threads: bots, load, a relay's way to its servers. Connections share sockets, and
 * take them in turn.
 *
 * <pre>{@code
 * ENetClients clients = ENetClients.builder(loop -> new Bot(loop)).threads(2).sockets(64, 64).start();
 * clients.connect("127.0.0.1", 7777, 2, 0).thenAccept(peer -> peer.attach(new Player()));
 * }</pre>
 *
 * <p>All methods may be called from every thread.
 *
 * @see ENetServer
 * @since 0.1.0
 */
public final class ENetClients implements AutoCloseable {
    private final LoopGroup group;
    private final List<Place> places;
    private final AtomicInteger next = new AtomicInteger();

    /** A socket, with the loop that serves it. */
    private record Place(ENetLoop loop, ENetConnection connection, Connecting connecting) {
    }

    ENetClients(LoopGroup group, List<Connecting> connecting) {
        this.group = group;
        List<Place> all = new ArrayList<>();
        int sockets = group.loops().get(0).connections().size();
        for (int i = 0; i < sockets; i++) {
            for (ENetLoop loop : group.loops()) {
                all.add(new Place(loop, loop.connections().get(i), connecting.get(loop.index())));
            }
        }
        places = List.copyOf(all);
    }

    /**
     * Begins to describe clients.
     *
     * @param listeners makes the listener of each loop, on the thread that calls start
     * @return a builder
     */
    public static ENetClientsBuilder builder(Function<ENetLoop, ENetListener> listeners) {
        return new ENetClientsBuilder(listeners);
    }

    /**
     * Connects. Sockets take turns; one that has no free peer is passed over.
     *
     * @param address  as for {@link ENetConnection#connectToHost(String, int, int, int)}; a name is looked up in this
     *     call
     * @param port     as there
     * @param channels as there
     * @param data     as there
     * @return the peer when it is connected, on the thread of its loop, right before
     *     {@link ENetListener#connected}; fails with an ENetException: CANT_RESOLVE, CANT_CREATE when no socket has a
     *     free peer, CANT_CONNECT with the reason when nobody answers or DTLS fails, UNAVAILABLE when the clients are
     *     closed. Cancelling it gives the attempt up, and so does any other end that the program gives it, such as
     *     {@link CompletableFuture#orTimeout}. Whoever waits for it on the loop's own thread waits in vain
     */
    public CompletableFuture<ENetPacketPeer> connect(String address, int port, int channels, int data) {
        Arguments.check("port", port, 1, 65535);
        return connect(InetSocketAddress.createUnresolved(address, port), channels, data);
    }

    /**
     * Connects; see {@link #connect(String, int, int, int)}.
     *
     * @param address  an address of the JDK's, with a port above 0; an unresolved one is looked up in this call
     * @param channels as there
     * @param data     as there
     * @return as there
     */
    public CompletableFuture<ENetPacketPeer> connect(InetSocketAddress address, int channels, int data) {
        Arguments.check("port", address.getPort(), 1, 65535);
        CompletableFuture<ENetPacketPeer> result = new CompletableFuture<>();
        InetSocketAddress resolved = address.isUnresolved()
                ? new InetSocketAddress(address.getHostString(), address.getPort()) : address;
        if (resolved.isUnresolved()) {
            result.completeExceptionally(
                    new ENetException(ENetError.CANT_RESOLVE, "unknown host '" + address.getHostString() + "'"));
            return result;
        }
        begin(next.getAndIncrement(), places.size() - 1, new Attempt(resolved, channels, data, result));
        return result;
    }

    /** At that place, or at the next ones if it is full. */
    private void begin(int at, int others, Attempt attempt) {
        Place place = places.get(Math.floorMod(at, places.size()));
        try {
            place.loop.execute(() -> {
                try {
                    place.connecting.begin(place.connection, attempt);
                } catch (ENetException e) {
                    if (e.error() != ENetError.CANT_CREATE || others == 0) {
                        attempt.result().completeExceptionally(e);
                    } else {
                        begin(at + 1, others - 1, attempt);
                    }
                } catch (RuntimeException e) {
                    attempt.result().completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            attempt.result().completeExceptionally(
                    new ENetException(ENetError.UNAVAILABLE, "the clients are closed", e));
        }
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
     * Has the thread of a peer's loop do something; see {@link ENetLoop#execute}.
     *
     * @param peer a peer of these clients
     * @param task what to do
     * @throws IllegalArgumentException if the peer is none of theirs
     * @throws RejectedExecutionException if the loop has ended
     */
    public void execute(ENetPacketPeer peer, Runnable task) {
        group.loopOf(peer).execute(task);
    }

    /**
     * Disconnects all in peace; see {@link ENetServer#drain}.
     *
     * @param time how long to wait for the other sides
     * @return as there
     */
    public CompletableFuture<Boolean> drain(Duration time) {
        return group.drain(time);
    }

    /** Ends all connections now; see {@link ENetServer#close}. Attempts under way fail. */
    @Override
    public void close() {
        group.close();
    }
}
