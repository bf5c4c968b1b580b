package io.github.enet4j;

import java.lang.ref.Cleaner;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The native host of a connection, destroyed once: by the connection, or by the cleaner when the program lost the
 * connection without closing it.
 */
final class HostHandle {
    /** Also frees the packets of peers that nobody holds any more. */
    static final Cleaner CLEANER = Cleaner.create();

    final long address;
    private final Cleaner.Cleanable cleanable;

    HostHandle(ENetConnection owner, long address, EventBatch batch, Staging staging) {
        this.address = address;
        this.cleanable = CLEANER.register(owner, new Destroyer(address, batch, staging, owner.lock));
    }

    void destroy() {
        cleanable.clean();
    }

    /**
     * Knows nothing of the connection, or that would never become unreachable. A connection may be so in the middle of
     * its last call; the lock waits for that, and until then the memory that native code uses is kept here.
     */
    private record Destroyer(long address, EventBatch batch, Staging staging, ReentrantLock lock) implements Runnable {
        @Override
        public void run() {
            lock.lock();
            try {
                batch.close();
                Native.destroy(address);
            } finally {
                lock.unlock();
            }
        }
    }
}
