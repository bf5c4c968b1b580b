package io.github.enet4j;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who waits in service, and how they are woken. However many threads there are, one waits for the socket and for ENet's
 * timers, the leader; the others wait for its place. So a send wakes one thread and not all, which would keep the
 * sender from the lock. While packets are handed out nobody can lead. Waiting is done without the connection's lock;
 * all else here is guarded by it.
 */
final class Waiting {
    /** An {@link ENetSelector}'s view of a connection. Called with the connection's lock. */
    interface Watcher {
        /** What there is to do, or when, may have changed. */
        void changed();

        /** The host is about to go. */
        void end();
    }

    private final Host host;
    private final ReentrantLock lock;

    /** For those who wait for the leader's place, and for who waits until nobody waits. */
    private final Condition changed;

    /** All threads in {@link #await}. */
    private int waiters;

    private boolean led;

    /** A leader in the native wait has been woken, and has not come back yet. */
    private boolean signalled;

    private boolean polling;

    /** A leader that is a virtual thread, and whether it is to go on. */
    private volatile Thread parked;

    private volatile boolean unparked;

    /** Who waits for many connections with one thread. */
    private final List<Watcher> watchers = new ArrayList<>(0);

    /** Something was queued, or events were handed out, since a service call found nothing left to do. */
    private boolean stirred;

    private int wakeups;
    private boolean wakeupPending;

    Waiting(Host host, ReentrantLock lock) {
        this.host = host;
        this.lock = lock;
        this.changed = lock.newCondition();
    }

    /**
     * Waits until there may be something to do, as the leader for at most `timer` ms, else for at most `limit` ms.
     * 0, or the system's number of an error of the socket.
     */
    int await(int limit, int timer) {
        waiters++;
        try {
            if (cannotLead()) {
                follow(limit);
                return 0;
            }
            led = true;
            try {
                return lead(timer);
            } finally {
                led = false;
            }
        } finally {
            waiters--;
            if (waiters == 0) {
                changed.signalAll();
            }
        }
    }

    /** Where the event buffer is lent, what the socket has could not be taken: waiting for it would return at once. */
    private boolean cannotLead() {
        return led || host.events.isLent();
    }

    private void follow(int limit) {
        int before = wakeups;
        long left = TimeUnit.MILLISECONDS.toNanos(limit);
        boolean interrupted = false;
        while (cannotLead() && wakeups == before && !host.isDestroyed() && left > 0) {
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                interrupted = true; // which does not end the wait
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int lead(int milliseconds) {
        VirtualWaits waits = VirtualThreads.isCurrent() ? VirtualWaits.enter() : null;
        return waits != null ? park(waits, milliseconds) : poll(milliseconds);
    }

    private int poll(int milliseconds) {
        polling = true;
        lock.unlock();
        int result = -1;
        try {
            result = Native.await(host.address, milliseconds);
        } finally {
            lock.lock();
            polling = false;
            if (signalled) {
                signalled = false;
                Native.rest(host.address);
            }
        }
        return result;
    }

    /** The same for a virtual thread, which must not stay in native code. */
    private int park(VirtualWaits waits, int milliseconds) {
        long socket = Native.socket(host.address);
        if (socket == -1) {
            waits.leave();
            return 0;
        }
        unparked = false;
        parked = Thread.currentThread();
        int token = waits.sockets().register(this::unpark);
        lock.unlock();
        boolean interrupted = false;
        boolean added = false;
        try {
            added = waits.sockets().add(socket, token);
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
            for (long left; added && !unparked && (left = end - System.nanoTime()) > 0;) {
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted(); // which does not end the wait
            }
        } finally {
            waits.sockets().remove(socket);
            waits.sockets().unregister(token);
            waits.leave();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            lock.lock();
            parked = null;
        }
        return added ? 0 : -1;
    }

    /** From any thread, with or without the lock. */
    private void unpark() {
        unparked = true;
        LockSupport.unpark(parked);
    }

    /** Has the leader, if there is one, look at the connection again; else another thread that waits. */
    void wake() {
        if (polling && !signalled) {
            signalled = true;
            Native.wake(host.address);
        }
        if (parked != null) {
            unpark();
        }
        stirred = true;
        left();
    }

    /** A service call with nothing left to do has been made. */
    void calm() {
        stirred = false;
    }

    boolean isStirred() {
        return stirred;
    }

    void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** The host is about to go. */
    void endWatches() {
        List.copyOf(watchers).forEach(Watcher::end);
    }

    /** Where nobody leads, one of those that wait for it does so next. To be called when a thread stops servicing. */
    void left() {
        if (!cannotLead() && waiters > 0) {
            changed.signal();
        }
        for (int i = 0; i < watchers.size(); i++) {
            watchers.get(i).changed();
        }
    }

    /** Ends the waits and lets their service calls return; if there is none, the next one that would wait. */
    void wakeup() {
        wakeups++;
        wakeupPending = waiters == 0;
        changed.signalAll();
        wake();
    }

    /** How often {@link #wakeup} was called, for a service call to see that it was meant. */
    int wakeups() {
        return wakeups;
    }

    /** Whether a wakeup came while nobody waited; it is used up. */
    boolean takePendingWakeup() {
        boolean pending = wakeupPending;
        wakeupPending = false;
        return pending;
    }

    /** Ends the waits of a host that is being destroyed, and returns when all have left. */
    void awaitNobody() {
        while (waiters > 0) {
            changed.signalAll();
            wake();
            changed.awaitUninterruptibly();
        }
    }
}
