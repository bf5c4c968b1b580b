package io.github.enet4j;

/**
 * What {@link ENetConnection#service(int)} found. There is one per connection, which the next service or checkEvents
 * call on it overwrites: take out what is needed before that, and don't let two threads service a connection and read
 * the event at the same time.
 */
public final class ENetEvent {
    private EventType type = EventType.NONE;
    private ENetPacketPeer peer;
    private long data;
    private int channel;

    ENetEvent() {
    }

    ENetEvent set(EventType newType, ENetPacketPeer newPeer, long newData, int newChannel) {
        type = newType;
        peer = newPeer;
        data = newData;
        channel = newChannel;
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
    public ENetPacketPeer peer() {
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

    @Override
    public String toString() {
        return switch (type) {
            case ERROR, NONE -> type.toString();
            case CONNECT, DISCONNECT -> type + " " + peer + " data=" + data;
            case RECEIVE -> type + " " + peer + " channel=" + channel;
        };
    }
}
