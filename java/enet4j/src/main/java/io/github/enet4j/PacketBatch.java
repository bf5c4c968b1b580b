package io.github.enet4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The way of packets from the event buffer to an {@link ENetPacketHandler}, without the connection's lock: the buffer
 * is lent to the thread that is in here.
 */
final class PacketBatch {
    private static final int LEAST_FETCHED = 16 * 1024;

    /** Not where their memory begins: who reads from there, and not from the position, notices it with every packet. */
    private static final int FETCHED_AT = 64;

    private final EventBuffer events;
    private final PeerTable peers;

    /** Of packets in the event buffer. The others are fetched into memory of this one's own, as handlers may send. */
    private final ByteBuffer inlined;

    private final Staging fetched = new Staging(LEAST_FETCHED);
    private final long[] done = new long[EventBuffer.RELEASES];
    private int doneCount;

    /** Whether the buffer's current packet is not among those that are done. */
    private boolean pending;

    /** False when the thread that has borrowed the buffer does nothing more with it, though it may not say so. */
    volatile boolean inUse;

    PacketBatch(EventBuffer events, PeerTable peers) {
        this.events = events;
        this.peers = peers;
        inlined = events.memory().asReadOnlyBuffer();
    }

    /** With the lock, which may be given up then. */
    void borrow() {
        inUse = true;
        events.lend();
    }

    /** Hands out what the buffer has, without the lock. Whether there was anything for anybody. */
    boolean handOut(ENetPacketHandler handler) {
        boolean some = false;
        while (events.hasLent()) {
            events.next();
            pending = true;
            ENetPacketPeer peer = peers.find(events.peer());
            boolean wanted = peer != null && !peer.isDisconnecting();
            ByteBuffer packet = wanted ? contents() : null;
            if (doneCount == done.length) {
                Native.release(done, doneCount);
                doneCount = 0;
            }
            done[doneCount] = events.packet();
            doneCount++;
            pending = false;
            if (wanted) {
                some = true;
                handler.received(peer, events.channel(), events.flags(), packet);
            }
        }
        return some;
    }

    /** Whatever the handler has done to the buffer that it has seen before. */
    private ByteBuffer contents() {
        int size = events.size();
        boolean isInlined = events.inlineOffset() >= 0;
        int at = isInlined ? events.inlineOffset() : FETCHED_AT;
        ByteBuffer view = isInlined ? inlined : fetched.view(events.packet(), at, size);
        return view.clear().limit(at + size).position(at).mark().order(ByteOrder.BIG_ENDIAN);
    }

    /** With the lock again. Whether the buffer's current packet could not be handed out, as memory is short. */
    boolean giveBack() {
        events.giveBack(done, doneCount);
        doneCount = 0;
        boolean left = pending;
        pending = false;
        return left;
    }
}
