package io.github.enet4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits on many connections with one thread, as java.nio's Selector does on channels: for load generators, and for
 * servers with many hosts. (Not in Godot.)
 *
 * <pre>{@code
 * for (ENetConnection connection : selector.select(1000)) {
 *     ENetEvent event;
 *     while ((event = connection.service()).type() != EventType.NONE) {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>Every method may be called from every thread; of several threads in {@link #select} one at a time selects. A
 * connection may be in several selectors, and be serviced by other threads, too. It leaves its selectors when its host
 * is destroyed. A selector takes two descriptors of the system's, until it is closed. Methods but {@link #close()}
 * throw IllegalStateException after that.
 *
 * @see ENetConnection#service(int)
 * @since 0.1.0
 */
public final class ENetSelector implements AutoCloseable {
    private final SocketSelector sockets;

    /** For one select at a time. */
    private final ReentrantLock selecting = new ReentrantLock();

    /** Guards what follows. It may be taken with a connection's lock held, but not the other way round. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<ENetConnection, Registration> registrations = new LinkedHashMap<>();
    private Registration[] all = {};
    private boolean wakeupPending;
    private boolean closed;

    /** Whether a thread is on its way into the wait, so that what changes has to wake it. */
    private volatile boolean waiting;

    /**
     * A selector without connections.
     *
     * @throws ENetException with CANT_CREATE if the system has no more descriptors
     * @throws UnsatisfiedLinkError if the native library can't be loaded; the message says what was tried
     */
    public ENetSelector() {
        NativeLoader.load();
        sockets = new SocketSelector();
    }

    /**
     * Adds a connection; once, however often it is called.
     *
     * @param connection one that has a host
     * @throws ENetException with UNCONFIGURED if it has no host
     * @throws IllegalStateException if it is destroyed, or the selector closed
     */
    public void add(ENetConnection connection) {
        connection.lock.lock();
        try {
            Host host = connection.host();
            lock.lock();
            try {
                requireOpen();
                if (registrations.containsKey(connection)) {
                    return;
                }
                Registration added = new Registration(connection, host);
                host.waiting.watch(added);
                registrations.put(connection, added);
                all = registrations.values().toArray(new Registration[0]);
            } finally {
                lock.unlock();
            }
        } finally {
            connection.lock.unlock();
        }
        wakeIfWaiting();
    }

    /**
     * Removes a connection. Does nothing when it is not in here.
     *
     * @param connection the connection
     */
    public void remove(ENetConnection connection) {
        connection.lock.lock();
        try {
            Registration removed;
            lock.lock();
            try {
                requireOpen();
                removed = registrations.get(connection);
            } finally {
                lock.unlock();
            }
            if (removed != null) {
                removed.end();
            }
        } finally {
            connection.lock.unlock();
        }
    }

    /**
     * Waits until connections have something to do: events or datagrams have come, packets are to be sent, a timer of
     * ENet's is due, or {@link ENetConnection#wakeup()} was called. Each is to be serviced then, until its service call
     * returns NONE; one that is not is here again the next time.
     *
     * <p>An interrupt of the thread does not end the wait; {@link #wakeup()} does.
     *
     * @param timeoutMillis how long to wait, ms; 0 or less: not at all
     * @return a new list of those connections; empty when the time is over, after {@link #wakeup()}, and when the
     *     selector is closed meanwhile
     * @throws ENetException with FAILED if the system refuses to wait
     */
    public List<ENetConnection> select(int timeoutMillis) {
        selecting.lock();
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(timeoutMillis, 0));
            List<ENetConnection> due = new ArrayList<>();
            while (true) {
                boolean last = pass(end, due);
                if (last || !due.isEmpty()) {
                    return due;
                }
            }
        } finally {
            selecting.unlock();
        }
    }

    /** Looks at all, waits, and adds those that have something to do. Whether it is time to return without any, too. */
    private boolean pass(long end, List<ENetConnection> due) {
        waiting = true; // before looking, or what changes between that and the wait would be seen after it
        try {
            Registration[] registered = registered();
            long next = end;
            for (Registration one : registered) {
                one.refresh();
                next = one.due - next < 0 ? one.due : next;
            }
            boolean woken = takeWakeup();
            long nanos = woken ? 0 : Math.max(next - System.nanoTime(), 0);
            int millis = (int) Math.min((nanos + 999_999) / 1_000_000, Integer.MAX_VALUE);
            boolean fine = millis > 0 && VirtualThreads.isCurrent()
                    ? VirtualThreads.callOnPlatformThread(() -> sockets.select(millis)) : sockets.select(millis);
            if (isClosed()) {
                return true;
            }
            if (!fine) {
                throw new ENetException(ENetError.FAILED, "the system refuses to wait for the sockets");
            }
            long now = System.nanoTime();
            for (Registration one : registered) {
                if (one.isDue(now)) {
                    due.add(one.connection);
                    one.changed = true; // what is left undone is found the next time
                }
            }
            return woken | takeWakeup() | now - end >= 0;
        } finally {
            waiting = false;
        }
    }

    private Registration[] registered() {
        lock.lock();
        try {
            requireOpen();
            return all;
        } finally {
            lock.unlock();
        }
    }

    private boolean takeWakeup() {
        lock.lock();
        try {
            boolean pending = wakeupPending;
            wakeupPending = false;
            return pending;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the selector is closed");
        }
    }

    private void wakeIfWaiting() {
        if (waiting) {
            sockets.wakeup();
        }
    }

    /** Has a {@link #select} that waits return; if there is none, the next one. */
    public void wakeup() {
        lock.lock();
        try {
            requireOpen();
            wakeupPending = true;
        } finally {
            lock.unlock();
        }
        wakeIfWaiting();
    }

    /** Ends a {@link #select} that waits, and gives up all connections, which stay as they are. May be repeated. */
    @Override
    public void close() {
        Registration[] left;
        lock.lock();
        try {
            closed = true;
            left = all;
        } finally {
            lock.unlock();
        }
        for (Registration one : left) {
            one.connection.lock.lock();
            try {
                one.end();
            } finally {
                one.connection.lock.unlock();
            }
        }
        sockets.close();
    }

    /** One connection in here. */
    private final class Registration implements Waiting.Watcher {
        private static final long NO_SOCKET = -1;

        final ENetConnection connection;

        /** Something may be different from what the last refresh has found. */
        volatile boolean changed = true;

        /** By System.nanoTime; of the selecting thread. */
        long due;

        private final Host host;
        private final int token = sockets.register(this::readable);
        private long socket = NO_SOCKET;
        private volatile boolean readable;

        Registration(ENetConnection connection, Host host) {
            this.connection = connection;
            this.host = host;
        }

        private void readable() {
            readable = true;
        }

        boolean isDue(long now) {
            return readable || due - now <= 0;
        }

        /** Finds out when there will be something to do, and has the socket reported. */
        void refresh() {
            if (!changed) {
                return;
            }
            connection.lock.lock();
            try {
                changed = false;
                readable = false;
                due = System.nanoTime() + TimeUnit.DAYS.toNanos(1);
                if (host.isDestroyed() || host.events.isLent()) { // which tells when it is given back
                    return;
                }
                long found = Native.socket(host.address);
                if (found == NO_SOCKET || host.events.hasNext() || host.waiting.isStirred()) {
                    readable = true;
                    due = System.nanoTime();
                    return;
                }
                socket = found;
                if (!sockets.add(socket, token)) {
                    throw new ENetException(ENetError.CANT_CREATE, "the system can't wait for one more socket");
                }
                host.watch.serviced(); // waited for, it lacks nothing
                int timer = Native.waitTime(host.address, Integer.MAX_VALUE);
                due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timer);
            } finally {
                connection.lock.unlock();
            }
        }

        @Override
        public void changed() {
            changed = true;
            wakeIfWaiting();
        }

        /** The connection leaves, while its socket is still open; with its lock. */
        @Override
        public void end() {
            host.waiting.unwatch(this);
            if (socket != NO_SOCKET) {
                sockets.remove(socket);
            }
            sockets.unregister(token);
            lock.lock();
            try {
                registrations.remove(connection);
                all = registrations.values().toArray(new Registration[0]);
            } finally {
                lock.unlock();
            }
        }
    }
}
