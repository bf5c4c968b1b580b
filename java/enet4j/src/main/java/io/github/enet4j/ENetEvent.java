package io.github.enet4j;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ENetConnection#service(int)} found. It is valid until the same thread calls service or checkEvents on the
 * same connection again, which may give the same object with other contents: take out what is needed before that. Each
 * of several threads that service a connection has events of its own.
 *
 * <pre>{@code
 * ENetEvent event = host.service(1000);
 * switch (event.type()) {
 *     case CONNECT -> event.peer().attach(new Player());
 *     case DISCONNECT -> System.out.println(event.peer() + " is gone: " + event.getDisconnectReason());
 *     case RECEIVE -> handle((Player) event.peer().attachment(), event.channel(), event.getPacket());
 *     case NONE, ERROR -> { }
 * }
 * }</pre>
 *
 * @see ENetConnection#service(int)
 * @see ENetConnection#service(int)
 * @since 0.1.0
 */
public final class ENetEvent {
    private static final long NO_PACKET = 0;

    private EventType type = EventType.NONE;
    private ENetPacketPeer peer;
    private long data;
    private int channel;
    private long packet;
    private int systemError;

    ENetEvent() {
    }

    /** NONE. */
    ENetEvent set(EventType newType) {
        return set(newType, null, 0, 0, NO_PACKET);
    }

    /** ERROR. */
    ENetEvent setError(int error) {
        set(EventType.ERROR);
        systemError = error;
        return this;
    }

    /** CONNECT or DISCONNECT. */
    ENetEvent set(EventType newType, ENetPacketPeer newPeer, long newData) {
        return set(newType, newPeer, newData, 0, NO_PACKET);
    }

    /** RECEIVE, of a packet with that number at the peer. */
    ENetEvent setReceived(ENetPacketPeer newPeer, int newChannel, long newPacket) {
        return set(EventType.RECEIVE, newPeer, 0, newChannel, newPacket);
    }

    private ENetEvent set(EventType newType, ENetPacketPeer newPeer, long newData, int newChannel, long newPacket) {
        type = newType;
        peer = newPeer;
        data = newData;
        channel = newChannel;
        packet = newPacket;
        systemError = 0;
        return this;
    }

    /**
     * What happened.
     *
     * @return the type
     */
    public EventType type() {
        return type;
    }

    /**
     * With whom it happened.
     *
     * @return the peer of a CONNECT, DISCONNECT or RECEIVE, else null
     */
    public @Nullable ENetPacketPeer peer() {
        return peer;
    }

    /**
     * The number that came along: for CONNECT the one that the connecting side gave to
     * {@link ENetConnection#connectToHost(String, int, int, int)} (0 on that side itself), for DISCONNECT the one that
     * the other side gave when it disconnected (0 after a disconnect of our own, a timeout, or a failed attempt).
     *
     * @return an unsigned 32-bit number, 0 to 4294967295
     */
    public long data() {
        return data;
    }

    /**
     * The channel on which the packet of a RECEIVE came.
     *
     * @return 0 to 254; 0 for other events
     */
    public int channel() {
        return channel;
    }

    /**
     * Takes out the packet of a RECEIVE: the one that this event is about, also when earlier ones were left at the
     * peer. A packet that nobody takes waits there, for {@link ENetPacketPeer#getPacket()}. (Not in Godot.)
     *
     * @return its contents; null when it was taken already, here or at the peer, and for other events
     */
    public byte @Nullable [] getPacket() {
        return packet != NO_PACKET ? peer.takePacket(packet) : null;
    }

    /**
     * Takes out the packet of a RECEIVE into a buffer, without allocating anything; see {@link #getPacket()}.
     *
     * @param target gets the contents at its position, which moves behind them
     * @return the size in bytes; -1 when it was taken already, and for other events
     * @throws BufferOverflowException if the target has less room than {@link #getPacketSize()}; the packet stays
     * @throws ReadOnlyBufferException if the target is read-only; the packet stays
     */
    public int getPacket(ByteBuffer target) {
        return packet != NO_PACKET ? peer.takePacket(packet, target) : -1;
    }

    /**
     * The size of the packet of a RECEIVE. (Not in Godot.)
     *
     * @return bytes; -1 when the packet was taken already, and for other events
     */
    public int getPacketSize() {
        return packet != NO_PACKET ? peer.packetSize(packet) : -1;
    }

    /**
     * The flags of the packet of a RECEIVE, as {@link ENetPacketPeer#getPacketFlags()} has them. (Not in Godot.)
     *
     * @return 0 or a FLAG_ constant; -1 when the packet was taken already, and for other events
     */
    public int getPacketFlags() {
        return packet != NO_PACKET ? peer.packetFlags(packet) : -1;
    }

    /**
     * Why the connection of a DISCONNECT has ended. (Not in Godot.)
     *
     * @return the reason; null for other events
     */
    public @Nullable DisconnectReason getDisconnectReason() {
        return type == EventType.DISCONNECT ? peer.getDisconnectReason() : null;
    }

    /**
     * What the operating system says of an ERROR, by its number ({@code errno}, or that of Winsock). (Not in Godot.)
     *
     * @return the number; 0 for other events, and when memory is short
     */
    public int getSystemError() {
        return systemError;
    }

    /**
     * What the operating system says of an ERROR, in its words, such as "Bad file descriptor". (Not in Godot.)
     *
     * @return the text; null for other events
     */
    public @Nullable String getSystemErrorText() {
        return type == EventType.ERROR ? SystemError.text(systemError) : null;
    }

    @Override
    public String toString() {
        return switch (type) {
            case NONE -> type.toString();
            case ERROR -> type + " " + SystemError.describe(systemError);
            case CONNECT -> type + " " + peer + " data=" + data;
            case DISCONNECT -> type + " " + peer + " data=" + data + " reason=" + getDisconnectReason();
            case RECEIVE -> type + " " + peer + " channel=" + channel;
        };
    }
}
