package io.github.enet4j;

import java.nio.ByteBuffer;

/** The way of a datagram from native code to an {@link ENetIntercept}, and of what that throws to the service call. */
final class Interception {
    private final ENetConnection connection;
    private ENetIntercept callback;
    private ENetDatagram datagram;
    private boolean running;
    private Throwable failure;

    Interception(ENetConnection connection) {
        this.connection = connection;
    }

    /** Null: none. */
    void set(long host, ENetIntercept newCallback) {
        ByteBuffer memory = newCallback != null ? ByteBuffer.allocateDirect(HostSettings.MAX_MTU) : null;
        /* Without a callback the old one stays, whose memory a callback that removes itself may still be using. */
        datagram = newCallback != null ? new ENetDatagram(connection, memory) : datagram;
        callback = newCallback;
        ConnectionLock.expectIntercepts();
        Native.setIntercept(host, this, memory);
    }

    /** Called from native code for each datagram while service runs: what it throws first waits until that is over. */
    private boolean intercepted(long high, long low, int port, int length) {
        running = true;
        connection.lock.beginIntercept();
        try {
            return callback.intercept(datagram.set(high, low, port, length));
        } catch (Throwable t) {
            failure = failure != null ? failure : t;
            return true;
        } finally {
            connection.lock.endIntercept();
            running = false;
        }
    }

    void rethrowFailure() {
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown != null) {
            throw new IllegalStateException("an ENetIntercept threw a checked exception", thrown);
        }
    }

    void requireOutside() {
        if (running) {
            throw new IllegalStateException("not from inside an ENetIntercept");
        }
    }
}
