package io.github.enet4j;

import io.github.enet4j.variant.VariantException;
import io.github.enet4j.variant.Variants;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The other end of one connection of an {@link ENetConnection}: packets are sent to it, and wait here when they have
 * come from it. Named and behaving like Godot's class of the same name.
 *
 * <p>It is the same object for all events of one connection, and never stands for another: once the connection has
 * ended it is inactive for good. That peers come and go is everyday life, so methods of an inactive peer do no harm:
 * those that change something do nothing, those that send return UNCONFIGURED, and the packets, the address and the
 * last statistics can still be read.
 *
 * <pre>{@code
 * peer.send(0, bytes, ENetPacketPeer.FLAG_RELIABLE);      // arrives, in order
 * if (peer.send(1, state, 0) != ENetError.OK) { ... }     // the newest counts; not connected, or too much is queued
 * peer.peerDisconnectLater(0);                            // when all of that has arrived
 * }</pre>
 *
 * <p>Every method may be called from every thread.
 *
 * @see ENetConnection#connectToHost(String, int)
 * @see ENetEvent#peer()
 * @see ENetConnection#connectToHost(String, int, int, int)
 * @see ENetEvent#peer()
 * @since 0.1.0
 */
public final class ENetPacketPeer extends PeerLink {
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

    private final PacketQueue packets;
    private ENetError packetError = ENetError.OK;
    private volatile Object attachment;

    ENetPacketPeer(Host host, long name, Address address, int port) {
        super(host, name, address, port);
        this.packets = new PacketQueue(host.events);
        Host.CLEANER.register(this, packets);
    }

    /** Keeps the packet of the event buffer's current record. Its number. With the lock. */
    long received() {
        return packets.add();
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
     *     packet is larger than {@link ENetConnection#getMaximumPacketSize()}, memory is short, or it would take more
     *     fragments than ENet gets through (24,577 always pass, each of the MTU less 28 bytes; 28,672 at most; those
     *     sent with FLAG_UNRELIABLE_FRAGMENT any number); BUSY if so much is queued already that
     *     {@link ENetConnection#maximumQueuedData} would be exceeded, and nothing is queued then
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
        lock.lock();
        try {
            ENetError error = active ? host.sender.send(host.address, name, channel, packet, offset, length, flags)
                    : ENetError.UNCONFIGURED;
            return queued(error, channel, length, flags);
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            ENetError error = active ? host.sender.send(host.address, name, channel, packet, at, length, flags)
                    : ENetError.UNCONFIGURED;
            if (error == ENetError.OK) {
                packet.position(at + length);
            }
            return queued(error, channel, length, flags);
        } finally {
            lock.unlock();
        }
    }

    private ENetError queued(ENetError error, int channel, int length, int flags) {
        if (error == ENetError.OK) {
            host.wake();
        } else {
            Recording.sendRefused(this, error, channel, length, flags);
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
    public ENetError putVar(@Nullable Object value) {
        try {
            if (Variants.encodedSize(value) > MAXIMUM_VAR_SIZE) {
                return ENetError.OUT_OF_MEMORY;
            }
        } catch (VariantException e) {
            return e.error();
        }
        return putPacket(Variants.encode(value));
    }

    /**
     * How much is queued here: packets that send or a broadcast has accepted, until each has been confirmed by the
     * other side or, if it isn't reliable, sent or dropped. A packet in fragments counts as a whole until its last
     * one.
     *
     * @return bytes, without headers; 0 for an inactive peer
     */
    public long getQueuedData() {
        lock.lock();
        try {
            return active ? Native.queuedData(host.address, name) : 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many packets are queued here; see {@link #getQueuedData()}.
     *
     * @return 0 or more
     */
    public int getQueuedPackets() {
        lock.lock();
        try {
            return active ? Native.queuedPackets(host.address, name) : 0;
        } finally {
            lock.unlock();
        }
    }

    /* ---- Receiving ---- */

    /**
     * How many received packets wait here. Each RECEIVE event adds one.
     *
     * @return 0 or more, of all channels
     */
    public int getAvailablePacketCount() {
        lock.lock();
        try {
            return packets.count();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The size of the next packet.
     *
     * @return bytes; -1 when there is none
     */
    public int getPacketSize() {
        lock.lock();
        try {
            return packets.count() > 0 ? packets.size(0) : -1;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The flags that the next packet came with. A packet too large for one datagram comes with FLAG_RELIABLE, unless it
     * was sent with FLAG_UNRELIABLE_FRAGMENT only.
     *
     * @return 0 or a FLAG_ constant; -1 when there is none
     */
    public int getPacketFlags() {
        lock.lock();
        try {
            return packets.count() > 0 ? packets.flags(0) : -1;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The channel that the next packet came on.
     *
     * @return 0 to 254; -1 when there is none
     */
    public int getPacketChannel() {
        lock.lock();
        try {
            return packets.count() > 0 ? packets.channel(0) : -1;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes out the next packet.
     *
     * @return its contents; null when there is none, and {@link #getPacketError()} says why
     */
    public byte @Nullable [] getPacket() {
        lock.lock();
        try {
            return prepareTake() ? packets.take(0) : null;
        } finally {
            lock.unlock();
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
        requireWritable(target);
        lock.lock();
        try {
            return prepareTake() ? packets.take(0, target, host.staging) : -1;
        } finally {
            lock.unlock();
        }
    }

    private static void requireWritable(ByteBuffer target) {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
    }

    /**
     * Takes out the next packet and reads the value that it holds, as Godot's {@code PacketPeer.get_var}. What follows
     * the value is ignored.
     *
     * @return the value, as {@link Variants} has it, which may be null; null also when there is no packet, or no value
     *     in it, and {@link #getPacketError()} says so
     */
    public @Nullable Object getVar() {
        byte[] packet = getPacket();
        if (packet == null) {
            return null;
        }
        try {
            return Variants.decode(packet);
        } catch (VariantException e) {
            lock.lock();
            try {
                packetError = e.error();
            } finally {
                lock.unlock();
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
        lock.lock();
        try {
            return packetError;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How much has been received here and not been taken by the program, which {@link
     * ENetConnection#maximumUnreadData} limits: also what service has not delivered yet, and what waits inside ENet
     * for other packets before it. A packet in fragments counts as a whole from its first one.
     *
     * @return bytes; of an inactive peer those that can still be read
     */
    public long getUnreadData() {
        lock.lock();
        try {
            if (!active) {
                return packets.data();
            }
            host.events.releaseNow();
            return Native.unreadData(host.address, name);
        } finally {
            lock.unlock();
        }
    }

    /* ---- For an event, about its own packet, which has a number ---- */

    byte[] takePacket(long number) {
        lock.lock();
        try {
            int index = packets.indexOf(number);
            return index >= 0 ? packets.take(index) : null;
        } finally {
            lock.unlock();
        }
    }

    int takePacket(long number, ByteBuffer target) {
        requireWritable(target);
        lock.lock();
        try {
            int index = packets.indexOf(number);
            return index >= 0 ? packets.take(index, target, host.staging) : -1;
        } finally {
            lock.unlock();
        }
    }

    int packetSize(long number) {
        lock.lock();
        try {
            int index = packets.indexOf(number);
            return index >= 0 ? packets.size(index) : -1;
        } finally {
            lock.unlock();
        }
    }

    int packetFlags(long number) {
        lock.lock();
        try {
            int index = packets.indexOf(number);
            return index >= 0 ? packets.flags(index) : -1;
        } finally {
            lock.unlock();
        }
    }

    /* ---- Facts ---- */

    /**
     * The connection that this peer belongs to.
     *
     * @return the connection
     */
    public ENetConnection connection() {
        return host.connection;
    }

    /**
     * What the program attached, a player's data, say.
     *
     * @return the object, or null
     */
    public @Nullable Object attachment() {
        return attachment;
    }

    /**
     * Attaches an object in place of the one before.
     *
     * @param attachment any object, or null
     */
    public void attach(@Nullable Object attachment) {
        this.attachment = attachment;
    }

    @Override
    public String toString() {
        return "peer " + getRemoteAddress() + " port " + getRemotePort();
    }
}
