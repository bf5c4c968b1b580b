package io.github.enet4j;

import static io.github.enet4j.Arguments.MAX_PORT;
import static io.github.enet4j.Arguments.checkRange;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a host sends to many peers or to nobody in particular: that part of {@link ENetConnection}'s methods. */
abstract class HostSending extends HostCounters {
    private static final int MAX_DATAGRAM = 65535;

    /**
     * Sends a packet to all connected peers; those that have fewer channels are left out.
     *
     * @param channel the channel, 0 to {@link #getMaxChannels()} - 1
     * @param packet  the contents, which are copied, once for all peers
     * @param flags   0 or the FLAG_ constants of {@link ENetPacketPeer}
     * @throws ENetException with INVALID_PARAMETER for another channel or other flags, FAILED if the packet is larger
     *     than {@link #getMaximumPacketSize()} or memory is short
     */
    public void broadcast(int channel, byte[] packet, int flags) {
        broadcast(channel, ByteBuffer.wrap(packet), flags);
    }

    /**
     * Sends a packet to all connected peers; see {@link #broadcast(int, byte[], int)}.
     *
     * @param channel as there
     * @param packet  the contents from position to limit, which are copied; position moves to limit
     * @param flags   as there
     * @throws ENetException as there
     */
    public void broadcast(int channel, ByteBuffer packet, int flags) {
        broadcastTo(null, channel, packet, flags);
    }

    /**
     * Sends a packet to all connected peers but one, as {@link #broadcast(int, byte[], int)}: to pass on what that one
     * has sent, say. (Not in Godot.)
     *
     * @param channel as there
     * @param packet  as there
     * @param flags   as there
     * @param except  who does not get it; null for nobody
     * @throws ENetException as there
     */
    public void broadcastExcept(int channel, byte[] packet, int flags, @Nullable ENetPacketPeer except) {
        broadcastExcept(channel, ByteBuffer.wrap(packet), flags, except);
    }

    /**
     * Sends a packet to all connected peers but one; see {@link #broadcastExcept(int, byte[], int, ENetPacketPeer)}.
     *
     * @param channel as there
     * @param packet  the contents from position to limit, which are copied; position moves to limit
     * @param flags   as there
     * @param except  as there
     * @throws ENetException as there
     */
    public void broadcastExcept(int channel, ByteBuffer packet, int flags, @Nullable ENetPacketPeer except) {
        lock.lock();
        try {
            broadcastTo(host().peers.allBut(except), channel, packet, flags);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a packet to these peers, as {@link #broadcast(int, byte[], int)}: those who see the place where something
     * happens, say. Peers that are not connected (any more) are left out. (Not in Godot.)
     *
     * @param peers   peers of this connection; one that is in there twice gets the packet twice
     * @param channel as there
     * @param packet  as there
     * @param flags   as there
     * @throws IllegalArgumentException if a peer is of another connection
     * @throws ENetException as there
     */
    public void broadcast(Collection<ENetPacketPeer> peers, int channel, byte[] packet, int flags) {
        broadcast(peers, channel, ByteBuffer.wrap(packet), flags);
    }

    /**
     * Sends a packet to these peers; see {@link #broadcast(Collection, int, byte[], int)}.
     *
     * @param peers   as there
     * @param channel as there
     * @param packet  the contents from position to limit, which are copied; position moves to limit
     * @param flags   as there
     * @throws IllegalArgumentException as there
     * @throws ENetException as there
     */
    public void broadcast(Collection<ENetPacketPeer> peers, int channel, ByteBuffer packet, int flags) {
        List<ENetPacketPeer> fixed = List.copyOf(peers);
        for (int i = 0; i < fixed.size(); i++) { // without the garbage of an iterator
            if (fixed.get(i).connection() != this) {
                throw new IllegalArgumentException(fixed.get(i) + " is of another connection");
            }
        }
        broadcastTo(fixed, channel, packet, flags);
    }

    /** Null means all of the host's peers. */
    private void broadcastTo(List<ENetPacketPeer> chosen, int channel, ByteBuffer packet, int flags) {
        lock.lock();
        try {
            Host mine = host();
            int at = packet.position();
            int length = packet.remaining();
            ENetError error = mine.sender.broadcast(mine.address, chosen, channel, packet, at, length, flags);
            if (error != ENetError.OK) {
                throw new ENetException(error, "broadcast to channel " + channel + " with flags " + flags);
            }
            packet.position(at + length);
            mine.wake();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is queued for all peers now, without receiving. Not needed where service is called soon anyway. */
    public void flush() {
        lock.lock();
        try {
            Host mine = host();
            Native.flush(mine.address);
            /* Much to send may have brought in what another thread waits for in vain in the system. */
            mine.wake();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a datagram as it is from this host's socket, without ENet: to answer queries of another protocol, or to
     * open a way through a NAT. There is no telling whether it arrives; more than 65535 bytes are not sent; it is not
     * counted in the statistics.
     *
     * <p>With DTLS it is encrypted like everything else (as in Godot): a server reaches only who has a session with it;
     * a client begins one with that address, for which this datagram is lost and which is closed after 8 s if nothing
     * connects there. More than 4096 bytes are not sent.
     *
     * @param address an IPv4 or IPv6 address, or a host name, which is looked up in this call
     * @param port    the UDP port, 1 to 65535
     * @param packet  the contents
     * @throws ENetException with INVALID_PARAMETER if the port is outside its range, CANT_RESOLVE if the address can't
     *     be made out
     */
    public void socketSend(String address, int port, byte[] packet) {
        socketSend(address, port, ByteBuffer.wrap(packet));
    }

    /**
     * Sends a datagram as it is; see {@link #socketSend(String, int, byte[])}.
     *
     * @param address as there
     * @param port    as there
     * @param packet  the contents from position to limit; position moves to limit
     * @throws ENetException as there
     */
    public void socketSend(String address, int port, ByteBuffer packet) {
        Objects.requireNonNull(packet, "packet");
        requireHost();
        checkRange("port", port, 1, MAX_PORT);
        socketSend(Address.resolve(address), port, packet);
    }

    /**
     * Sends a datagram as it is; see {@link #socketSend(String, int, byte[])}.
     *
     * @param address an address of the JDK's; an unresolved one is looked up in this call
     * @param packet  as there
     * @throws ENetException as there
     */
    public void socketSend(InetSocketAddress address, byte[] packet) {
        socketSend(address, ByteBuffer.wrap(packet));
    }

    /**
     * Sends a datagram as it is; see {@link #socketSend(String, int, byte[])}.
     *
     * @param address an address of the JDK's; an unresolved one is looked up in this call
     * @param packet  the contents from position to limit; position moves to limit
     * @throws ENetException as there
     */
    public void socketSend(InetSocketAddress address, ByteBuffer packet) {
        Objects.requireNonNull(packet, "packet");
        requireHost();
        checkRange("port", address.getPort(), 1, MAX_PORT);
        socketSend(Address.resolve(address), address.getPort(), packet);
    }

    private void socketSend(Address to, int port, ByteBuffer packet) {
        lock.lock();
        try {
            Host mine = host();
            int at = packet.position();
            int length = packet.remaining();
            if (length <= MAX_DATAGRAM) {
                mine.sender.socketSend(mine.address, to, port, packet, at, length);
            }
            packet.position(at + length);
        } finally {
            lock.unlock();
        }
    }
}
