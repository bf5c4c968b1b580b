package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import io.github.enet4j.variant.VariantException;
import io.github.enet4j.variant.Variants;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** SPAWN and DESPAWN packets. */
final class Spawning {
    private static final int HEADER = 18;
    private static final int DESPAWN_SIZE = 5;

    /** Beyond any game's need: what keeps a peer from filling the memory. */
    private static final int MAX_NODES_OF_PEER = 1 << 16;

    private final Session session;
    private final Replication replication;

    Spawning(Session session, Replication replication) {
        this.session = session;
        this.replication = replication;
    }

    /* ---- Sending ---- */

    /**
     * Tells the peer of the spawner first, if need be.
     *
     * @return whether it was spawned: not if its values can't be had or written, which is reported
     */
    boolean send(SpawnedNode one, Peer peer) {
        ByteBuffer packet;
        try {
            packet = packet(one, session.paths.number(one.spawner.node));
        } catch (Throwable e) {
            session.failed(peer.id, e);
            return false;
        }
        if (!session.paths.announce(one.spawner.node, peer)) {
            peer.replication().probes.putIfAbsent(one.spawner.node, new PeerReplication.Probe());
        }
        session.sendControl(packet, peer.id);
        return true;
    }

    /** Throws if peers could not be told of it. */
    void check(SpawnedNode one) {
        session.buffers.giveBack(packet(one, 0));
    }

    private ByteBuffer packet(SpawnedNode one, int spawner) {
        List<MultiplayerSynchronizer> ours = new ArrayList<>();
        for (MultiplayerSynchronizer synchronizer : one.node.synchronizers()) {
            if (synchronizer.netId != 0 && synchronizer.authority() == replication.self()) {
                ours.add(synchronizer);
            }
        }
        byte[] name = (one.node.name() + '\0').getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = Buffers.withRoom(session.buffers.take(), HEADER + 4 * ours.size() + name.length + 4);
        out.put((byte) Command.SPAWN).put((byte) one.scene).putInt(spawner);
        out.putInt(one.netId).putInt(ours.size()).putInt(name.length);
        for (MultiplayerSynchronizer synchronizer : ours) {
            out.putInt(synchronizer.netId);
        }
        out.put(name);
        if (one.scene == SpawnedNode.CUSTOM) {
            int at = out.position();
            out = RemoteCalls.encode(one.data, out.putInt(0));
            out.putInt(at, out.position() - at - 4);
        }
        for (MultiplayerSynchronizer synchronizer : ours) {
            for (MultiplayerSynchronizer.Property property : synchronizer.onSpawn) {
                out = RemoteCalls.encode(property.getter.get(), out);
            }
        }
        return out;
    }

    void sendDespawn(SpawnedNode one, Peer peer) {
        if (session.isConnected()) {
            session.sendControl(session.buffers.take().put((byte) Command.DESPAWN).putInt(one.netId), peer.id);
        }
    }

    /**
     * Repeats what a peer may have got before it had the node. If it had it after all, a repetition is an error to it
     * that changes nothing.
     */
    void probe(Peer peer, long now) {
        for (Iterator<Map.Entry<RemoteNode, PeerReplication.Probe>> i = peer.replication().probes.entrySet().iterator();
                i.hasNext();) {
            Map.Entry<RemoteNode, PeerReplication.Probe> probe = i.next();
            RemoteNode node = probe.getKey();
            if (node.isRemoved() || peer.confirmed().get(session.paths.number(node))) {
                i.remove();
            } else if (probe.getValue().isDue(now)) {
                session.paths.simplify(node, peer.id);
                if (node.spawner != null) {
                    repeat(node.spawner, peer);
                }
            }
        }
    }

    private void repeat(MultiplayerSpawner spawner, Peer peer) {
        for (SpawnedNode one : List.copyOf(peer.replication().spawned)) {
            if (one.spawner == spawner) {
                one.node.synchronizers().forEach(peer.replication().changes::remove);
                send(one, peer);
            }
        }
    }

    /* ---- Receiving ---- */

    void receive(int sender, ByteBuffer packet) {
        Peer peer = session.peer(sender);
        int start = packet.position();
        if (peer == null || packet.remaining() < HEADER) {
            reject(sender, ENetError.INVALID_DATA, "a cut spawn, or one of a stranger");
            return;
        }
        RemoteNode spawnerNode = session.nodes.current(peer.paths().get(packet.getInt(start + 2)));
        MultiplayerSpawner spawner = spawnerNode == null ? null : spawnerNode.spawner;
        if (spawner == null) {
            reject(sender, ENetError.DOES_NOT_EXIST, "a spawn at a spawner that is not known");
            return;
        }
        if (spawnerNode.authority() != sender) {
            reject(sender, ENetError.UNAUTHORIZED, "may not spawn at " + spawner);
            return;
        }
        int scene = packet.get(start + 1) & 0xff;
        int netId = packet.getInt(start + 6);
        int count = packet.getInt(start + 10);
        int nameLength = packet.getInt(start + 14);
        int left = packet.remaining() - HEADER;
        if (count < 0 || nameLength < 1 || count > left / 4 || nameLength > left - 4 * count) {
            reject(sender, ENetError.INVALID_DATA, "a cut spawn at " + spawner);
            return;
        }
        int nameAt = start + HEADER + 4 * count;
        String name = PathCache.string(packet, nameAt, nameAt + nameLength);
        if (!NodePaths.isValidName(name) || isTaken(spawner.parent, name)) {
            reject(sender, ENetError.INVALID_DATA, "the name '" + name + "' for a node of " + spawner);
            return;
        }
        packet.position(nameAt + nameLength);
        Object data;
        try {
            data = scene == SpawnedNode.CUSTOM ? data(packet) : null;
        } catch (VariantException e) {
            reject(sender, e.error(), "the argument of a spawn at " + spawner + ": " + e.getMessage());
            return;
        }
        if (!spawner.knows(scene) || spawner.isFull() || peer.replication().nodes.size() >= MAX_NODES_OF_PEER) {
            reject(sender, ENetError.UNAUTHORIZED, "no scene " + scene + " at " + spawner + ", or too many nodes");
            return;
        }
        if (peer.replication().nodes.containsKey(netId) || peer.replication().synchronizers.containsKey(netId)) {
            reject(sender, ENetError.ALREADY_IN_USE, "a spawn with a number that is taken, at " + spawner);
            return;
        }
        add(peer, new SpawnedNode(spawner.parent.node(name), spawner, scene, data, sender), netId,
                packet, start + HEADER, count);
    }

    private boolean isTaken(RemoteNode parent, String name) {
        RemoteNode node = session.nodes.find(NodePaths.child(parent.path(), name));
        return node != null && node.spawned != null;
    }

    private static Object data(ByteBuffer packet) {
        int size = packet.remaining() < 4 ? -1 : packet.getInt();
        if (size < 0 || size > packet.remaining()) {
            throw new VariantException(ENetError.INVALID_DATA, "it is cut");
        }
        int end = packet.position() + size;
        ByteBuffer argument = packet.duplicate().order(packet.order()).limit(end);
        Object data = Variants.decodeCompact(argument);
        packet.position(end);
        return data;
    }

    /** From here on the node stays, whatever is wrong with its state, as in Godot. */
    private void add(Peer peer, SpawnedNode one, int netId, ByteBuffer packet, int ids, int idCount) {
        int stateAt = packet.position();
        one.netId = netId;
        one.node.spawned = one;
        one.spawner.count++;
        peer.replication().nodes.put(netId, one);
        try {
            one.spawner.setUp(one);
        } catch (Throwable e) {
            session.nodes.remove(one.node);
            session.failed(peer.id, e);
            return;
        }
        int used = 0;
        packet.position(stateAt);
        for (MultiplayerSynchronizer synchronizer : List.copyOf(one.node.synchronizers())) {
            if (synchronizer.authority() != peer.id) {
                continue;
            }
            if (used == idCount) {
                reject(peer.id, ENetError.INVALID_DATA, "a spawn without a number for " + synchronizer);
                break;
            }
            int id = packet.getInt(ids + 4 * used++);
            if (!peer.replication().nodes.containsKey(id) && !peer.replication().synchronizers.containsKey(id)) {
                peer.replication().synchronizers.put(id, synchronizer);
                synchronizer.netId = id;
            } else {
                reject(peer.id, ENetError.ALREADY_IN_USE, "a taken number for " + synchronizer);
            }
            if (!replication.synchronizing().setAll(peer.id, synchronizer, synchronizer.onSpawn, packet)) {
                break;
            }
        }
        if (used < idCount) {
            reject(peer.id, ENetError.INVALID_DATA, "a spawn of " + one.node + " with too many numbers");
        }
        session.callBack(peer.id, () -> one.spawner.spawned.accept(one.node));
    }

    void receiveDespawn(int sender, ByteBuffer packet) {
        Peer peer = session.peer(sender);
        if (peer == null || packet.remaining() < DESPAWN_SIZE) {
            reject(sender, ENetError.INVALID_DATA, "a cut despawn, or one of a stranger");
            return;
        }
        SpawnedNode one = peer.replication().nodes.get(packet.getInt(packet.position() + 1));
        if (one == null || one.spawner.node.authority() != sender) {
            reject(sender, ENetError.UNAUTHORIZED, "a despawn of a node that is not its own");
            return;
        }
        session.nodes.remove(one.node);
        session.callBack(sender, () -> one.spawner.despawned.accept(one.node));
    }

    private void reject(int sender, ENetError error, String reason) {
        session.reject(sender, error, reason);
    }
}
