package io.github.enet4j.multiplayer;

import static io.github.enet4j.multiplayer.MultiplayerPeer.SERVER;

import io.github.enet4j.ENetError;
import io.github.enet4j.ENetException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which nodes and synchronizers there are, who may see them, and when their state is sent. */
final class Replication {
    private static final long MILLI = 1_000_000;

    private final Session session;
    private final Spawning spawning;
    private final Synchronizing synchronizing;
    private final Set<SpawnedNode> ours = new LinkedHashSet<>();
    private final Set<MultiplayerSynchronizer> synchronizers = new LinkedHashSet<>();

    /** The last number given to a node or synchronizer. */
    private int lastNetId;

    /** How long from one tick to the next at least. */
    long tickNanos = 16 * MILLI;

    private long lastTick = System.nanoTime();

    Replication(Session session) {
        this.session = session;
        spawning = new Spawning(session, this);
        synchronizing = new Synchronizing(session);
    }

    Synchronizing synchronizing() {
        return synchronizing;
    }

    /** Who this side is; without a transport it may become a server. */
    int self() {
        return session.transport == null ? SERVER : session.uniqueId();
    }

    int nextNetId() {
        return ++lastNetId;
    }

    /* ---- Nodes and synchronizers ---- */

    MultiplayerSynchronizer synchronizer(RemoteNode node, RemoteNode root) {
        if (node.synchronizer == null) {
            node.synchronizer = new MultiplayerSynchronizer(session, node, root);
            root.synchronizers().add(node.synchronizer);
            synchronizers.add(node.synchronizer);
        }
        return node.synchronizer;
    }

    MultiplayerSpawner spawner(RemoteNode node, RemoteNode parent) {
        if (node.spawner == null) {
            node.spawner = new MultiplayerSpawner(session, node, parent);
        }
        return node.spawner;
    }

    RemoteNode spawn(MultiplayerSpawner spawner, int scene, Object data, String name) {
        if (spawner.node.authority() != self()) {
            throw new ENetException(ENetError.UNAUTHORIZED, "peer " + spawner.node.authority() + " spawns there");
        }
        if (!NodePaths.isValidName(name) || name.indexOf(0) >= 0) {
            throw new IllegalArgumentException("not a name for a spawned node: '" + name + "'");
        }
        Object received = session.calls.asReceived(data)[0]; // throws, before anything is done, if it is no value
        RemoteNode node = spawner.parent.node(name);
        if (node.spawned != null) {
            throw new IllegalArgumentException("there is a spawned node " + node + " already");
        }
        SpawnedNode one = new SpawnedNode(node, spawner, scene, received, 0);
        node.spawned = one;
        try {
            spawner.setUp(one);
            number(one);
            spawning.check(one);
        } catch (RuntimeException | Error e) {
            node.spawned = null; // peers know nothing of it
            session.nodes.remove(node);
            throw e;
        }
        spawner.count++;
        ours.add(one);
        for (Peer peer : session.peers()) {
            show(one, peer);
        }
        return node;
    }

    private void number(SpawnedNode one) {
        one.netId = nextNetId();
        for (MultiplayerSynchronizer synchronizer : one.node.synchronizers()) {
            if (synchronizer.authority() == self()) {
                synchronizer.netId = nextNetId();
            }
        }
    }

    /** A node and what is on it go. Those below have gone before. */
    void removed(RemoteNode node) {
        if (node.synchronizer != null) {
            forget(node.synchronizer);
        }
        List.copyOf(node.synchronizers()).forEach(this::forget);
        SpawnedNode one = node.spawned;
        node.spawned = null;
        if (one != null) {
            one.spawner.count--;
            if (one.isOurs()) {
                ours.remove(one);
                for (Peer peer : session.peers()) {
                    hide(one, peer);
                }
            } else if (session.peer(one.spawnedBy) != null) {
                session.peer(one.spawnedBy).replication().nodes.remove(one.netId);
            }
        }
    }

    private void forget(MultiplayerSynchronizer synchronizer) {
        synchronizers.remove(synchronizer);
        synchronizer.root.synchronizers().remove(synchronizer);
        for (Peer peer : session.peers()) {
            peer.replication().changes.remove(synchronizer);
            if (peer.replication().synchronizers.get(synchronizer.netId) == synchronizer) {
                peer.replication().synchronizers.remove(synchronizer.netId);
            }
        }
    }

    /* ---- Peers ---- */

    void admitted(Peer peer) {
        for (SpawnedNode one : List.copyOf(ours)) {
            show(one, peer);
        }
    }

    /** What a peer had spawned here goes with it. */
    void left(Peer peer) {
        List<SpawnedNode> its = new ArrayList<>();
        peer.replication().nodes.forEach(its::add);
        for (SpawnedNode one : its) {
            session.nodes.remove(one.node);
            session.callBack(peer.id, () -> one.spawner.despawned.accept(one.node));
        }
    }

    /** All peers have gone; the next connection numbers anew. */
    void reset(Peer[] gone) {
        for (Peer peer : gone) {
            left(peer);
        }
        lastNetId = 0;
        for (MultiplayerSynchronizer synchronizer : synchronizers) {
            synchronizer.netId = 0;
            synchronizer.lastTime = -1;
        }
        for (SpawnedNode one : ours) {
            number(one);
        }
    }

    /* ---- Visibility ---- */

    void visibilityChanged(RemoteNode root) {
        if (root.spawned != null && root.spawned.isOurs() && ours.contains(root.spawned)) {
            for (Peer peer : session.peers()) {
                show(root.spawned, peer);
            }
        }
    }

    /** Spawns the node at the peer, or takes it away, as it may be seen. */
    private void show(SpawnedNode one, Peer peer) {
        if (!one.isVisibleTo(peer.id, self())) {
            hide(one, peer);
        } else if (session.isConnected() && peer.replication().spawned.add(one) && !spawning.send(one, peer)) {
            peer.replication().spawned.remove(one);
        }
    }

    private void hide(SpawnedNode one, Peer peer) {
        if (peer.replication().spawned.remove(one)) {
            one.node.synchronizers().forEach(peer.replication().changes::remove);
            spawning.sendDespawn(one, peer);
        }
    }

    /** Whether a call for all goes to this peer. */
    boolean showsCalls(RemoteNode node, Peer peer) {
        List<MultiplayerSynchronizer> its = node.synchronizers();
        if (its.isEmpty() || node.spawned != null && node.spawned.spawnedBy == peer.id) {
            return true;
        }
        if (node.spawned != null && node.spawned.isOurs()) {
            return peer.replication().spawned.contains(node.spawned);
        }
        for (MultiplayerSynchronizer synchronizer : its) {
            if (synchronizer.shows(peer.id)) {
                return true;
            }
        }
        return false;
    }

    /* ---- Time ---- */

    /** How long until the next tick, ms; at most the given time. */
    int millisToTick(int most) {
        if (session.peers().length == 0 || synchronizers.isEmpty() && ours.isEmpty()) {
            return most;
        }
        long left = lastTick + tickNanos - System.nanoTime();
        return (int) Math.min(most, Math.max(0, (left + MILLI - 1) / MILLI));
    }

    void tickIfDue() {
        long now = System.nanoTime();
        if (now - lastTick < tickNanos || !session.isConnected()) {
            return;
        }
        lastTick = now;
        if (synchronizers.isEmpty() && ours.isEmpty()) {
            return;
        }
        for (SpawnedNode one : List.copyOf(ours)) {
            if (one.node.synchronizers().stream().anyMatch(MultiplayerSynchronizer::hasFilters)) {
                visibilityChanged(one.node);
            }
        }
        for (Peer peer : session.peers()) {
            spawning.probe(peer, now);
        }
        synchronizing.send(synchronizers, self(), now);
    }

    /* ---- Receiving ---- */

    void receiveSpawn(int sender, ByteBuffer packet) {
        spawning.receive(sender, packet);
    }

    void receiveDespawn(int sender, ByteBuffer packet) {
        spawning.receiveDespawn(sender, packet);
    }

    void receiveSync(int sender, ByteBuffer packet, boolean delta) {
        synchronizing.receive(sender, packet, delta);
    }
}
