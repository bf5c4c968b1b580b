package io.github.enet4j.multiplayer;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Set;

/**
 * The nodes that one peer has numbered for us. A peer never takes a number back, and nothing keeps it from giving one
 * node many: so now and then those are forgotten whose node is gone, or has a newer number. What is left is no more
 * than there are nodes.
 */
final class ReceivedPaths {
    private static final int SWEEP_AT = 1024;

    private final IntMap<RemoteNode> nodes = new IntMap<>();

    /** The numbers, newest first. */
    private final ArrayDeque<Integer> order = new ArrayDeque<>();

    private int sweepAt = SWEEP_AT;

    boolean contains(int id) {
        return nodes.containsKey(id);
    }

    /** The node of that number, which may have been removed since; null when there is none. */
    RemoteNode get(int id) {
        return nodes.get(id);
    }

    /** Returns how many were forgotten for it. */
    int put(int id, RemoteNode node) {
        nodes.put(id, node);
        order.addFirst(id);
        return order.size() < sweepAt ? 0 : sweep();
    }

    private int sweep() {
        int before = order.size();
        Set<RemoteNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Iterator<Integer> i = order.iterator(); i.hasNext();) {
            int id = i.next();
            RemoteNode node = nodes.get(id);
            if (node.isRemoved() || !seen.add(node)) {
                nodes.remove(id);
                i.remove();
            }
        }
        sweepAt = Math.max(SWEEP_AT, 2 * order.size());
        return before - order.size();
    }
}
