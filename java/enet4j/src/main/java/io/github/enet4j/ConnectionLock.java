package io.github.enet4j;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of one connection. A thread inside an {@link ENetIntercept} or {@link ENetAdmission} holds that of its
 * connection, and is kept from taking another's: two of them that did so to one another would wait for ever.
 */
final class ConnectionLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    private static final ThreadLocal<ConnectionLock> INTERCEPTING = new ThreadLocal<>();

    /** Spares programs without interceptors the look at the thread. */
    private static volatile boolean anyIntercept;

    static void expectIntercepts() {
        anyIntercept = true;
    }

    void beginIntercept() {
        INTERCEPTING.set(this);
    }

    void endIntercept() {
        INTERCEPTING.remove();
    }

    @Override
    public void lock() {
        if (anyIntercept) {
            ConnectionLock held = INTERCEPTING.get();
            if (held != null && held != this) {
                throw new IllegalStateException("another connection, from inside an ENetIntercept or ENetAdmission");
            }
        }
        super.lock();
    }
}
