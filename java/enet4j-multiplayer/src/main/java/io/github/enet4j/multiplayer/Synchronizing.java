package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import io.github.enet4j.multiplayer.MultiplayerSynchronizer.Property;
import io.github.enet4j.variant.VariantException;
import io.github.enet4j.variant.Variants;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** SYNC packets: the state of synchronizers, unreliably, and their changes, reliably. */
final class Synchronizing {
    /** Of the number of a synchronizer: it is that of its path, not one from a spawn. */
    private static final int PATH_FLAG = 1 << 31;

    private static final int STATE_HEADER = 3;
    private static final int STATE_ELEMENT = 8;
    private static final int DELTA_HEADER = 1;
    private static final int DELTA_ELEMENT = 16;
    private static final int SMALLEST = 11;

    /** Times further behind than that are ahead, in 16 bits. */
    private static final int TIME_WINDOW = 32767;

    /** The largest packets in bytes; see {@link SceneMultiplayer#setMaxSyncPacketSize}. */
    int maxState = 1350;

    int maxDelta = 65535;

    private final Session session;

    /** Numbers changes of properties. */
    private long version;

    Synchronizing(Session session) {
        this.session = session;
    }

    /* ---- Sending ---- */

    void send(Collection<MultiplayerSynchronizer> all, int self, long now) {
        if (session.peers().length == 0) {
            return;
        }
        List<MultiplayerSynchronizer> ours = all.stream().filter(one -> one.authority() == self).toList();
        ByteBuffer states = encodeStates(ours, now);
        for (Peer peer : session.peers()) {
            if (ours.stream().anyMatch(one -> sees(peer, one))) {
                peer.replication().time = peer.replication().time + 1 & 0xffff;
                sendStates(peer, ours, states);
                sendChanges(peer, ours, now);
            }
        }
        session.buffers.giveBack(states);
    }

    /** Those in a node that we spawn: once that was spawned at the peer. */
    private static boolean sees(Peer peer, MultiplayerSynchronizer one) {
        SpawnedNode spawned = one.root.spawned;
        return spawned != null && spawned.isOurs() && one.netId != 0
                ? peer.replication().spawned.contains(spawned) && one.shows(peer.id)
                : one.shows(peer.id);
    }

    /** Its number towards the peer; 0 while the peer has not confirmed its path. */
    private int number(Peer peer, MultiplayerSynchronizer one) {
        SpawnedNode spawned = one.root.spawned;
        if (one.netId != 0 && spawned != null && spawned.isOurs()) {
            return one.netId;
        }
        if (!session.paths.announce(one.node, peer)) {
            peer.replication().probes.computeIfAbsent(one.node, any -> new PeerReplication.Probe());
            return 0;
        }
        return session.paths.number(one.node) | PATH_FLAG;
    }

    /**
     * What is to be sent of each, behind one another, once for all peers; where it is, is told by {@code one.stateAt}.
     */
    private ByteBuffer encodeStates(List<MultiplayerSynchronizer> ours, long now) {
        ByteBuffer out = session.buffers.take();
        for (MultiplayerSynchronizer one : ours) {
            one.stateSize = 0;
            if (one.always.isEmpty() || one.lastSent != Long.MIN_VALUE && now - one.lastSent < one.intervalNanos) {
                continue;
            }
            one.lastSent = now;
            int start = out.position();
            try {
                for (Property property : one.always) {
                    out = RemoteCalls.encode(property.getter.get(), out);
                }
                one.stateAt = start;
                one.stateSize = out.position() - start;
            } catch (Throwable e) {
                out.position(start);
                session.failed(session.uniqueId(), e);
            }
            if (one.stateSize > maxState) {
                session.reject(session.uniqueId(), ENetError.OUT_OF_MEMORY, "the state of " + one + " is too large");
                one.stateSize = 0;
            }
        }
        return out;
    }

    private void sendStates(Peer peer, List<MultiplayerSynchronizer> ours, ByteBuffer states) {
        ByteBuffer out = null;
        for (MultiplayerSynchronizer one : ours) {
            if (one.stateSize == 0 && one.always.isEmpty() || !sees(peer, one)) {
                continue;
            }
            int number = number(peer, one);
            if (number == 0 || one.stateSize == 0) {
                continue;
            }
            int element = STATE_ELEMENT + one.stateSize;
            if (out != null && out.position() - Buffers.HEADROOM + element > maxState) {
                flush(out, peer, TransferMode.UNRELIABLE);
                out = null;
            }
            if (out == null) {
                out = session.buffers.take().put((byte) Command.SYNC).putShort((short) peer.replication().time);
            }
            out = Buffers.withRoom(out, element).putInt(number).putInt(one.stateSize);
            out.put(out.position(), states, one.stateAt, one.stateSize).position(out.position() + one.stateSize);
        }
        if (out != null) {
            flush(out, peer, TransferMode.UNRELIABLE);
        }
    }

    private void sendChanges(Peer peer, List<MultiplayerSynchronizer> ours, long now) {
        ByteBuffer out = null;
        for (MultiplayerSynchronizer one : ours) {
            if (one.onChange.isEmpty() || !sees(peer, one)) {
                peer.replication().changes.remove(one);
                continue;
            }
            int number = number(peer, one);
            PeerReplication.Sent sent = peer.replication().changes.get(one);
            if (number == 0 || sent != null && now - sent.nanos < one.deltaIntervalNanos) {
                continue;
            }
            look(one, now);
            long mask = 0;
            int size = 0;
            for (int i = 0; i < one.onChange.size(); i++) {
                Property property = one.onChange.get(i);
                if (property.last != null && (sent == null || property.version > sent.version)) {
                    mask |= 1L << i;
                    size += property.last.length;
                }
            }
            if (sent == null) {
                sent = new PeerReplication.Sent();
                peer.replication().changes.put(one, sent);
            }
            sent.version = version;
            sent.nanos = now;
            if (mask == 0) {
                continue;
            }
            if (size > maxDelta) {
                session.reject(session.uniqueId(), ENetError.OUT_OF_MEMORY, "the changes of " + one + " are too large");
                continue;
            }
            int element = DELTA_ELEMENT + size;
            if (out != null && out.position() - Buffers.HEADROOM + element > maxDelta) {
                flush(out, peer, TransferMode.RELIABLE);
                out = null;
            }
            if (out == null) {
                out = session.buffers.take().put((byte) (Command.SYNC | Command.DELTA_FLAG));
            }
            out = Buffers.withRoom(out, element).putInt(number).putLong(mask).putInt(size);
            for (int i = 0; i < one.onChange.size(); i++) {
                if ((mask >> i & 1) != 0) {
                    out.put(one.onChange.get(i).last);
                }
            }
        }
        if (out != null) {
            flush(out, peer, TransferMode.RELIABLE);
        }
    }

    /** Looks for changes, once in a tick. Compares what would be sent, so that arrays may be changed in place. */
    private void look(MultiplayerSynchronizer one, long now) {
        if (one.lastLooked == now) {
            return;
        }
        one.lastLooked = now;
        ByteBuffer scratch = session.buffers.take();
        for (Property property : one.onChange) {
            try {
                scratch = RemoteCalls.encode(property.getter.get(), scratch.position(Buffers.HEADROOM));
            } catch (Throwable e) {
                session.failed(session.uniqueId(), e);
                continue;
            }
            byte[] value = new byte[scratch.position() - Buffers.HEADROOM];
            scratch.get(Buffers.HEADROOM, value);
            if (!Arrays.equals(value, property.last)) {
                property.last = value;
                property.version = ++version;
            }
        }
        session.buffers.giveBack(scratch);
    }

    private void flush(ByteBuffer built, Peer peer, TransferMode mode) {
        built.flip().position(Buffers.HEADROOM);
        session.send(built, peer.id, mode, 0);
        session.buffers.giveBack(built);
    }

    /* ---- Receiving ---- */

    void receive(int sender, ByteBuffer packet, boolean delta) {
        if (packet.remaining() < SMALLEST) {
            reject(sender, ENetError.INVALID_DATA, "a cut synchronization");
            return;
        }
        int time = packet.getShort(packet.position() + 1) & 0xffff;
        packet.position(packet.position() + (delta ? DELTA_HEADER : STATE_HEADER));
        int limit = packet.limit();
        int header = delta ? DELTA_ELEMENT : STATE_ELEMENT;
        while (packet.remaining() > header) {
            int number = packet.getInt();
            long mask = delta ? packet.getLong() : 0;
            int size = packet.getInt();
            if (size < 0 || size > packet.remaining()) {
                reject(sender, ENetError.INVALID_DATA, "a synchronization that is larger than its packet");
                return;
            }
            int end = packet.position() + size;
            MultiplayerSynchronizer one = find(sender, number);
            if (one == null) {
                if (delta) {
                    reject(sender, ENetError.DOES_NOT_EXIST, "changes of a synchronizer that is not known");
                }
            } else if (one.authority() != sender) {
                reject(sender, ENetError.UNAUTHORIZED, "may not set " + one);
            } else {
                packet.limit(end);
                boolean fine = delta ? setChanges(sender, one, mask, packet) : setState(sender, one, time, packet);
                packet.limit(limit);
                if (!fine) {
                    return;
                }
            }
            packet.position(end);
        }
    }

    private MultiplayerSynchronizer find(int sender, int number) {
        Peer peer = session.peer(sender);
        if (peer == null) {
            return null;
        }
        if ((number & PATH_FLAG) == 0) {
            return peer.replication().synchronizers.get(number);
        }
        RemoteNode node = session.nodes.current(peer.paths().get(number & ~PATH_FLAG));
        return node == null ? null : node.synchronizer;
    }

    /** Whether to go on with the packet. */
    private boolean setState(int sender, MultiplayerSynchronizer one, int time, ByteBuffer packet) {
        if (one.lastTime >= 0 && time <= one.lastTime && one.lastTime - time < TIME_WINDOW) {
            return true; // late
        }
        one.lastTime = time;
        if (!setAll(sender, one, one.always, packet)) {
            return false;
        }
        session.callBack(sender, one.synchronizedCallback);
        return true;
    }

    private boolean setChanges(int sender, MultiplayerSynchronizer one, long mask, ByteBuffer packet) {
        int count = one.onChange.size();
        if ((count < Long.SIZE ? mask & (1L << count) - 1 : mask) == 0) {
            reject(sender, ENetError.INVALID_DATA, "changes of nothing that " + one + " has");
            return false;
        }
        List<Property> changed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if ((mask >> i & 1) != 0) {
                changed.add(one.onChange.get(i));
            }
        }
        if (!setAll(sender, one, changed, packet)) {
            return false;
        }
        if (packet.hasRemaining()) {
            reject(sender, ENetError.INVALID_DATA, "changes of " + one + " with more than they should be");
            return false;
        }
        session.callBack(sender, one.deltaSynchronizedCallback);
        return true;
    }

    /** Reads all values before it sets any. Whether they could be read. */
    boolean setAll(int sender, MultiplayerSynchronizer one, List<Property> properties, ByteBuffer packet) {
        Object[] values = new Object[properties.size()];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = Variants.decodeCompact(packet);
            }
        } catch (VariantException e) {
            reject(sender, e.error(), "a value of " + one + ": " + e.getMessage());
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            Property property = properties.get(i);
            session.callBack(sender, () -> property.setter.accept(value));
        }
        return true;
    }

    private void reject(int sender, ENetError error, String reason) {
        session.reject(sender, error, reason);
    }
}
