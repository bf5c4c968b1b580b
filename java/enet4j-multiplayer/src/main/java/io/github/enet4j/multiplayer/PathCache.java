package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Numbers in place of paths, in both directions: SIMPLIFY_PATH gives one, CONFIRM_PATH says that it was understood. */
final class PathCache {
    private static final int CHECKSUM = 32;
    private static final int SIMPLIFY_HEADER = 1 + CHECKSUM + 1 + 4;
    private static final int CONFIRM_SIZE = 6;

    private final Session session;

    /** Our nodes by the numbers that we gave them, the same for all peers. */
    private final IntMap<RemoteNode> numbered = new IntMap<>();

    /** Paths that peers await and that are there now. */
    private final Set<String> arrived = new HashSet<>();

    private int last;

    PathCache(Session session) {
        this.session = session;
    }

    /** The next connection begins anew. */
    void reset() {
        numbered.forEach(node -> node.pathId = 0);
        numbered.clear();
        arrived.clear();
        last = 0;
    }

    /** The number of our node is not needed any more. */
    void removed(RemoteNode node) {
        if (node.pathId != 0) {
            numbered.remove(node.pathId);
            for (Peer peer : session.peers()) {
                peer.announced().clear(node.pathId);
                peer.confirmed().clear(node.pathId);
            }
            node.pathId = 0;
        }
    }

    int number(RemoteNode node) {
        if (node.pathId == 0) {
            node.pathId = ++last;
            numbered.put(last, node);
        }
        return node.pathId;
    }

    /** Tells the peer of the node unless that was done. Whether it has confirmed it. */
    boolean announce(RemoteNode node, Peer peer) {
        int number = number(node);
        if (!peer.announced().get(number)) {
            peer.announced().set(number);
            simplify(node, peer.id);
        }
        return peer.confirmed().get(number);
    }

    /** Tells the peer of the node, whether or not that was done. */
    void simplify(RemoteNode node, int target) {
        byte[] path = node.pathBytes();
        ByteBuffer out = Buffers.withRoom(session.buffers.take(), SIMPLIFY_HEADER + path.length);
        out.put((byte) Command.SIMPLIFY_PATH).put(node.rpcs.checksum()).put((byte) 0).putInt(number(node)).put(path);
        session.sendControl(out, target);
    }

    void receiveSimplify(int sender, ByteBuffer packet) {
        Peer peer = session.peer(sender);
        int start = packet.position();
        if (peer == null || packet.remaining() < SIMPLIFY_HEADER) {
            session.reject(sender, ENetError.INVALID_DATA, peer == null ? "a path of a stranger" : "a cut path");
            return;
        }
        byte[] checksum = new byte[CHECKSUM];
        packet.get(start + 1, checksum);
        int number = packet.getInt(start + 1 + CHECKSUM + 1);
        AwaitedPaths.Announcement announcement = new AwaitedPaths.Announcement(number, checksum);
        String path = string(packet, start + SIMPLIFY_HEADER, packet.limit());
        RemoteNode node = session.nodes.find(path);
        if (peer.paths().contains(number)) {
            if (node != null && peer.awaits(node.path(), number)) {
                peer.awaited().take(node.path());
                confirm(peer, node, announcement);
            } else {
                session.reject(
                        sender, ENetError.ALREADY_IN_USE, "path number " + Integer.toUnsignedString(number) + " again");
            }
            return;
        }
        if (node != null) {
            session.pathsForgotten += peer.paths().put(number, node);
            confirm(peer, node, announcement);
            return;
        }
        String normal = NodePaths.normalize(path);
        if (normal != null) {
            session.pathsForgotten += peer.awaited().put(normal, announcement);
        }
        session.reject(sender, ENetError.DOES_NOT_EXIST, "no node '" + path + (normal == null ? "'" : "' yet"));
    }

    private void confirm(Peer peer, RemoteNode node, AwaitedPaths.Announcement announcement) {
        boolean same = Arrays.equals(announcement.checksum(), node.rpcs.checksum());
        if (!same) {
            mismatch(peer.id, node, Shown.text(new String(announcement.checksum(), StandardCharsets.ISO_8859_1)));
        }
        ByteBuffer out = session.buffers.take();
        out.put((byte) Command.CONFIRM_PATH).put((byte) (same ? 1 : 0)).putInt(announcement.number());
        session.sendControl(out, peer.id);
    }

    /** There is a node of that path now. */
    void added(String path) {
        for (Peer peer : session.peers()) {
            if (peer.awaits(path)) {
                arrived.add(path);
                return;
            }
        }
    }

    /** Confirms what has been added since the last poll; not earlier, so that its methods are declared meanwhile. */
    void confirmArrived() {
        if (arrived.isEmpty()) {
            return;
        }
        List<String> paths = List.copyOf(arrived);
        arrived.clear();
        for (String path : paths) {
            RemoteNode node = session.nodes.find(path);
            for (Peer peer : session.peers()) {
                if (node != null && peer.awaits(path)) {
                    arrived(peer, node);
                }
            }
        }
    }

    /**
     * A spawner is confirmed only when the peer asks again: somebody who repeats what came too early, as enet4j does,
     * would take it that we had the spawns. Godot neither repeats them nor waits for the confirmation.
     */
    private void arrived(Peer peer, RemoteNode node) {
        AwaitedPaths.Announcement announcement = peer.awaited().get(node.path());
        boolean known = peer.paths().contains(announcement.number());
        if (!known) {
            session.pathsForgotten += peer.paths().put(announcement.number(), node);
        }
        if (node.spawner == null) {
            peer.awaited().take(node.path());
            if (!known) {
                confirm(peer, node, announcement);
            }
        }
    }

    void receiveConfirm(int sender, ByteBuffer packet) {
        Peer peer = session.peer(sender);
        if (peer == null || packet.remaining() != CONFIRM_SIZE) {
            session.reject(sender, ENetError.INVALID_DATA, "a path's confirmation that is none");
            return;
        }
        int number = packet.getInt(packet.position() + 2);
        RemoteNode node = numbered.get(number);
        if (node == null) {
            return; // removed meanwhile
        }
        if (!peer.announced().get(number)) {
            session.reject(
                    sender, ENetError.INVALID_DATA, "confirms the path of " + node + ", of which it was not told");
            return;
        }
        if (packet.get(packet.position() + 1) == 0) {
            mismatch(sender, node, null);
        }
        peer.confirmed().set(number);
    }

    private void mismatch(int sender, RemoteNode node, String checksum) {
        if (!node.mismatchReported) {
            node.mismatchReported = true;
            KnownScripts.Methods theirs = checksum == null ? null : session.scripts.find(checksum);
            RpcMismatch mismatch = new RpcMismatch(node, node.getRpcMethods(), node.script(), checksum,
                    theirs == null ? null : theirs.methods(), theirs == null ? null : theirs.script());
            session.callBack(sender, () -> session.listener.checksumMismatch(sender, mismatch));
        }
    }

    /** The text from there to the first 0 or the end. */
    static String string(ByteBuffer packet, int from, int end) {
        int to = from;
        while (to < end && packet.get(to) != 0) {
            to++;
        }
        byte[] bytes = new byte[to - from];
        packet.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
