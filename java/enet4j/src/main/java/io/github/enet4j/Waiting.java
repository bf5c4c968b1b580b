package io.github.enet4j;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who waits in service, and how they are woken. Waiting is done without the connection's lock; all else here is guarded
 * by it.
 */
final class Waiting {
    private final ReentrantLock lock;
    private final Condition changed;

    /** Threads in {@link #await}; of them those in the native wait. */
    private int waiters;

    private int polling;

    /** The native wait is being ended, which lasts until all have left it. */
    private boolean signalled;

    private int wakes;
    private int wakeups;
    private boolean wakeupPending;

    Waiting(ReentrantLock lock) {
        this.lock = lock;
        this.changed = lock.newCondition();
    }

    /** Waits in the native host without the lock. False on an error of the socket. */
    boolean await(long host, int milliseconds) {
        int before = wakes;
        waiters++;
        /* Who would wait while others are still being woken would be woken too, again and again. */
        while (signalled && wakes == before) {
            changed.awaitUninterruptibly();
        }
        boolean fine = wakes != before || poll(host, milliseconds);
        waiters--;
        if (waiters == 0) {
            changed.signalAll();
        }
        return fine;
    }

    private boolean poll(long host, int milliseconds) {
        int result;
        polling++;
        lock.unlock();
        try {
            result = Native.await(host, milliseconds);
        } finally {
            lock.lock();
            polling--;
            if (polling == 0 && signalled) {
                signalled = false;
                Native.rest(host);
                changed.signalAll();
            }
        }
        return result == 0;
    }

    /** Ends the waits, if there are any, so that those threads look at the connection again. */
    void wake(long host) {
        wakes++;
        if (polling > 0 && !signalled) {
            signalled = true;
            Native.wake(host);
        }
    }

    /** Ends the waits and lets their service calls return; if there is none, the next one that would wait. */
    void wakeup(long host) {
        wakeups++;
        wakeupPending = waiters == 0;
        wake(host);
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

    /** Ends the waits and returns when all have left. */
    void awaitNobody(long host) {
        while (waiters > 0) {
            wake(host);
            changed.awaitUninterruptibly();
        }
    }
}
