package io.github.enet4j;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happens at a host, and who is told: that part of {@link ENetConnection}'s methods. */
abstract class HostEvents extends HostSending {
    /**
     * Sends, receives and returns one event, without waiting.
     *
     * @return the event, never null; the same object at each call while no other thread services the connection
     * @throws IllegalStateException after destroy, or from inside an {@link ENetIntercept} or
     *     {@link ENetPacketHandler}
     */
    public ENetEvent service() {
        return service(0);
    }

    /**
     * Sends, receives and returns one event, waiting for it if there is none. While events are at hand they are
     * returned without sending or receiving, so call it until it returns NONE before doing other work for long.
     *
     * <p>An interrupt of the thread does not end the wait; {@link #wakeup()} does.
     *
     * @param timeoutMillis how long to wait for an event, ms; 0 or less: not at all
     * @return the event, NONE when the time was over, never null; the same object at each call
     * @throws IllegalStateException as {@link #service()}
     */
    public ENetEvent service(int timeoutMillis) {
        return serviceWith(null, timeoutMillis);
    }

    /**
     * Sends, receives, and hands all packets that are at hand to a handler, where {@link #service(int)} would return
     * them one by one: the fastest way to receive. (Not in Godot.) {@link ENetPacketHandler} says what that may do.
     *
     * <p>It sends and receives at most once before it has handed out packets and not after, so that it comes to an end
     * however much arrives; what the handler sends leaves with the next call. An exception of the handler's ends the
     * call and comes out of it. The packet that it had is taken; the rest comes with the next call, of this method or
     * another.
     *
     * @param timeoutMillis how long to wait for a packet or an event, ms; 0 or less: not at all. The handler's time for
     *     all that is at hand comes on top
     * @param handler       gets the packets, in order, on the calling thread
     * @return a CONNECT, DISCONNECT or ERROR when that comes next, after the packets before it; NONE when nothing more
     *     is at hand or the time was over; never RECEIVE, never null; the same object at each call
     * @throws IllegalStateException as {@link #service()}
     * @throws NullPointerException if there is no handler
     * @throws OutOfMemoryError if there is no direct memory for a packet of more than 1408 bytes, which then waits at
     *     its peer for {@link ENetPacketPeer#getPacket()}, and counts as unread until that is called
     */
    public ENetEvent service(int timeoutMillis, ENetPacketHandler handler) {
        return serviceWith(Objects.requireNonNull(handler, "handler"), timeoutMillis);
    }

    /** Null: packets are events. */
    private ENetEvent serviceWith(ENetPacketHandler handler, int timeoutMillis) {
        ENetEvent event;
        List<Notice.Message> notices;
        lock.lock();
        try {
            Host mine = host();
            event = mine.loop.service(timeoutMillis, handler);
            notices = mine.watch.takeNotices();
        } finally {
            lock.unlock();
        }
        if (notices != null) {
            notices.forEach(Notice.Message::tell); // without the lock: who knows how long that takes
        }
        return event;
    }

    /**
     * Returns one event of those that have been received already, without sending or receiving (ENet's
     * {@code enet_host_check_events}).
     *
     * @return the event, NONE when there is none or another thread is in an {@link ENetPacketHandler}, never null; the
     *     object as in {@link #service(int)}
     * @throws IllegalStateException as {@link #service()}
     */
    public ENetEvent checkEvents() {
        lock.lock();
        try {
            return host().loop.checkEvents();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes a service call that waits return NONE; if none waits, the next one that would. For a program's own threads
     * to get the attention of the thread that services the connection. (Not in Godot.)
     */
    public void wakeup() {
        lock.lock();
        try {
            host().waiting.wakeup();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has each datagram that arrives shown to a callback before ENet has it.
     *
     * @param callback the callback; null for none
     */
    public void intercept(@Nullable ENetIntercept callback) {
        lock.lock();
        try {
            Host mine = host();
            mine.interception.set(mine.address, callback);
        } finally {
            lock.unlock();
        }
    }
}
