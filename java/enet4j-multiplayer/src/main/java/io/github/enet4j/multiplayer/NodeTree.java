package io.github.enet4j.multiplayer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes that the program has declared, by path. */
final class NodeTree {
    private final Session session;
    private final Map<String, RemoteNode> nodes = new HashMap<>();

    NodeTree(Session session) {
        this.session = session;
        nodes.put(NodePaths.ROOT, new RemoteNode(session, NodePaths.ROOT, null));
    }

    /** Made, with all above it, when it is not there. The path is in its normal form. */
    RemoteNode make(String path) {
        RemoteNode node = nodes.get(path);
        if (node == null) {
            node = new RemoteNode(session, path, make(NodePaths.parent(path)));
            nodes.put(path, node);
            session.paths.added(path);
        }
        return node;
    }

    /** Null when it is not there. The path may have any form. */
    RemoteNode find(String path) {
        RemoteNode node = nodes.get(path);
        if (node != null) {
            return node;
        }
        String normal = NodePaths.normalize(path);
        return normal == null ? null : nodes.get(normal);
    }

    /** The node in place of one that was removed, if there is one. */
    RemoteNode current(RemoteNode node) {
        return node != null && node.isRemoved() ? nodes.get(node.path()) : node;
    }

    void remove(RemoteNode node) {
        for (RemoteNode child : List.copyOf(node.children())) {
            remove(child);
        }
        if (nodes.remove(node.path(), node)) {
            node.detach();
        }
    }

    List<RemoteNode> all() {
        return new ArrayList<>(nodes.values());
    }
}
