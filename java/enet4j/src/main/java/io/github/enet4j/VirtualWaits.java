package io.github.enet4j;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The waits of virtual threads: one platform thread waits for the sockets of all, and ends when there has been none for
 * some time.
 */
final class VirtualWaits {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static VirtualWaits current;

    private final SocketSelector sockets = new SocketSelector();
    private int waits;

    private VirtualWaits() {
    }

    /** Counts a wait in, until {@link #leave()}. Null when the system has no more descriptors to wait with. */
    static VirtualWaits enter() {
        LOCK.lock();
        try {
            if (current == null) {
                VirtualWaits started = new VirtualWaits();
                VirtualThreads.runOnPlatformThread(started::run);
                current = started;
            }
            current.waits++;
            return current;
        } catch (ENetException e) {
            return null;
        } finally {
            LOCK.unlock();
        }
    }

    void leave() {
        LOCK.lock();
        try {
            waits--;
        } finally {
            LOCK.unlock();
        }
    }

    SocketSelector sockets() {
        return sockets;
    }

    private void run() {
        long lastWait = System.nanoTime();
        boolean fine = true;
        while (fine) {
            fine = sockets.select(VirtualThreads.IDLE_MILLIS);
            LOCK.lock();
            try {
                long now = System.nanoTime();
                lastWait = waits > 0 ? now : lastWait;
                boolean idle = waits == 0 && now - lastWait > VirtualThreads.IDLE_MILLIS * 1_000_000L;
                if (idle || !fine) {
                    current = current == this ? null : current;
                    fine = false;
                }
            } finally {
                LOCK.unlock();
            }
        }
        sockets.close();
    }
}
