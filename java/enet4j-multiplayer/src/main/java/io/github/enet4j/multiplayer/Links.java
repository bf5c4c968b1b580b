package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetPacketPeer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The ENet peers that have an id, and in which order packets have come from them. */
final class Links {
    /** A peer that has an id. */
    record Link(int id, ENetPacketPeer peer, ENetConnection host) {
    }

    private final IntMap<Link> byId = new IntMap<>();
    private final Map<ENetPacketPeer, Link> byPeer = new IdentityHashMap<>();

    /** Replaced at each change, so that it can be walked meanwhile, and without an iterator. */
    private Link[] all = {};

    /** More than what small packets count for, which need not be known exactly. */
    private static final int PACKET_MEMORY = 512;

    /** Whom {@link #peersOf} was asked for last, and its answer: mostly the same as before. */
    private int[] lastIds = {};

    private List<ENetPacketPeer> lastPeers;

    /** One entry for each packet that waits at its peer. */
    private final ArrayDeque<Link> received = new ArrayDeque<>();

    Link get(int id) {
        return byId.get(id);
    }

    Link get(ENetPacketPeer peer) {
        return byPeer.get(peer);
    }

    boolean contains(int id) {
        return byId.containsKey(id);
    }

    /** Not to be changed. */
    Link[] all() {
        return all;
    }

    /** The peers of the first so many of these ids; those that are not there are left out. Can't be changed. */
    List<ENetPacketPeer> peersOf(int[] ids, int count) {
        if (lastPeers == null || !Arrays.equals(ids, 0, count, lastIds, 0, lastIds.length)) {
            lastIds = Arrays.copyOf(ids, count);
            lastPeers = Arrays.stream(lastIds).mapToObj(byId::get).filter(Objects::nonNull).map(Link::peer)
                    .collect(Collectors.toUnmodifiableList());
        }
        return lastPeers;
    }

    /** Whether one has so much waiting that it may take no more; the limit is the host's, for each peer. */
    boolean isAnyBehind(int[] ids, int count, int size, int limit) {
        for (int i = 0; i < count; i++) {
            Link link = byId.get(ids[i]);
            int packets = link == null ? 0 : link.peer().getQueuedPackets();
            if (packets > 0 && (packets > limit / PACKET_MEMORY || link.peer().getQueuedData() + size > limit)) {
                return true;
            }
        }
        return false;
    }

    void add(Link link) {
        lastPeers = null;
        byId.put(link.id(), link);
        byPeer.put(link.peer(), link);
        all = Arrays.copyOf(all, all.length + 1);
        all[all.length - 1] = link;
    }

    /** Whether it was there. */
    boolean remove(Link link) {
        lastPeers = null;
        byId.remove(link.id());
        all = Arrays.stream(all).filter(other -> other != link).toArray(Link[]::new);
        return byPeer.remove(link.peer()) != null;
    }

    void received(Link link) {
        received.add(link);
    }

    int waiting() {
        return head() == null ? 0 : received.size();
    }

    /** Whose packet is next, null when there is none. */
    Link head() {
        Link head = received.peek();
        while (head != null && head.peer().getAvailablePacketCount() == 0) {
            received.remove(); // the program took it by itself
            head = received.peek();
        }
        return head;
    }

    void taken() {
        received.remove();
    }

    void clear() {
        lastPeers = null;
        byId.clear();
        byPeer.clear();
        all = new Link[0];
        received.clear();
    }
}
