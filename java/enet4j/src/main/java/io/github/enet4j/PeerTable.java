package io.github.enet4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The peers of a host: by their slot in ENet's table, and in the order in which they came. Guarded by the lock. */
final class PeerTable {
    private final ENetPacketPeer[] slots;
    private final List<ENetPacketPeer> inOrder = new ArrayList<>();

    /** The latest answer of {@link #allBut}, kept for its memory. */
    private final List<ENetPacketPeer> others = new ArrayList<>();

    /** How many of those in the list have ended without an event. */
    private int retired;

    PeerTable(int capacity) {
        slots = new ENetPacketPeer[capacity];
    }

    int capacity() {
        return slots.length;
    }

    /**
     * The peer of that name, or null. Also without the lock, by a thread that had it when the name came: the array is
     * always the same, a slot is read once, and a peer's name is final. A peer that others add or remove meanwhile may
     * be seen a little later.
     */
    ENetPacketPeer find(long name) {
        ENetPacketPeer peer = slots[slotOf(name)];
        return peer != null && peer.name == name ? peer : null;
    }

    void add(ENetPacketPeer peer) {
        inOrder.add(peer);
        slots[slotOf(peer.name)] = peer;
    }

    /** Its DISCONNECT is there. */
    void remove(ENetPacketPeer peer) {
        slots[slotOf(peer.name)] = null;
        inOrder.remove(peer);
    }

    /** It has ended without an event: it stays in the list until the next service call, as in Godot. */
    void retire(long name) {
        slots[slotOf(name)] = null;
        retired++;
    }

    void dropRetired() {
        if (retired > 0) {
            inOrder.removeIf(peer -> !peer.isActive());
            retired = 0;
        }
    }

    /** The host goes, and they with it. */
    void endAll() {
        for (ENetPacketPeer peer : inOrder) {
            if (peer.isActive()) {
                peer.disconnect(Native.RESET, 0);
            }
        }
        inOrder.clear();
        Arrays.fill(slots, null);
        retired = 0;
    }

    List<ENetPacketPeer> allBut(ENetPacketPeer except) {
        others.clear();
        for (ENetPacketPeer peer : inOrder) {
            if (peer != except) {
                others.add(peer);
            }
        }
        return others;
    }

    int size() {
        return inOrder.size();
    }

    List<ENetPacketPeer> copy() {
        return new ArrayList<>(inOrder);
    }

    private static int slotOf(long name) {
        return (int) name;
    }
}
