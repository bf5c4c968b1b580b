package io.github.enet4j;

import java.util.concurrent.locks.ReentrantLock;

/** What service and checkEvents do: each event comes from the buffer, which native code fills. With the lock. */
final class EventLoop {
    private final Host host;
    private final ReentrantLock lock;

    /** Of the thread that serviced last: another one gets an object of its own, so that neither sees it change. */
    private ENetEvent ownEvent;

    private Thread eventOwner;

    /** Null until there is a handler. */
    private PacketBatch batch;

    /** How many threads are in service, and not in a handler. */
    private int inside;

    EventLoop(Host host, ReentrantLock lock) {
        this.host = host;
        this.lock = lock;
    }

    /** With a handler, which may be null, packets go there and not into events. */
    ENetEvent service(int timeoutMillis, ENetPacketHandler handler) {
        ENetEvent event = start();
        enter();
        try {
            return service(event, timeoutMillis, handler);
        } finally {
            leave();
            host.waiting.left();
        }
    }

    private void enter() {
        if (inside == 0 && !host.isDestroyed()) {
            host.watch.serviced();
        }
        inside++;
    }

    private void leave() {
        inside--;
        if (inside == 0) {
            host.watch.left();
        }
    }

    private ENetEvent service(ENetEvent event, int timeoutMillis, ENetPacketHandler handler) {
        long end = timeoutMillis > 0 ? System.nanoTime() + timeoutMillis * 1_000_000L : 0;
        int wakeups = host.waiting.wakeups();
        int limit = timeoutMillis;
        while (true) {
            boolean found = next(event, true, limit, handler);
            if (found || limit <= 0 || host.waiting.takePendingWakeup()) {
                return event;
            }
            int error = host.waiting.await(limit, host.events.waitMillis());
            /* While this thread did not hold the lock everything may have happened. */
            if (host.isDestroyed() || host.waiting.wakeups() != wakeups) {
                return event.set(EventType.NONE);
            }
            if (error != 0) {
                return event.setError(error);
            }
            limit = (int) Math.max(0, (end - System.nanoTime() + 999_999) / 1_000_000);
        }
    }

    ENetEvent checkEvents() {
        ENetEvent event = start();
        next(event, false, 0, null);
        return event;
    }

    /** The event of this thread. */
    private ENetEvent start() {
        host.interception.requireOutside();
        takeBack();
        if (host.events.isLentToThisThread()) {
            throw new IllegalStateException("not from inside an ENetPacketHandler");
        }
        host.peers.dropRetired();
        Thread thread = Thread.currentThread();
        if (eventOwner != thread) {
            ownEvent = new ENetEvent();
            eventOwner = thread;
        }
        return ownEvent;
    }

    /**
     * Makes the next event: of the buffer, else of one filled anew. A handler gets the packets before it, without more
     * sending and receiving once it has got any, or it might go on for ever. False when it is time to wait: there was
     * neither an event nor a packet, and the host is still there.
     */
    private boolean next(ENetEvent event, boolean io, int limit, ENetPacketHandler handler) {
        boolean handedOut = false;
        while (!host.events.isLent() && !host.isDestroyed()) {
            if (!host.events.hasNext()) {
                host.interception.rethrowFailure(); // of the pass whose events have all been returned
                boolean pass = io && !handedOut;
                int count = host.events.fill(host.address, host.interception, pass, limit);
                host.watch.look();
                if (count <= 0) {
                    host.interception.rethrowFailure();
                    if (pass && count == 0) {
                        host.waiting.calm();
                    }
                    if (count < 0) {
                        event.setError(host.events.error());
                        return true;
                    }
                    break;
                }
            }
            if (handler != null && host.events.isPacketNext()) {
                handedOut |= handOut(handler);
                continue;
            }
            host.events.next();
            if (deliver(event)) {
                /* There may be more for others who wait, here or in the transport. */
                host.wake();
                return true;
            }
        }
        event.set(EventType.NONE);
        return handedOut || host.isDestroyed();
    }

    /** Hands out the packets in the buffer, without the lock. Whether there was anything for anybody. */
    private boolean handOut(ENetPacketHandler handler) {
        if (batch == null) {
            batch = new PacketBatch(host.events, host.peers);
        }
        try {
            batch.borrow();
            leave();
            lock.unlock();
            return batch.handOut(handler);
        } finally {
            batch.inUse = false;
            if (!lock.isHeldByCurrentThread()) {
                lock.lock();
            }
            takeBack();
            enter();
            host.wake();
        }
    }

    /**
     * Takes back the buffer from who needs it no longer: the thread that has borrowed it does so itself, or where that
     * had no stack left for this, the next one.
     */
    void takeBack() {
        if (!host.events.isLent() || batch.inUse) {
            return;
        }
        boolean left = batch.giveBack();
        if (left) {
            deliver(new ENetEvent()); // to its peer, where the program finds it when there is memory again
        }
        if (host.isDestroyed()) {
            host.events.close();
        }
    }

    /** Makes an event of the buffer's current record. False when it is of no concern any more. */
    private boolean deliver(ENetEvent event) {
        EventBuffer record = host.events;
        ENetPacketPeer peer = host.peers.find(record.peer());
        switch (record.type()) {
            case CONNECT -> {
                if (peer == null) {
                    peer = host.addPeer(record.peer(), record.address(), record.port());
                }
                peer.connected(record.address(), record.port(), record.localAddress());
                Recording.connected(peer, record.data());
                event.set(EventType.CONNECT, peer, record.data());
            }
            case DISCONNECT -> {
                if (peer == null) {
                    return false;
                }
                peer.ended(
                        record.disconnectReason(), record.data(), record.dtlsError(), record.lastStatistics());
                host.peers.remove(peer);
                event.set(EventType.DISCONNECT, peer, record.data());
            }
            default -> {
                /* ENet delivers nothing more once a disconnect was asked for; nor do we from what it had delivered. */
                if (peer == null || peer.isDisconnecting()) {
                    record.release(record.packet());
                    return false;
                }
                try {
                    event.setReceived(peer, record.channel(), peer.received());
                } catch (OutOfMemoryError e) {
                    record.release(record.packet());
                    throw e;
                }
            }
        }
        return true;
    }
}
