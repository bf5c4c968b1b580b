package io.github.enet4j.multiplayer;

import static io.github.enet4j.multiplayer.MultiplayerPeer.SERVER;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.multiplayer.Links.Link;
import java.util.ArrayList;
import java.util.List;

/** What an {@link ENetMultiplayerPeer} is, whom it is connected to, and what it makes of ENet's events. */
final class Network implements Hosts.Handler {
    enum Role { NONE, SERVER, CLIENT, MESH }

    /** Creates the host, and connects it. */
    interface Setup {
        void create(ENetConnection host);
    }

    private static final long ENDED_CHECK_NANOS = 50_000_000;

    final Links links = new Links();
    final Hosts hosts = new Hosts();
    Role role = Role.NONE;
    ConnectionStatus status = ConnectionStatus.DISCONNECTED;
    int id;
    boolean refusing;
    MultiplayerPeer.Listener listener;
    private long lastEndedCheck;

    void begin(Role newRole, int newId, ConnectionStatus newStatus, Setup setup) {
        ENetConnection host = new ENetConnection();
        try {
            setup.create(host);
        } catch (RuntimeException | Error e) {
            host.close();
            throw e;
        }
        hosts.add(host);
        begin(newRole, newId);
        status = newStatus;
    }

    void begin(Role newRole, int newId) {
        role = newRole;
        id = newId;
        status = ConnectionStatus.CONNECTED;
        refusing = false;
    }

    boolean poll() {
        boolean more = hosts.poll(this, links);
        long now = System.nanoTime();
        if (!more || now - lastEndedCheck > ENDED_CHECK_NANOS) {
            lastEndedCheck = now;
            dropEnded();
        }
        return more;
    }

    @Override
    public void handle(ENetConnection host, EventType type, ENetPacketPeer peer, long data) {
        switch (type) {
            case CONNECT -> handleConnect(peer, data, host);
            case DISCONNECT -> handleDisconnect(host, links.get(peer));
            case RECEIVE -> {
                Link link = links.get(peer);
                if (link != null) {
                    links.received(link);
                } else {
                    peer.getPacket(); // of one that is being shown out
                }
            }
            case ERROR -> handleError(host);
            case NONE -> { }
        }
    }

    private void handleConnect(ENetPacketPeer peer, long data, ENetConnection host) {
        switch (role) {
            case CLIENT -> {
                status = ConnectionStatus.CONNECTED;
                connected(SERVER);
            }
            case SERVER -> {
                int newId = (int) data;
                if (refusing || data <= SERVER || data > Integer.MAX_VALUE || links.contains(newId)) {
                    peer.peerDisconnect(0);
                } else {
                    links.add(new Link(newId, peer, host));
                    connected(newId);
                }
            }
            default -> peer.peerDisconnect(0); // whoever finds the way to a mesh's socket late
        }
    }

    private void handleDisconnect(ENetConnection host, Link link) {
        switch (role) {
            case CLIENT -> {
                if (link != null && status == ConnectionStatus.CONNECTED) {
                    disconnected(SERVER);
                }
                close();
            }
            case SERVER -> ended(link);
            default -> {
                hosts.close(host);
                ended(link);
            }
        }
    }

    private void handleError(ENetConnection host) {
        if (role == Role.MESH) {
            hosts.close(host);
            dropEnded();
        } else {
            close();
        }
    }

    /** Peers can end without an event, by what a program does to them by itself. */
    private void dropEnded() {
        List<Link> ended = null;
        for (Link link : links.all()) {
            if (!link.peer().isActive() && !hosts.isHeld(link.peer())) {
                ended = ended == null ? new ArrayList<>() : ended;
                ended.add(link);
            }
        }
        if (ended != null) {
            ended.forEach(link -> handleDisconnect(link.host(), link));
        }
    }

    private void ended(Link link) {
        if (link != null && links.remove(link)) {
            disconnected(link.id());
        }
    }

    void connected(int peer) {
        if (listener != null) {
            listener.peerConnected(peer);
        }
    }

    private void disconnected(int peer) {
        if (listener != null) {
            listener.peerDisconnected(peer);
        }
    }

    void close() {
        if (role != Role.NONE && listener != null) {
            listener.closed();
        }
        if (hosts.isRoom()) {
            for (Link link : links.all()) {
                link.peer().peerDisconnectNow(0);
            }
        }
        hosts.closeAll();
        links.clear();
        role = Role.NONE;
        status = ConnectionStatus.DISCONNECTED;
        id = 0;
        refusing = false;
    }
}
