package io.github.enet4j;

/** What service and checkEvents do: each event comes from the buffer, which native code fills. With the lock. */
final class EventLoop {
    private final Host host;

    /** Of the thread that serviced last: another one gets an object of its own, so that neither sees it change. */
    private ENetEvent ownEvent;

    private Thread eventOwner;

    /** How many threads are in service. */
    private int inside;

    EventLoop(Host host) {
        this.host = host;
    }

    ENetEvent service(int timeoutMillis) {
        ENetEvent event = start();
        if (inside == 0) {
            host.watch.serviced();
        }
        inside++;
        try {
            return service(event, timeoutMillis);
        } finally {
            inside--;
            if (inside == 0) {
                host.watch.left();
            }
            host.waiting.left();
        }
    }

    private ENetEvent service(ENetEvent event, int timeoutMillis) {
        long end = timeoutMillis > 0 ? System.nanoTime() + timeoutMillis * 1_000_000L : 0;
        int wakeups = host.waiting.wakeups();
        int limit = timeoutMillis;
        while (true) {
            next(event, true, limit);
            if (event.type() != EventType.NONE || limit <= 0 || host.waiting.takePendingWakeup()) {
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
        return next(start(), false, 0);
    }

    /** The event of this thread. */
    private ENetEvent start() {
        host.interception.requireOutside();
        host.peers.dropRetired();
        Thread thread = Thread.currentThread();
        if (eventOwner != thread) {
            ownEvent = new ENetEvent();
            eventOwner = thread;
        }
        return ownEvent;
    }

    /** Makes the next event: of the buffer, else of one filled anew. */
    private ENetEvent next(ENetEvent event, boolean io, int limit) {
        while (true) {
            if (!host.events.hasNext()) {
                host.interception.rethrowFailure(); // of the pass whose events have all been returned
                int count = host.events.fill(host.address, host.interception, io, limit);
                host.watch.look();
                if (count <= 0) {
                    host.interception.rethrowFailure();
                    if (io && count == 0) {
                        host.waiting.calm();
                    }
                    return count == 0 ? event.set(EventType.NONE) : event.setError(host.events.error());
                }
            }
            host.events.next();
            if (deliver(event)) {
                /* There may be more for others who wait, here or in the transport. */
                host.wake();
                return event;
            }
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
