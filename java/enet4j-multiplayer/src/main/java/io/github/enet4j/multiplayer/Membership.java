package io.github.enet4j.multiplayer;

import static io.github.enet4j.multiplayer.MultiplayerPeer.SERVER;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Who belongs to the game: peers that connect, authenticate if that is wanted, are admitted, and leave. */
final class Membership implements MultiplayerPeer.Listener {
    /** One that has connected and is not admitted. */
    private static final class Pending {
        final int id;
        final long since = System.nanoTime();
        boolean localDone;
        boolean remoteDone;

        Pending(int id) {
            this.id = id;
        }
    }

    private static final int ID_SIZE = 6;

    private final Session session;
    private final IntMap<Pending> pending = new IntMap<>();

    /** How often a peer came or went. */
    long changes;

    /** Whether the transport has come to an end since that was last asked; it may be at work again. */
    private volatile boolean closed;

    /** Null: peers are admitted at once. */
    AuthCallback callback;

    /** 0: they may take as long as they like. */
    long timeoutNanos = 3_000_000_000L;

    Membership(Session session) {
        this.session = session;
    }

    @Override
    public void peerConnected(int id) {
        changes++;
        if (callback == null) {
            admit(id);
            return;
        }
        pending.put(id, new Pending(id));
        session.callBack(id, () -> session.listener.peerAuthenticating(id));
    }

    @Override
    public void peerDisconnected(int id) {
        changes++;
        if (pending.remove(id) != null) {
            session.callBack(id, () -> session.listener.peerAuthenticationFailed(id));
        } else if (leave(id)) {
            session.callBack(id, () -> session.listener.peerDisconnected(id));
        }
    }

    @Override
    public void closed() {
        closed = true;
    }

    boolean takeClosed() {
        boolean taken = closed;
        closed = false;
        return taken;
    }

    boolean isPending(int id) {
        return pending.containsKey(id);
    }

    List<Integer> pendingIds() {
        List<Integer> ids = new ArrayList<>();
        pending.forEach(one -> ids.add(one.id));
        return ids;
    }

    void reset() {
        pending.clear();
    }

    /* ---- Coming and going ---- */

    private void admit(int id) {
        boolean server = session.uniqueId() == SERVER;
        if (server && session.relay.isPossible()) {
            for (Peer other : session.peers()) {
                introduce(Command.SYS_ADD_PEER, id, other.id);
                introduce(Command.SYS_ADD_PEER, other.id, id);
            }
        }
        Peer peer = session.addPeer(id);
        session.replication.admitted(peer);
        if (id == SERVER) {
            session.callBack(id, () -> session.listener.connectedToServer());
        }
        session.callBack(id, () -> session.listener.peerConnected(id));
    }

    private void introduce(int what, int about, int target) {
        put(system(what).putInt(about), target);
    }

    private ByteBuffer system(int what) {
        return session.buffers.take().put((byte) Command.SYS).put((byte) what);
    }

    /** Straight to the transport, which knows peers that are not admitted. */
    private ENetError put(ByteBuffer built, int target) {
        built.flip().position(Buffers.HEADROOM);
        ENetError error = session.put(built, target, TransferMode.RELIABLE, 0);
        session.buffers.giveBack(built);
        return error;
    }

    /** Whether it was admitted. */
    boolean leave(int id) {
        if (session.peer(id) == null) {
            return false;
        }
        Peer peer = session.removePeer(id);
        if (session.isConnected() && session.uniqueId() == SERVER && session.relay.isPossible()) {
            for (Peer other : session.peers()) {
                introduce(Command.SYS_DEL_PEER, id, other.id);
            }
        }
        session.replication.left(peer);
        return true;
    }

    /** ADD_PEER and DEL_PEER. */
    void receive(int sender, int what, ByteBuffer packet) {
        if (packet.remaining() < ID_SIZE) {
            session.reject(sender, ENetError.INVALID_DATA, "a cut message about a peer");
            return;
        }
        int id = packet.getInt(packet.position() + 2);
        if (!session.relay.isPossible() || session.uniqueId() == SERVER || sender != SERVER) {
            session.reject(sender, ENetError.UNAUTHORIZED, "only a server tells of peers, and only if it relays");
        } else if (id <= SERVER || id == session.uniqueId()) {
            session.reject(sender, ENetError.INVALID_DATA, "no other peer can have the id " + id);
        } else if (what == Command.SYS_ADD_PEER) {
            changes++;
            admit(id);
        } else {
            peerDisconnected(id);
        }
    }

    /* ---- Authentication ---- */

    ENetError send(int id, byte[] data) {
        if (!session.isConnected()) {
            return ENetError.UNCONFIGURED;
        }
        Pending peer = pending.get(id);
        if (peer == null || data.length == 0) {
            return ENetError.INVALID_PARAMETER;
        }
        if (peer.localDone || peer.remoteDone) {
            return ENetError.FILE_CANT_WRITE;
        }
        return put(Buffers.withRoom(system(Command.SYS_AUTH), data.length).put(data), id);
    }

    ENetError complete(int id) {
        if (!session.isConnected()) {
            return ENetError.UNCONFIGURED;
        }
        Pending peer = pending.get(id);
        if (peer == null) {
            return ENetError.INVALID_PARAMETER;
        }
        if (peer.localDone) {
            return ENetError.FILE_CANT_WRITE;
        }
        peer.localDone = true;
        put(system(Command.SYS_AUTH), id);
        admitIfDone(peer);
        return ENetError.OK;
    }

    private void admitIfDone(Pending peer) {
        if (peer.localDone && peer.remoteDone) {
            pending.remove(peer.id);
            admit(peer.id);
        }
    }

    /** A packet of one that is not admitted. */
    void receivePending(int sender, ByteBuffer packet) {
        int start = packet.position();
        if (packet.remaining() < 2 || (packet.get(start) & Command.MASK) != Command.SYS
                || packet.get(start + 1) != Command.SYS_AUTH) {
            session.reject(sender, ENetError.UNAUTHORIZED, "a packet of a peer that is not authenticated");
            return;
        }
        if (packet.remaining() == 2) {
            Pending peer = pending.get(sender);
            peer.remoteDone = true;
            admitIfDone(peer);
            return;
        }
        if (callback == null) {
            session.reject(sender, ENetError.UNAVAILABLE, "nobody looks at authentications any more");
            return;
        }
        byte[] data = new byte[packet.remaining() - 2];
        packet.get(start + 2, data);
        session.callBack(sender, () -> callback.authenticate(sender, data));
    }

    /** How long until somebody has taken too long, ms; at most the given time. */
    int millisToTimeout(int most) {
        if (timeoutNanos == 0 || pending.size() == 0) {
            return most;
        }
        long[] first = {most * 1_000_000L};
        long now = System.nanoTime();
        pending.forEach(peer -> first[0] = Math.min(first[0], Math.max(0, peer.since + timeoutNanos - now)));
        return (int) ((first[0] + 999_999) / 1_000_000);
    }

    void dropLate() {
        if (timeoutNanos == 0 || pending.size() == 0) {
            return;
        }
        List<Pending> late = new ArrayList<>();
        long now = System.nanoTime();
        pending.forEach(peer -> {
            if (now - peer.since >= timeoutNanos) {
                late.add(peer);
            }
        });
        for (Pending peer : late) {
            if (pending.remove(peer.id) != null) {
                session.transport.disconnectPeer(peer.id);
                session.callBack(peer.id, () -> session.listener.peerAuthenticationFailed(peer.id));
            }
        }
    }

    void disconnect(int id) {
        if (pending.remove(id) == null) {
            leave(id);
        }
        if (session.transport != null) {
            session.transport.disconnectPeer(id);
        }
    }
}
