package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.ENetSelector;
import io.github.enet4j.EventType;
import io.github.enet4j.PeerState;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The connections below an {@link ENetMultiplayerPeer}: one of a server or client, one for each peer of a mesh. Waiting
 * is done without any lock, while others may send or close.
 */
final class Hosts {
    /** Gets each event. */
    interface Handler {
        void handle(ENetConnection host, EventType type, ENetPacketPeer peer, long data);
    }

    /** How many events one poll takes in, so that packets are read while they are in the processor's cache. */
    private static final int EVENTS_PER_POLL = 64;

    /** Never changed, but replaced. */
    private volatile ENetConnection[] all = {};

    /** Of a mesh: waits for all, however many there are. Null else: the one waits by itself. */
    private volatile ENetSelector selector;

    /** An event that somebody else has got from the connection of a room. */
    private record Delivered(EventType type, ENetPacketPeer peer, long data) {
    }

    /** Of a room, whose connection others service: what they have delivered. Null else. */
    private ArrayDeque<Delivered> delivered;

    /** An event that {@link #await} found, or one that packets are to be taken before. */
    private EventType heldType = EventType.NONE;

    private ENetConnection heldHost;
    private ENetPacketPeer heldPeer;
    private long heldData;

    ENetConnection only() {
        return all[0];
    }

    boolean contains(ENetConnection host) {
        for (ENetConnection one : all) {
            if (one == host) {
                return true;
            }
        }
        return false;
    }

    /** Any number may be added from now on, also none. */
    void beginMesh() {
        selector = new ENetSelector();
    }

    /** The connection stays the caller's: it is neither serviced nor closed here. */
    void beginRoom(ENetConnection host) {
        all = new ENetConnection[] {host};
        delivered = new ArrayDeque<>();
    }

    boolean isRoom() {
        return delivered != null;
    }

    void deliver(EventType type, ENetPacketPeer peer, long data) {
        delivered.add(new Delivered(type, peer, data));
    }

    void add(ENetConnection host) {
        if (selector != null) {
            selector.add(host);
        }
        ENetConnection[] more = Arrays.copyOf(all, all.length + 1);
        more[more.length - 1] = host;
        all = more;
    }

    /**
     * Hands out the event that was held back, whatever is still to be taken, then those that come until one must be.
     */
    boolean poll(Handler handler, Links links) {
        if (heldType != EventType.NONE) {
            EventType type = heldType;
            ENetPacketPeer peer = heldPeer;
            heldType = EventType.NONE;
            heldPeer = null;
            /* Its connection may have been closed meanwhile. */
            if (contains(heldHost)) {
                handler.handle(heldHost, type, peer, heldData);
            }
        }
        if (delivered != null) {
            return drain(handler, links);
        }
        boolean more = false;
        for (ENetConnection host : all) {
            more |= drain(host, handler, links);
        }
        return more;
    }

    private boolean drain(Handler handler, Links links) {
        while (heldType == EventType.NONE && delivered != null) {
            Delivered event = delivered.poll();
            if (event == null) {
                return false;
            }
            if (event.type == EventType.DISCONNECT && links.waiting() > 0) {
                hold(all[0], event.type, event.peer, event.data);
            } else {
                handler.handle(all[0], event.type, event.peer, event.data);
            }
        }
        return delivered != null;
    }

    private boolean drain(ENetConnection host, Handler handler, Links links) {
        for (int i = 0; i < EVENTS_PER_POLL && heldType == EventType.NONE; i++) {
            if (!contains(host)) {
                return false;
            }
            ENetEvent event = host.service(0);
            if (event.type() == EventType.NONE) {
                return false;
            }
            if (event.type() == EventType.DISCONNECT && links.waiting() > 0) {
                hold(host, event.type(), event.peer(), event.data());
            } else {
                handler.handle(host, event.type(), event.peer(), event.data());
            }
        }
        return true;
    }

    private void hold(ENetConnection host, EventType type, ENetPacketPeer peer, long data) {
        heldHost = host;
        heldPeer = peer;
        heldData = data;
        heldType = type;
    }

    /** Whether an event with this peer is held back. */
    boolean isHeld(ENetPacketPeer peer) {
        return heldPeer == peer || delivered != null && delivered.stream().anyMatch(event -> event.peer == peer);
    }

    void await(int timeoutMillis) {
        if (delivered != null) {
            throw new IllegalStateException("a room does not wait: who services its connection does");
        }
        ENetConnection[] mine = all;
        ENetSelector its = selector;
        if (heldType != EventType.NONE) {
            return;
        }
        try {
            if (its != null) {
                awaitAny(its, timeoutMillis);
            } else if (mine.length > 0) {
                awaitOne(mine[0], timeoutMillis);
            }
        } catch (IllegalStateException e) {
            requireChanged(mine, e);
        }
    }

    private boolean awaitOne(ENetConnection host, int timeoutMillis) {
        ENetEvent event = host.service(timeoutMillis);
        if (event.type() == EventType.NONE) {
            return false;
        }
        hold(host, event.type(), event.peer(), event.data());
        return true;
    }

    /** Returns also when it was only timers of ENet's that were due, which servicing sees to. */
    private void awaitAny(ENetSelector its, int timeoutMillis) {
        for (ENetConnection host : its.select(timeoutMillis)) {
            if (awaitOne(host, 0)) {
                return;
            }
        }
    }

    void wakeup() {
        if (delivered != null) {
            return;
        }
        ENetConnection[] mine = all;
        ENetSelector its = selector;
        try {
            if (its != null) {
                its.wakeup();
            } else if (mine.length > 0) {
                mine[0].wakeup();
            }
        } catch (IllegalStateException e) {
            requireChanged(mine, e);
        }
    }

    /** It is all right that a connection is gone if it was closed here, by another thread. */
    private void requireChanged(ENetConnection[] before, IllegalStateException failure) {
        if (all == before) {
            throw failure;
        }
    }

    /** What a room sends leaves when its connection is serviced next, with what other rooms have. */
    void flush() {
        if (delivered != null) {
            return;
        }
        for (ENetConnection host : all) {
            host.flush();
        }
    }

    /** Closes one without a word. */
    void close(ENetConnection host) {
        all = Arrays.stream(all).filter(other -> other != host).toArray(ENetConnection[]::new);
        host.close();
    }

    /** Closes all, and tells their peers. */
    void closeAll() {
        ENetConnection[] old = all;
        all = new ENetConnection[0];
        if (selector != null) {
            selector.close();
            selector = null;
        }
        heldType = EventType.NONE;
        heldPeer = null;
        heldHost = null;
        if (delivered != null) {
            delivered = null;
            return;
        }
        for (ENetConnection host : old) {
            try {
                for (ENetPacketPeer peer : host.getPeers()) {
                    if (peer.getState() == PeerState.CONNECTED) {
                        peer.peerDisconnectNow(0);
                    }
                }
                host.flush();
            } catch (IllegalStateException e) {
                /* The program destroyed it by itself. */
            }
            host.close();
        }
    }
}
