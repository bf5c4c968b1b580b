package io.github.enet4j;

import java.lang.ref.Cleaner;

/**
 * The native host of a connection, destroyed once: by the connection, or by the cleaner when the program lost the
 * connection without closing it.
 */
final class HostHandle {
    /** Also frees the packets of peers that nobody holds any more. */
    static final Cleaner CLEANER = Cleaner.create();

    final long address;
    private final Cleaner.Cleanable cleanable;

    HostHandle(ENetConnection owner, long address, EventBatch batch) {
        this.address = address;
        this.cleanable = CLEANER.register(owner, new Destroyer(address, batch));
    }

    void destroy() {
        cleanable.clean();
    }

    /** Knows nothing of the connection, or that would never become unreachable. */
    private record Destroyer(long address, EventBatch batch) implements Runnable {
        @Override
        public void run() {
            batch.close();
            Native.destroy(address);
        }
    }
}
