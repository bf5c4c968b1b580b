package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import io.github.enet4j.ENetException;
import io.github.enet4j.multiplayer.project.ProjectFiles;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Godot's high-level multiplayer: remote calls, replicated nodes, raw packets, authentication and the relay between
 * clients, over a {@link MultiplayerPeer}. Named and behaving like Godot's class of the same name, and the same on the
 * wire, but for <a
 * href="https://github.com/enet4j/enet4j/blob/main/docs/compatibility.md#scenemultiplayer">these differences</a>.
 *
 * <pre>{@code
 * SceneMultiplayer multiplayer = new SceneMultiplayer();
 * RemoteNode player = multiplayer.node("Main/Player");   // a node of the game, below /root
 * player.implement(PlayerRpc.class, new Player());       // the @rpc methods of its script
 * ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
 * peer.createServer(7777);
 * multiplayer.setMultiplayerPeer(peer);
 * while (true) {
 *     multiplayer.poll(100);                             // waits for up to 100 ms
 * }
 * }</pre>
 *
 * <p>It does nothing by itself: a program calls {@link #poll()} once per frame, or {@link #poll(int)} in a loop, and
 * all callbacks come from there. Every method may be called from every thread. Callbacks run with a lock held that
 * other threads' calls wait for, so they should not wait for other threads.
 *
 * <p>Whatever a peer sends, poll does not throw for it: what is wrong is dropped and {@linkplain
 * MultiplayerListener#packetRejected reported}, and {@linkplain MultiplayerListener#callbackFailed so} is an exception
 * of a callback. An {@link Error} of a callback (an assertion, too deep a recursion, no memory) does come up, out of
 * the call from outside that the callback ran in, which is poll mostly. What was under way is done then: the packet is
 * dealt with, its sender is still a peer, and what has come behind it is there for the next poll.
 *
 * @see GodotProject
 * @see ENetMultiplayerPeer
 * @since 0.1.0
 */
public final class SceneMultiplayer implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MIN_PACKET_SIZE = 128;

    private final Session session = new Session();
    private final Polling polling = new Polling(session);

    /** Without a peer. */
    public SceneMultiplayer() {
    }

    /**
     * Sets what to send and receive with; right after it was created, since peers that have come before are not known
     * here. All that belonged to the one before is forgotten, but for the nodes; it is not closed. One that is set
     * already, and was closed and created anew, need not be set again.
     *
     * @param peer the peer, null for none
     * @throws ENetException with INVALID_PARAMETER if it is disconnected
     */
    public void setMultiplayerPeer(@Nullable MultiplayerPeer peer) {
        if (peer != null && peer.getConnectionStatus() == ConnectionStatus.DISCONNECTED) {
            throw new ENetException(
                    ENetError.INVALID_PARAMETER, "the multiplayer peer is neither connected nor connecting");
        }
        session.enter();
        try {
            MultiplayerPeer old = session.transport;
            if (old == peer) {
                return;
            }
            if (old != null) {
                old.setListener(null);
                old.wakeup();
            }
            session.use(peer);
            polling.use(peer);
            if (peer != null) {
                peer.setListener(session.membership);
            }
        } finally {
            session.leave();
        }
    }

    /**
     * What it sends and receives with.
     *
     * @return the peer, null when there is none
     */
    public @Nullable MultiplayerPeer getMultiplayerPeer() {
        return locked(() -> session.transport);
    }

    /**
     * Sends and receives, and calls back for all that has come.
     *
     * @throws IllegalStateException from inside a callback
     * @throws Error the first that a callback has thrown
     */
    public void poll() {
        poll(0);
    }

    /**
     * Sends and receives, and calls back for all that has come; if there is nothing, waits for it first. Calls from
     * other threads and the times of replication are kept meanwhile. An interrupt of the thread does not end the wait,
     * unless there is no peer to wait for; {@link #wakeup()} does.
     *
     * @param timeoutMillis how long to wait, ms; 0 or less: not at all
     * @throws IllegalStateException from inside a callback
     * @throws Error the first that a callback has thrown
     */
    public void poll(int timeoutMillis) {
        polling.poll(timeoutMillis);
    }

    /** Makes a poll that waits return, or the next one that would wait. */
    public void wakeup() {
        session.enter();
        try {
            session.wakeup();
        } finally {
            session.leave();
        }
    }

    /**
     * The id of this side.
     *
     * @return 1 on a server, a client's number also while it connects; 0 without a peer
     */
    public int getUniqueId() {
        return locked(session::uniqueId);
    }

    /**
     * The ids of the admitted peers, in the order in which they came.
     *
     * @return a new list
     */
    public List<Integer> getPeers() {
        return locked(() -> Arrays.stream(session.peers()).map(peer -> peer.id).toList());
    }

    /**
     * Who called the remote method, or sent the packet, whose callback is running.
     *
     * @return an id; this side's own for a local call; 0 outside of such callbacks
     */
    public int getRemoteSenderId() {
        return locked(() -> session.remoteSender);
    }

    /**
     * Sets who hears of peers and packets.
     *
     * @param listener the listener, in place of the one before; null for none
     */
    public void setListener(@Nullable MultiplayerListener listener) {
        locked(() -> session.listener(listener));
    }

    /**
     * Sends bytes, which come to {@link MultiplayerListener#peerPacket}.
     *
     * @param bytes   1 or more
     * @param target  an id; 0 for all; or minus an id: all but that one
     * @param mode    how they travel
     * @param channel on which transfer channel, 0 to 253
     * @return OK; INVALID_DATA if there are no bytes; INVALID_PARAMETER if there is no such channel; UNCONFIGURED
     *     when not connected; BUG if there is no such peer (on a client that relays, the server knows); else what the
     *     transport says
     */
    public ENetError sendBytes(byte[] bytes, int target, TransferMode mode, int channel) {
        Objects.requireNonNull(mode, "mode");
        if (bytes.length == 0) {
            return ENetError.INVALID_DATA;
        }
        if (!Channels.exists(channel)) {
            return ENetError.INVALID_PARAMETER;
        }
        return locked(() -> {
            if (!session.isConnected()) {
                return ENetError.UNCONFIGURED;
            }
            ByteBuffer out = Buffers.withRoom(session.buffers.take(), bytes.length + 1);
            out.put((byte) Command.RAW).put(bytes).flip().position(Buffers.HEADROOM);
            ENetError error = session.send(out, target, mode, channel);
            session.buffers.giveBack(out);
            return error;
        });
    }

    /* ---- Authentication ---- */

    /**
     * Sets who looks at peers before they are admitted. A peer is admitted when both sides have called
     * {@link #completeAuth}; the other side must have a callback, too, or it will be disconnected after the timeout.
     *
     * @param callback the callback; null, which it is at first: peers are admitted as they come
     */
    public void setAuthCallback(@Nullable AuthCallback callback) {
        locked(() -> session.membership.callback = callback);
    }

    /**
     * Sets how long a peer may take to authenticate.
     *
     * @param seconds seconds, 3 at first; 0 or less: as long as it likes
     */
    public void setAuthTimeout(double seconds) {
        locked(() -> session.membership.timeoutNanos = (long) (Math.max(0, seconds) * NANOS_PER_SECOND));
    }

    /**
     * Sends data to a peer that is not admitted yet, for its {@link AuthCallback}.
     *
     * @param id   the peer
     * @param data 1 byte or more
     * @return OK; UNCONFIGURED when not connected; INVALID_PARAMETER if no such peer waits, or there are no data;
     *     FILE_CANT_WRITE if either side has completed its part; else what the transport says
     */
    public ENetError sendAuth(int id, byte[] data) {
        Objects.requireNonNull(data, "data");
        return locked(() -> session.membership.send(id, data));
    }

    /**
     * Says that this side is content with a peer.
     *
     * @param id the peer
     * @return OK; UNCONFIGURED when not connected; INVALID_PARAMETER if no such peer waits; FILE_CANT_WRITE if it was
     *     said already
     */
    public ENetError completeAuth(int id) {
        return locked(() -> session.membership.complete(id));
    }

    /**
     * The peers that are not admitted yet.
     *
     * @return a new list of their ids
     */
    public List<Integer> getAuthenticatingPeers() {
        return locked(session.membership::pendingIds);
    }

    /* ---- Relay ---- */

    /**
     * Whether a server tells clients of each other and sends on what they have for each other; on clients whether they
     * make use of that. On at first; to be set before peers come, alike on all sides.
     *
     * @param relay whether
     */
    public void setServerRelay(boolean relay) {
        locked(() -> session.relay.enabled = relay);
    }

    /**
     * Limits what each client may have sent on to others. What goes over it is dropped and counted; if it was to be
     * reliable, it is {@linkplain MultiplayerListener#packetRejected reported}, too. (Not in Godot.)
     *
     * @param bytesPerSecond the bytes of all copies, of which as much may come at once; 4194304 at first; 0: no limit
     * @throws IllegalArgumentException if it is negative
     */
    public void setRelayLimit(int bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bytesPerSecond must be 0 or more: " + bytesPerSecond);
        }
        locked(() -> session.relay.limit = bytesPerSecond);
    }

    /**
     * Disconnects a peer: it is no member any more at once, and others hear of it. No {@code peerDisconnected} follows
     * here (as in Godot).
     *
     * @param id the peer; nothing happens if there is none of that id
     */
    public void disconnectPeer(int id) {
        locked(() -> session.membership.disconnect(id));
    }

    /**
     * A node, made when it is first asked for.
     *
     * @param path where it is: "Main/Player" or "/root/Main/Player"; "." or "/root" for the root
     * @return the node, the same each time
     * @throws IllegalArgumentException if the path leads nowhere
     */
    public RemoteNode node(String path) {
        String normal = normal(path);
        return locked(() -> session.nodes.make(normal));
    }

    /**
     * A spawner, made when it is first asked for. It must be there before a peer spawns with it.
     *
     * @param path      where it is in the game's scene tree, as for {@link #node}
     * @param spawnPath the path of the node that spawned ones appear below, as for {@link #node}
     * @return the spawner, the same each time
     */
    public MultiplayerSpawner spawner(String path, String spawnPath) {
        RemoteNode node = node(path);
        RemoteNode parent = node(spawnPath);
        return locked(() -> session.replication.spawner(node, parent));
    }

    /**
     * A synchronizer whose root is the node above it (Godot's default), made when it is first asked for. It must be
     * there before a peer sends its state.
     *
     * @param path where it is in the game's scene tree, as for {@link #node}
     * @return the synchronizer, the same each time
     * @throws IllegalArgumentException if the path leads nowhere, or is that of the root
     */
    public MultiplayerSynchronizer synchronizer(String path) {
        String parent = NodePaths.parent(normal(path));
        if (parent == null) {
            throw new IllegalArgumentException("the root can't be a synchronizer");
        }
        RemoteNode node = node(path);
        RemoteNode root = node(parent);
        return locked(() -> session.replication.synchronizer(node, root));
    }

    /**
     * Sets how often replication has its turn: probes, visibility filters, and what synchronizers send. Godot does it
     * once in a frame.
     *
     * @param millis at least so many ms from one tick to the next, 16 at first; 0: at each poll
     * @throws IllegalArgumentException if it is negative
     */
    public void setTickInterval(int millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("millis must be 0 or more: " + millis);
        }
        locked(() -> session.replication.tickNanos = TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /**
     * Sets how large packets with states of synchronizers may be. A synchronizer whose state is larger is not sent.
     *
     * @param bytes 128 or more, 1350 at first, so that they fit into a datagram
     * @throws IllegalArgumentException if it is less
     */
    public void setMaxSyncPacketSize(int bytes) {
        requireSize(bytes);
        locked(() -> session.replication.synchronizing().maxState = bytes);
    }

    /**
     * Sets how large packets with changes of synchronizers may be. Changes that are larger are not sent.
     *
     * @param bytes 128 or more, 65535 at first
     * @throws IllegalArgumentException if it is less
     */
    public void setMaxDeltaPacketSize(int bytes) {
        requireSize(bytes);
        locked(() -> session.replication.synchronizing().maxDelta = bytes);
    }

    private static void requireSize(int bytes) {
        if (bytes < MIN_PACKET_SIZE) {
            throw new IllegalArgumentException("bytes must be " + MIN_PACKET_SIZE + " or more: " + bytes);
        }
    }

    /** Takes note of the scripts that peers may have. */
    void learn(ProjectFiles files) {
        locked(() -> session.scripts.add(files));
    }

    static String normal(String path) {
        String normal = NodePaths.normalize(path);
        if (normal == null || normal.indexOf(0) >= 0) {
            throw new IllegalArgumentException("not the path of a node below /root: '" + path + "'");
        }
        return normal;
    }

    /**
     * What it has been doing.
     *
     * @return the numbers of this moment
     */
    public MultiplayerCounters getCounters() {
        return locked(session::counters);
    }

    /** Closes the multiplayer peer, and forgets it. The nodes stay. No callback follows. */
    @Override
    public void close() {
        locked(() -> {
            MultiplayerPeer old = session.transport;
            if (old != null) {
                setMultiplayerPeer(null);
                old.close();
            }
        });
    }

    private interface Action<T> {
        T run();
    }

    private <T> T locked(Action<T> action) {
        session.enter();
        try {
            return action.run();
        } finally {
            session.leave();
        }
    }

    private void locked(Runnable action) {
        session.enter();
        try {
            action.run();
        } finally {
            session.leave();
        }
    }
}
