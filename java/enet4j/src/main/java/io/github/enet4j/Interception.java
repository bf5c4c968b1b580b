package io.github.enet4j;

import java.nio.ByteBuffer;

/**
 * The way from native code, in the middle of a service call, to an {@link ENetIntercept} or {@link ENetAdmission}, and
 * of what those throw to the service call.
 */
final class Interception {
    private final ENetConnection connection;
    private ENetIntercept callback;
    private ENetDatagram datagram;
    private ENetAdmission admission;
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

    /** Null: none. */
    void set(long host, ENetAdmission newAdmission) {
        admission = newAdmission;
        ConnectionLock.expectIntercepts();
        Native.setAdmission(host, this, newAdmission != null);
    }

    /** Called from native code for each datagram while service runs: what it throws first waits until that is over. */
    private boolean intercepted(long high, long low, int port, int length) {
        begin();
        try {
            return callback.intercept(datagram.set(high, low, port, length));
        } catch (Throwable t) {
            keep(t);
            return true;
        } finally {
            end();
        }
    }

    /** The same for each client that wants to connect. */
    private boolean admitted(long high, long low, int port, int data) {
        begin();
        try {
            return admission.admit(Address.format(high, low), port, Integer.toUnsignedLong(data));
        } catch (Throwable t) {
            keep(t);
            return false;
        } finally {
            end();
        }
    }

    private void begin() {
        running = true;
        connection.lock.beginIntercept();
    }

    private void end() {
        connection.lock.endIntercept();
        running = false;
    }

    private void keep(Throwable thrown) {
        failure = failure != null ? failure : thrown;
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
            throw new IllegalStateException("an ENetIntercept or ENetAdmission threw a checked exception", thrown);
        }
    }

    void requireOutside() {
        if (running) {
            throw new IllegalStateException("not from inside an ENetIntercept or ENetAdmission");
        }
    }
}
