package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetException;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.PeerState;
import io.github.enet4j.multiplayer.Links.Link;
import io.github.enet4j.multiplayer.Network.Role;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Peers with ids over ENet, as a server, a client or a mesh: named and behaving like Godot's class of the same name,
 * and the same on the wire, but for <a
 * href="https://github.com/enet4j/enet4j/blob/main/docs/compatibility.md#enetmultiplayerpeer">differences</a>: the main
 * one is that a client which is not let in is disconnected, instead of being left to time out after half a minute.
 *
 * <p>Compression and DTLS are set up as in Godot, on {@link #getHost()} right after creating.
 *
 * @since 0.1.0
 */
public final class ENetMultiplayerPeer implements MultiplayerPeer, AutoCloseable {
    private static final int DEFAULT_MAX_CLIENTS = 32;
    private final Network network = new Network();
    private final Links links = network.links;
    private final Hosts hosts = network.hosts;
    private String bindIp = "*";

    /** A peer that does nothing yet. */
    public ENetMultiplayerPeer() {
    }

    /**
     * Becomes a server for 32 clients, with 255 channels and without limits on bandwidth.
     *
     * @param port as for {@link #createServer(int, int, int, int, int)}
     * @throws ENetException as there
     */
    public void createServer(int port) {
        createServer(port, DEFAULT_MAX_CLIENTS, 0, 0, 0);
    }

    /**
     * Becomes a server, which is connected at once and has the id 1.
     *
     * @param port         the UDP port, 0 to 65535; 0 lets the system choose one, see {@link #getHost()}
     * @param maxClients   how many clients at a time, 1 to 4095; one more gets no answer
     * @param maxChannels  how many transfer channels clients may have beside channel 0, 1 to 253; 0 means 253
     * @param inBandwidth  what it can receive, bytes per second; 0 means no limit
     * @param outBandwidth what it can send, bytes per second; 0 means no limit
     * @throws ENetException with ALREADY_IN_USE if it is at work already, INVALID_PARAMETER if an argument is outside
     *     its range, CANT_CREATE if the port can't be had
     */
    public void createServer(int port, int maxClients, int maxChannels, int inBandwidth, int outBandwidth) {
        requireInactive();
        int channels = enetChannels(maxChannels);
        network.begin(Role.SERVER, SERVER, ConnectionStatus.CONNECTED, host ->
                host.createHostBound(bindIp, port, maxClients, channels, inBandwidth, outBandwidth));
    }

    /**
     * Becomes a client and starts to connect, with 255 channels and without limits on bandwidth.
     *
     * @param address as for {@link #createClient(String, int, int, int, int, int)}
     * @param port    as there
     * @throws ENetException as there
     */
    public void createClient(String address, int port) {
        createClient(address, port, 0, 0, 0, 0);
    }

    /**
     * Becomes a client and starts to connect, with 255 channels and without limits on bandwidth. (Not in Godot.)
     *
     * @param address an address of the JDK's; an unresolved one is looked up in this call
     * @throws ENetException as for {@link #createClient(String, int, int, int, int, int)}
     */
    public void createClient(InetSocketAddress address) {
        String host = address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
        createClient(host, address.getPort());
    }

    /**
     * Becomes a client, chooses its id at random and starts to connect; {@link #poll()} does the rest.
     *
     * @param address      an IPv4 or IPv6 address, or a host name, which is looked up in this call
     * @param port         the server's UDP port, 1 to 65535
     * @param channelCount how many transfer channels beside channel 0 to ask for, 1 to 253; 0 means 253
     * @param inBandwidth  what it can receive, bytes per second; 0 means no limit
     * @param outBandwidth what it can send, bytes per second; 0 means no limit
     * @param localPort    the port to send from, with the address of {@link #setBindIp}; 0 leaves both to the system
     * @throws ENetException with ALREADY_IN_USE if it is at work already, INVALID_PARAMETER if the channels, bandwidths
     *     or local port are outside their range, CANT_CREATE if the port is, the address can't be made out, or there is
     *     no socket
     */
    public void createClient(
            String address, int port, int channelCount, int inBandwidth, int outBandwidth, int localPort) {
        requireInactive();
        int channels = enetChannels(channelCount);
        int newId = ThreadLocalRandom.current().nextInt(SERVER + 1, Integer.MAX_VALUE);
        network.begin(Role.CLIENT, newId, ConnectionStatus.CONNECTING, host -> {
            if (localPort != 0) {
                host.createHostBound(bindIp, localPort, 1, 0, inBandwidth, outBandwidth);
            } else {
                host.createHost(1, 0, inBandwidth, outBandwidth);
            }
            try {
                links.add(new Link(SERVER, host.connectToHost(address, port, channels, newId), host));
            } catch (ENetException e) {
                throw new ENetException(
                        ENetError.CANT_CREATE, "no way to " + address + " port " + port + ": " + e.getMessage(), e);
            }
        });
    }

    /**
     * Becomes a member of a mesh, connected at once, with nobody to talk to until {@link #addMeshPeer}.
     *
     * @param id this side's id, 1 or more
     * @throws ENetException with ALREADY_IN_USE if it is at work already, INVALID_PARAMETER if the id is below 1,
     *     CANT_CREATE if the system has no descriptors left for waiting
     */
    public void createMesh(int id) {
        requireInactive();
        check(id > 0, "a mesh id must be 1 or more: " + id);
        hosts.beginMesh();
        network.begin(Role.MESH, id);
    }

    /**
     * Adds a peer to a mesh. The listener hears of it in this call.
     *
     * @param id         the peer's id, which both sides know from elsewhere
     * @param connection a connection with one peer, which is connected; it belongs to the mesh from now on
     * @return OK; UNCONFIGURED if this is no mesh; INVALID_PARAMETER if the connection does not fit, or the id is
     *     taken, this side's own, or below 1
     * @throws ENetException with CANT_CREATE if the system can't wait for one more connection
     */
    public ENetError addMeshPeer(int id, ENetConnection connection) {
        if (network.role != Role.MESH) {
            return ENetError.UNCONFIGURED;
        }
        if (connection == null || id < 1 || id == network.id || links.contains(id) || hosts.contains(connection)) {
            return ENetError.INVALID_PARAMETER;
        }
        List<ENetPacketPeer> peers = connection.getPeers();
        if (peers.size() != 1 || peers.get(0).getState() != PeerState.CONNECTED) {
            return ENetError.INVALID_PARAMETER;
        }
        hosts.add(connection);
        links.add(new Link(id, peers.get(0), connection));
        network.connected(id);
        return ENetError.OK;
    }

    /**
     * Becomes a server without a port of its own: a room, of which many can be on one connection that somebody else
     * services, an {@code ENetServer}'s loop for example. That one decides who goes to which room, and hands over what
     * happens to them by {@link #deliver}. What the room sends leaves at the next service. To be polled on the thread
     * that services, without a time to wait.
     *
     * @param connection a connection with a host, which stays the caller's
     * @throws ENetException with ALREADY_IN_USE if it is at work already
     */
    public void createRoom(ENetConnection connection) {
        requireInactive();
        Objects.requireNonNull(connection, "connection");
        network.begin(Role.SERVER, SERVER);
        hosts.beginRoom(connection);
    }

    /**
     * Hands an event of ENet's to a room. It is acted on at the next {@link #poll()}, in the order of the calls.
     *
     * @param type CONNECT: the peer comes to this room; RECEIVE: it has a packet, which is left there; DISCONNECT: it
     *     has gone. Others are of no concern
     * @param peer a peer of the room's connection
     * @param data at CONNECT the peer's id: the number that came with the event, for clients of Godot's or of this
     *     class. One that is taken, or below 2 or above 2147483647, is shown out
     * @throws ENetException with UNCONFIGURED if this is no room (any more), INVALID_PARAMETER if the peer is of
     *     another connection
     */
    public void deliver(EventType type, ENetPacketPeer peer, long data) {
        if (!hosts.isRoom()) {
            throw new ENetException(ENetError.UNCONFIGURED, "createRoom comes first");
        }
        check(peer.connection() == hosts.only(), peer + " is of another connection");
        if (type == EventType.CONNECT || type == EventType.RECEIVE || type == EventType.DISCONNECT) {
            hosts.deliver(type, peer, data);
        }
    }

    private void requireInactive() {
        if (network.role != Role.NONE) {
            throw new ENetException(ENetError.ALREADY_IN_USE, "this peer is at work already");
        }
    }

    private static int enetChannels(int count) {
        check(count >= 0 && count <= Channels.LAST, "channels must be 0 to " + Channels.LAST + ": " + count);
        return Channels.toENet(count == 0 ? Channels.LAST : count, TransferMode.RELIABLE) + 1;
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new ENetException(ENetError.INVALID_PARAMETER, otherwise);
        }
    }

    /**
     * Sets the address that {@link #createServer} binds to, and {@link #createClient} with a local port.
     *
     * @param ip "*" for all addresses, which is what it is at first; or an IPv4 or IPv6 address of this machine,
     *     checked when it is used
     */
    public void setBindIp(String ip) {
        bindIp = Objects.requireNonNull(ip, "ip");
    }

    /**
     * The connection below, for compression, DTLS, limits and statistics. Don't service it, but for that of a room.
     *
     * @return the connection of a server, client or room; null when not at work, and in a mesh, which has one for each
     *     peer
     */
    public @Nullable ENetConnection getHost() {
        return network.role == Role.SERVER || network.role == Role.CLIENT ? hosts.only() : null;
    }

    /**
     * ENet's side of a peer, for timeouts and statistics.
     *
     * @param id its id; a client knows that of the server only
     * @return the peer, null if there is none of that id
     */
    public @Nullable ENetPacketPeer getPeer(int id) {
        Link link = links.get(id);
        return link == null ? null : link.peer();
    }

    @Override
    public int getUniqueId() {
        return network.id;
    }

    @Override
    public ConnectionStatus getConnectionStatus() {
        return network.status;
    }

    @Override
    public boolean isServerRelaySupported() {
        return network.role == Role.SERVER || network.role == Role.CLIENT;
    }

    /**
     * Whether a server lets no more clients in: they are disconnected as soon as they have connected, with DTLS they
     * don't get so far. False again after creating and closing.
     *
     * @param refuse true to refuse, false to let them in again
     */
    public void setRefuseNewConnections(boolean refuse) {
        network.refusing = refuse;
        if (network.role == Role.SERVER && !hosts.isRoom()) {
            hosts.only().refuseNewConnections(refuse);
        }
    }

    /**
     * Whether new clients are refused.
     *
     * @return what {@link #setRefuseNewConnections} was given last
     */
    public boolean isRefusingNewConnections() {
        return network.refusing;
    }

    @Override
    public void setListener(@Nullable Listener listener) {
        network.listener = listener;
    }

    /* ---- Events ---- */

    @Override
    public boolean poll() {
        return network.poll();
    }

    @Override
    public void await(int timeoutMillis) {
        hosts.await(timeoutMillis);
    }

    @Override
    public void wakeup() {
        hosts.wakeup();
    }

    /* ---- Packets ---- */

    @Override
    public ENetError putPacket(ByteBuffer packet, int target, TransferMode mode, int channel) {
        if (network.status != ConnectionStatus.CONNECTED) {
            return ENetError.UNCONFIGURED;
        }
        if (target != TARGET_BROADCAST && !links.contains(Math.abs(target))
                || !Channels.exists(channel)) {
            return ENetError.INVALID_PARAMETER;
        }
        int enetChannel = Channels.toENet(channel, mode);
        int flags = Channels.flags(mode);
        if (network.role == Role.CLIENT) {
            return send(links.get(SERVER), packet, enetChannel, flags);
        }
        if (target > 0) {
            return send(links.get(target), packet, enetChannel, flags);
        }
        for (Link link : links.all()) {
            if (link.id() != -target) {
                send(link, packet, enetChannel, flags);
            }
        }
        return ENetError.OK;
    }

    /** A server makes one copy for all; a client's only way is its server, and each peer of a mesh has its own. */
    @Override
    public void putPacket(
            ByteBuffer packet, int[] targets, int count, TransferMode mode, int channel, Refusals refusals) {
        boolean together = network.role == Role.SERVER && Channels.exists(channel);
        if (together && mode == TransferMode.RELIABLE) { // a broadcast does not say whom it leaves out
            int limit = hosts.only().getMaximumQueuedData();
            together = !links.isAnyBehind(targets, count, packet.remaining(), limit);
        }
        if (!together) {
            MultiplayerPeer.super.putPacket(packet, targets, count, mode, channel, refusals);
            return;
        }
        int position = packet.position();
        try {
            hosts.only().broadcast(
                    links.peersOf(targets, count), Channels.toENet(channel, mode), packet, Channels.flags(mode));
        } catch (ENetException e) {
            /* Too large, or a channel that it lacks: nobody gets it. */
            for (int i = 0; i < count && mode == TransferMode.RELIABLE; i++) {
                refusals.refused(targets[i], e.error());
            }
        }
        packet.position(position);
    }

    private static ENetError send(Link link, ByteBuffer packet, int enetChannel, int flags) {
        int position = packet.position();
        ENetError error = link.peer().send(enetChannel, packet, flags);
        packet.position(position);
        boolean ends = error != ENetError.OK && link.peer().getState() != PeerState.CONNECTED;
        return ends ? ENetError.UNCONFIGURED : error;
    }

    @Override
    public void flush() {
        hosts.flush();
    }

    @Override
    public int getAvailablePacketCount() {
        return links.waiting();
    }

    @Override
    public int getPacketPeer() {
        Link head = links.head();
        return head == null ? 0 : head.id();
    }

    @Override
    public int getPacketChannel() {
        Link head = links.head();
        return head == null ? 0 : Channels.fromENet(head.peer().getPacketChannel());
    }

    @Override
    public TransferMode getPacketMode() {
        Link head = links.head();
        return head == null ? TransferMode.RELIABLE : Channels.mode(head.peer().getPacketFlags());
    }

    @Override
    public int getPacketSize() {
        Link head = links.head();
        return head == null ? -1 : head.peer().getPacketSize();
    }

    @Override
    public int getPacket(ByteBuffer target) {
        Link head = links.head();
        if (head == null) {
            return -1;
        }
        int size = head.peer().getPacket(target);
        links.taken();
        return size;
    }

    /* ---- Ending ---- */

    @Override
    public void disconnectPeer(int id, boolean force) {
        Link link = links.get(id);
        if (link == null) {
            return;
        }
        link.peer().peerDisconnect(0);
        link.host().flush();
        if (!force) {
            return;
        }
        if (network.role == Role.CLIENT) {
            close();
        } else {
            links.remove(link);
        }
    }

    /** Tells all peers at once that it is over, and ends. Does nothing when not at work. */
    @Override
    public void close() {
        network.close();
    }
}
