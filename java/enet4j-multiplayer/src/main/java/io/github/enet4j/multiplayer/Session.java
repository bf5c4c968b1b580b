package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What the parts of one {@link SceneMultiplayer} share. Guarded by its lock. */
final class Session {
    private static final MultiplayerListener NOBODY = new MultiplayerListener() {
    };

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    final Buffers buffers = new Buffers();
    final Targets.Pool targets = new Targets.Pool();
    final KnownScripts scripts = new KnownScripts();
    final NodeTree nodes = new NodeTree(this);
    final PathCache paths = new PathCache(this);
    final RemoteCalls calls = new RemoteCalls(this);
    final Relay relay = new Relay(this);
    final Membership membership = new Membership(this);
    final Replication replication = new Replication(this);

    /** Never null, so that nobody has to ask. */
    MultiplayerListener listener = NOBODY;

    /** Null while there is none. */
    MultiplayerPeer transport;

    int remoteSender;
    private boolean unflushed;
    private boolean wakeupPending;

    /** What a callback ended with; who called from outside gets it when all that was under way is done. */
    private Error error;

    long received;
    long rejected;
    long pathsForgotten;
    long callbacksFailed;
    long notSent;
    private final MultiplayerPeer.Refusals refusals = this::notSent;

    private final IntMap<Peer> byId = new IntMap<>();

    /**
     * The admitted peers, in the order in which they came. Replaced at each change, so that it can be walked meanwhile.
     */
    private Peer[] peers = {};

    void enter() {
        lock.lock();
    }

    /** Whether this thread has the lock, as in every callback. */
    boolean isEntered() {
        return lock.isHeldByCurrentThread();
    }

    /** The outermost one sees to it that what was sent meanwhile leaves, and that an Error comes up. */
    void leave() {
        Error thrown = null;
        try {
            if (lock.getHoldCount() == 1) {
                thrown = error;
                error = null;
                flush();
            }
        } finally {
            lock.unlock();
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    private void flush() {
        if (unflushed) {
            unflushed = false;
            if (transport != null) {
                transport.flush();
            }
        }
    }

    /** Whether it is time to come to an end, for the sake of an Error. */
    boolean hasError() {
        return error != null;
    }

    /** Forgets the transport before, and all that came from it. */
    void use(MultiplayerPeer newTransport) {
        transport = newTransport;
        unflushed = false;
        reset();
        received = 0;
        rejected = 0;
        pathsForgotten = 0;
        callbacksFailed = 0;
        notSent = 0;
        relay.relayed = 0;
        relay.dropped = 0;
        changed.signalAll();
    }

    void wakeup() {
        wakeupPending = true;
        changed.signalAll();
        if (transport != null) {
            transport.wakeup();
        }
    }

    boolean takeWakeup() {
        boolean pending = wakeupPending;
        wakeupPending = false;
        return pending;
    }

    /** While there is nothing to poll. Returns whether to go on, which an interrupted thread could but spin. */
    boolean awaitPeer(int millis) {
        try {
            changed.await(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How long a poll may wait before it has something to do by itself, ms; at most the given time. */
    int millisToNext(int most) {
        return replication.millisToTick(membership.millisToTimeout(most));
    }

    MultiplayerCounters counters() {
        return new MultiplayerCounters(
                received, rejected, relay.relayed, relay.dropped, pathsForgotten, callbacksFailed, notSent);
    }

    void listener(MultiplayerListener newListener) {
        listener = newListener != null ? newListener : NOBODY;
    }

    /* ---- Peers ---- */

    Peer[] peers() {
        return peers;
    }

    /** Null when it is not admitted. */
    Peer peer(int id) {
        return byId.get(id);
    }

    Peer addPeer(int id) {
        Peer peer = byId.get(id);
        if (peer == null) {
            peer = new Peer(id);
            byId.put(id, peer);
            peers = Arrays.copyOf(peers, peers.length + 1);
            peers[peers.length - 1] = peer;
        }
        return peer;
    }

    Peer removePeer(int id) {
        Peer peer = byId.remove(id);
        if (peer != null) {
            peers = Arrays.stream(peers).filter(other -> other != peer).toArray(Peer[]::new);
        }
        return peer;
    }

    /** Forgets all that belongs to a connection. */
    void reset() {
        Peer[] gone = peers;
        byId.clear();
        peers = new Peer[0];
        paths.reset();
        membership.reset();
        replication.reset(gone);
    }

    /* ---- Sending ---- */

    boolean isConnected() {
        return transport != null && transport.getConnectionStatus() == ConnectionStatus.CONNECTED;
    }

    int uniqueId() {
        return transport == null ? 0 : transport.getUniqueId();
    }

    /** Hands a packet to the transport, which knows peers that are not admitted. */
    ENetError put(ByteBuffer packet, int target, TransferMode mode, int channel) {
        unflushed = true;
        return transport.putPacket(packet, target, mode, channel);
    }

    /**
     * Sends a packet, from position to limit, through the relay where that is the way. There must be headroom before
     * it.
     *
     * @return BUG when one peer is meant that is not there
     */
    ENetError send(ByteBuffer packet, int target, TransferMode mode, int channel) {
        if (relay.isUsedFor(target)) {
            return reported(target, mode, relay.send(packet, target, mode, channel));
        }
        if (target > 0) {
            return peer(target) == null ? ENetError.BUG
                    : reported(target, mode, put(packet, target, mode, channel));
        }
        Targets all = targets.take();
        for (Peer peer : peers) {
            if (peer.id != -target) {
                all.add(peer.id);
            }
        }
        send(packet, all, mode, channel);
        targets.giveBack(all);
        return ENetError.OK;
    }

    /** The same for many, none of whom may be missing. */
    void send(ByteBuffer packet, Targets to, TransferMode mode, int channel) {
        if (uniqueId() != MultiplayerPeer.SERVER && relay.isPossible()) {
            for (int i = 0; i < to.count(); i++) {
                send(packet, to.get(i), mode, channel);
            }
        } else if (to.count() > 0) {
            unflushed = true;
            transport.putPacket(packet, to.array(), to.count(), mode, channel, refusals);
        }
    }

    /** A reliable packet that is lost here is lost for good: the peer no longer knows what we think it knows. */
    ENetError reported(int target, TransferMode mode, ENetError error) {
        if (error != ENetError.OK && mode == TransferMode.RELIABLE) {
            notSent(target, error);
        }
        return error;
    }

    private void notSent(int target, ENetError error) {
        if (error == ENetError.UNCONFIGURED) {
            return; // it is on its way out, which is told
        }
        notSent++;
        callBack(target, () -> listener.packetNotSent(target, error));
    }

    /** Sends what was built in a buffer behind the headroom, reliably on channel 0, and gives the buffer back. */
    ENetError sendControl(ByteBuffer built, int target) {
        built.flip().position(Buffers.HEADROOM);
        ENetError error = send(built, target, TransferMode.RELIABLE, 0);
        buffers.giveBack(built);
        return error;
    }

    /* ---- Reporting ---- */

    void reject(int sender, ENetError error, String reason) {
        rejected++;
        callBack(sender, () -> listener.packetRejected(sender, error, Shown.text(reason)));
    }

    /** Runs what the program has to run, so that nothing that it throws leaves half done what goes on here. */
    void callBack(int sender, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            failed(sender, e);
        }
    }

    /** An exception is reported, and all goes on. An Error is nothing to go on after: see {@link #leave}. */
    void failed(int sender, Throwable failure) {
        callbacksFailed++;
        if (failure instanceof Error thrown) {
            error = error != null ? error : thrown;
            return;
        }
        try {
            listener.callbackFailed(sender, (Exception) failure);
        } catch (Exception e) {
            e.addSuppressed(failure);
            System.getLogger(SceneMultiplayer.class.getName())
                    .log(System.Logger.Level.WARNING, "callbackFailed failed", e);
        } catch (Error e) {
            error = error != null ? error : e;
        }
    }
}
