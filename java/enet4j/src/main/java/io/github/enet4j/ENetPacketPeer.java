package io.github.enet4j;

import io.github.enet4j.variant.VariantException;
import io.github.enet4j.variant.Variants;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;

/**
 * The other end of one connection of an {@link ENetConnection}: packets are sent to it, and wait here when they have
 * come from it. Named and behaving like Godot's class of the same name.
 *
 * <p>It is the same object for all events of one connection, and never stands for another: once the connection has
 * ended it is inactive for good. That peers come and go is everyday life, so methods of an inactive peer do no harm:
 * those that change something do nothing, those that send return UNCONFIGURED, and the packets, the address and the
 * last statistics can still be read.
 *
 * <p>Every method may be called from every thread.
 */
public final class ENetPacketPeer {
    /** Flag of a packet that is sent again until it has arrived, and is delivered in order. */
    public static final int FLAG_RELIABLE = 1;

    /** Flag of a packet that may overtake others, in either direction. */
    public static final int FLAG_UNSEQUENCED = 2;

    /**
     * Flag of a packet that, when it is too large for one datagram, is sent in unreliable parts: losing one loses the
     * packet. Without it a large packet is sent reliably, whatever was asked for.
     */
    public static final int FLAG_UNRELIABLE_FRAGMENT = 8;

    /** What stands for a loss of all packets in {@link PeerStatistic#PACKET_LOSS}. */
    public static final int PACKET_LOSS_SCALE = 65536;

    /** What stands for sending all unreliable packets in {@link PeerStatistic#PACKET_THROTTLE}. */
    public static final int PACKET_THROTTLE_SCALE = 32;

    /** In bytes; Godot's default {@code encode_buffer_max_size}. */
    private static final int MAXIMUM_VAR_SIZE = 8 << 20;

    private final ENetConnection connection;
    private final Host host;
    private final long name;
    private final Address address;
    private final int port;
    private final PacketQueue packets;
    private boolean active = true;
    private boolean disconnecting;
    private long[] lastStatistics;
    private DtlsError dtlsError;
    private ENetError packetError = ENetError.OK;
    private volatile Object attachment;

    ENetPacketPeer(Host host, long name, Address address, int port) {
        this.connection = host.connection;
        this.host = host;
        this.name = name;
        this.address = address;
        this.port = port;
        this.packets = new PacketQueue(host.events);
        Host.CLEANER.register(this, packets);
    }

    /* ---- For the connection, with the lock ---- */

    long name() {
        return name;
    }

    boolean isDisconnecting() {
        return disconnecting;
    }

    void received(EventBuffer events) {
        packets.add(events.packet(), events.size(), events.flags(), events.channel(), events.inlineOffset());
    }

    void retired(long[] statistics) {
        active = false;
        lastStatistics = statistics;
    }

    void dtlsFailed(DtlsError error) {
        dtlsError = error;
    }

    void disconnect(int kind, int data) {
        disconnecting = true;
        if (!Native.disconnect(host.address, name, kind, data)) {
            retired(host.events.statistics());
            host.peers.retire(this);
        }
    }

    /* ---- Sending ---- */

    /**
     * Queues a packet for sending. It leaves at the next service or flush; if a thread waits in service, at once.
     *
     * @param channel the channel, 0 to {@link #getChannels()} - 1
     * @param packet  the contents, which are copied; may be empty
     * @param flags   0 (unreliable, but in order) or the FLAG_ constants
     * @return OK; UNCONFIGURED if the peer is inactive; INVALID_PARAMETER for a channel below 0 or above the count, or
     *     for other flags; FAILED if the peer is not connected (yet, or any more), the channel equals the count, the
     *     packet is larger than {@link ENetConnection#getMaximumPacketSize()}, or memory is short
     */
    public ENetError send(int channel, byte[] packet, int flags) {
        return send(channel, packet, 0, packet.length, flags);
    }

    /**
     * Queues a part of an array for sending; see {@link #send(int, byte[], int)}.
     *
     * @param channel as there
     * @param packet  holds the contents, which are copied
     * @param offset  where they start
     * @param length  how many bytes they are
     * @param flags   as there
     * @return as there
     * @throws IndexOutOfBoundsException if the part is not inside the array
     */
    public ENetError send(int channel, byte[] packet, int offset, int length, int flags) {
        Objects.checkFromIndexSize(offset, length, packet.length);
        connection.lock.lock();
        try {
            if (!active) {
                return ENetError.UNCONFIGURED;
            }
            return queued(host.sender.send(host.address, name, channel, packet, offset, length, flags));
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * Queues the contents of a buffer for sending; see {@link #send(int, byte[], int)}. Nothing is allocated on the
     * heap.
     *
     * @param channel as there
     * @param packet  the contents from position to limit, which are copied; position moves to limit when OK is returned
     * @param flags   as there
     * @return as there
     */
    public ENetError send(int channel, ByteBuffer packet, int flags) {
        int at = packet.position();
        int length = packet.remaining();
        connection.lock.lock();
        try {
            if (!active) {
                return ENetError.UNCONFIGURED;
            }
            ENetError error = queued(host.sender.send(host.address, name, channel, packet, at, length, flags));
            if (error == ENetError.OK) {
                packet.position(at + length);
            }
            return error;
        } finally {
            connection.lock.unlock();
        }
    }

    private ENetError queued(ENetError error) {
        if (error == ENetError.OK) {
            host.wake();
        }
        return error;
    }

    /**
     * Sends a packet reliably on channel 0, as Godot's {@code PacketPeer.put_packet}. An empty one is not sent.
     *
     * @param packet the contents, which are copied
     * @return OK, also for an empty packet; else as {@link #send(int, byte[], int)}
     */
    public ENetError putPacket(byte[] packet) {
        return packet.length == 0 ? ENetError.OK : send(0, packet, FLAG_RELIABLE);
    }

    /**
     * Sends a value reliably on channel 0, as Godot's {@code PacketPeer.put_var}.
     *
     * @param value the value, as {@link Variants} has it
     * @return OK; OUT_OF_MEMORY if it takes more than 8 MiB or is nested too deep; else as {@link #putPacket}
     * @throws IllegalArgumentException if it is not a value, or holds something that is not
     */
    public ENetError putVar(Object value) {
        try {
            if (Variants.encodedSize(value) > MAXIMUM_VAR_SIZE) {
                return ENetError.OUT_OF_MEMORY;
            }
        } catch (VariantException e) {
            return e.error();
        }
        return putPacket(Variants.encode(value));
    }

    /* ---- Receiving ---- */

    /**
     * How many received packets wait here. Each RECEIVE event adds one.
     *
     * @return 0 or more, of all channels
     */
    public int getAvailablePacketCount() {
        connection.lock.lock();
        try {
            return packets.count();
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * The size of the next packet.
     *
     * @return bytes; -1 when there is none
     */
    public int getPacketSize() {
        connection.lock.lock();
        try {
            return packets.count() > 0 ? packets.size() : -1;
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * The flags that the next packet came with. A packet too large for one datagram comes with FLAG_RELIABLE, unless it
     * was sent with FLAG_UNRELIABLE_FRAGMENT only.
     *
     * @return 0 or a FLAG_ constant; -1 when there is none
     */
    public int getPacketFlags() {
        connection.lock.lock();
        try {
            return packets.count() > 0 ? packets.flags() : -1;
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * The channel that the next packet came on.
     *
     * @return 0 to 254; -1 when there is none
     */
    public int getPacketChannel() {
        connection.lock.lock();
        try {
            return packets.count() > 0 ? packets.channel() : -1;
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * Takes out the next packet.
     *
     * @return its contents; null when there is none, and {@link #getPacketError()} says why
     */
    public byte[] getPacket() {
        connection.lock.lock();
        try {
            if (!prepareTake()) {
                return null;
            }
            byte[] packet = new byte[packets.size()];
            packets.take(packet, 0);
            return packet;
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * Takes out the next packet into a buffer, without allocating anything.
     *
     * @param target gets the contents at its position, which moves behind them
     * @return the size in bytes; -1 when there is no packet, and {@link #getPacketError()} says why
     * @throws BufferOverflowException if the target has less room than {@link #getPacketSize()}; the packet stays
     * @throws ReadOnlyBufferException if the target is read-only; the packet stays
     */
    public int getPacket(ByteBuffer target) {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        connection.lock.lock();
        try {
            if (!prepareTake()) {
                return -1;
            }
            int size = packets.size();
            if (target.remaining() < size) {
                throw new BufferOverflowException();
            }
            packets.take(target, host.staging);
            return size;
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * Takes out the next packet and reads the value that it holds, as Godot's {@code PacketPeer.get_var}. What follows
     * the value is ignored.
     *
     * @return the value, as {@link Variants} has it, which may be null; null also when there is no packet, or no value
     *     in
     *     it, and {@link #getPacketError()} says so
     */
    public Object getVar() {
        byte[] packet = getPacket();
        if (packet == null) {
            return null;
        }
        try {
            return Variants.decode(packet);
        } catch (VariantException e) {
            connection.lock.lock();
            try {
                packetError = e.error();
            } finally {
                connection.lock.unlock();
            }
            return null;
        }
    }

    /** Whether there is a packet; says in the error why not. */
    private boolean prepareTake() {
        if (packets.count() > 0) {
            packetError = ENetError.OK;
            return true;
        }
        packetError = active ? ENetError.UNAVAILABLE : ENetError.UNCONFIGURED;
        return false;
    }

    /**
     * What the last getPacket or getVar call came to.
     *
     * @return OK; UNAVAILABLE when there was no packet; UNCONFIGURED when there was none and the peer is inactive, so
     *     that none will come; after getVar also the code of a {@link VariantException}
     */
    public ENetError getPacketError() {
        connection.lock.lock();
        try {
            return packetError;
        } finally {
            connection.lock.unlock();
        }
    }

    /* ---- Ending ---- */

    /**
     * Asks the other side to disconnect. What is still queued for sending is dropped, and nothing more is received.
     * A DISCONNECT event follows when the other side has confirmed, or does not answer for long. A peer that is not
     * connected yet becomes inactive at once, without an event.
     *
     * @param data a number for the other side's DISCONNECT event, which sees it unsigned
     */
    public void peerDisconnect(int data) {
        end(Native.DISCONNECT, data);
    }

    /**
     * Disconnects as {@link #peerDisconnect(int)}, but only when all that is queued has been sent and confirmed.
     *
     * @param data a number for the other side's DISCONNECT event, which sees it unsigned
     */
    public void peerDisconnectLater(int data) {
        end(Native.DISCONNECT_LATER, data);
    }

    /**
     * Disconnects without waiting for a confirmation: tells the other side once and makes the peer inactive. No event
     * follows here.
     *
     * @param data a number for the other side's DISCONNECT event, which sees it unsigned
     */
    public void peerDisconnectNow(int data) {
        end(Native.DISCONNECT_NOW, data);
    }

    /**
     * Forgets the connection without a word: the peer becomes inactive, the other side notices by a timeout. (With DTLS
     * at once, by the end of the session, if this was its only connection.)
     */
    public void reset() {
        end(Native.RESET, 0);
    }

    private void end(int kind, int data) {
        connection.lock.lock();
        try {
            if (active) {
                disconnect(kind, data);
                host.wake();
            }
        } finally {
            connection.lock.unlock();
        }
    }

    /* ---- Tuning ---- */

    /** Sends a ping, to measure the round trip time more often than ENet does by itself. */
    public void ping() {
        connection.lock.lock();
        try {
            if (active) {
                Native.ping(host.address, name);
                host.wake();
            }
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * Sets how often ENet pings when nothing reliable is sent.
     *
     * @param millis ms, counted as unsigned; 0 means 500, the default
     */
    public void pingInterval(int millis) {
        connection.lock.lock();
        try {
            if (active) {
                Native.pingInterval(host.address, name, millis);
                host.wake();
            }
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * Sets how fast the throttle of unreliable packets reacts, here and on the other side. Numbers count as unsigned.
     *
     * @param interval     over how many ms the lowest round trip time is measured; 5000 by default
     * @param acceleration what the throttle gains when the round trip time falls; 2 by default, 32 means: all at once
     * @param deceleration what it loses when the round trip time rises; 2 by default, 0 means: never
     */
    public void throttleConfigure(int interval, int acceleration, int deceleration) {
        connection.lock.lock();
        try {
            if (active) {
                Native.throttleConfigure(host.address, name, interval, acceleration, deceleration);
                host.wake();
            }
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * Sets when a peer that does not answer is given up: when a reliable packet has waited for timeoutMax, or for
     * timeoutMin and has been sent so often that 2^(attempts - 1) reaches timeout (ENet's {@code enet_peer_timeout}).
     *
     * @param timeout    a factor, not a time: 0 means 32
     * @param timeoutMin ms; 0 means 5000
     * @param timeoutMax ms; 0 means 30000
     * @throws ENetException with INVALID_PARAMETER if timeout is above timeoutMin, or that above timeoutMax (as Godot,
     *     which compares them as they are given)
     */
    public void setTimeout(int timeout, int timeoutMin, int timeoutMax) {
        if (timeout > timeoutMin || timeoutMin > timeoutMax) {
            throw new ENetException(
                    ENetError.INVALID_PARAMETER,
                    "timeout " + timeout + " must not be above timeoutMin " + timeoutMin
                    + ", nor that above timeoutMax "         + timeoutMax);
        }
        connection.lock.lock();
        try {
            if (active) {
                Native.timeout(host.address, name, timeout, timeoutMin, timeoutMax);
                host.wake();
            }
        } finally {
            connection.lock.unlock();
        }
    }

    /* ---- Facts ---- */

    /**
     * The address of the other side.
     *
     * @return an IPv4 address in dotted form, or the eight groups of an IPv6 address in lower-case hexadecimal without
     *     leading zeros or compression, as {@code 0:0:0:0:0:0:0:1}
     */
    public String getRemoteAddress() {
        return Address.format(address.high(), address.low());
    }

    /**
     * The port of the other side.
     *
     * @return 1 to 65535
     */
    public int getRemotePort() {
        return port;
    }

    /**
     * A statistic of this connection; of an inactive peer the last one.
     *
     * @param statistic which one
     * @return the number; units are those of {@link PeerStatistic}
     */
    public double getStatistic(PeerStatistic statistic) {
        int index = statistic.value();
        connection.lock.lock();
        try {
            return active ? Native.statistic(host.address, name, index) : lastStatistics[index];
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * The state of the connection.
     *
     * @return the state, DISCONNECTED for an inactive peer
     */
    public PeerState getState() {
        connection.lock.lock();
        try {
            return active ? PeerState.of(Native.state(host.address, name)) : PeerState.DISCONNECTED;
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * How many channels the connection has.
     *
     * @return 1 to 255; before the CONNECT event the number asked for; 0 as soon as either side has asked to disconnect
     */
    public int getChannels() {
        connection.lock.lock();
        try {
            return active ? Native.channels(host.address, name) : 0;
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * Whether the connection has not ended: it may still be in the making. {@link #getState()} tells more.
     *
     * @return false for good after a DISCONNECT event, {@link #peerDisconnectNow(int)}, {@link #reset()}, a
     *     {@link #peerDisconnect(int)} while connecting, or the end of the {@link ENetConnection}'s host
     */
    public boolean isActive() {
        connection.lock.lock();
        try {
            return active;
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * Why the DTLS session under this connection failed or ended, if that is what ended the connection. (Not in Godot.)
     *
     * @return the reason; null while the peer is active, without DTLS, and when it ended in another way
     */
    public DtlsError getDtlsError() {
        connection.lock.lock();
        try {
            return dtlsError;
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * The connection that this peer belongs to.
     *
     * @return the connection
     */
    public ENetConnection connection() {
        return connection;
    }

    /**
     * What the program attached, a player's data, say.
     *
     * @return the object, or null
     */
    public Object attachment() {
        return attachment;
    }

    /**
     * Attaches an object in place of the one before.
     *
     * @param attachment any object, or null
     */
    public void attach(Object attachment) {
        this.attachment = attachment;
    }

    @Override
    public String toString() {
        return "peer " + getRemoteAddress() + " port " + port;
    }
}
