package io.github.enet4j.multiplayer;

import static io.github.enet4j.multiplayer.MultiplayerPeer.SERVER;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The loop of a poll: what has come, what is due, and the wait between. */
final class Polling {
    private final Session session;
    private final Incoming incoming;

    /** One thread at a time polls; it waits without holding the session's lock. */
    private final ReentrantLock lock = new ReentrantLock();

    private ConnectionStatus lastStatus = ConnectionStatus.DISCONNECTED;

    Polling(Session session) {
        this.session = session;
        this.incoming = new Incoming(session);
    }

    void use(MultiplayerPeer transport) {
        lastStatus = transport == null ? ConnectionStatus.DISCONNECTED : transport.getConnectionStatus();
    }

    void poll(int timeoutMillis) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("poll inside a callback");
        }
        lock.lock();
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
            while (true) {
                MultiplayerPeer transport;
                int wait;
                session.enter();
                try {
                    long left = end - System.nanoTime();
                    if (pollOnce() || left <= 0 || session.takeWakeup()) {
                        return;
                    }
                    transport = session.transport;
                    wait = session.millisToNext((int) ((left + 999_999) / 1_000_000));
                    if (transport == null || transport.getConnectionStatus() == ConnectionStatus.DISCONNECTED) {
                        session.awaitPeer(wait);
                        continue;
                    }
                } finally {
                    session.leave();
                }
                transport.await(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether anything happened. */
    private boolean pollOnce() {
        MultiplayerPeer transport = session.transport;
        if (transport == null) {
            return false;
        }
        boolean any = transport.getConnectionStatus() != ConnectionStatus.DISCONNECTED && incoming.receive();
        if (session.transport != transport) {
            return true;
        }
        ConnectionStatus before = lastStatus;
        lastStatus = transport.getConnectionStatus();
        if (lastStatus == ConnectionStatus.DISCONNECTED) {
            if (before == lastStatus) {
                return any;
            }
            session.reset();
            if (before == ConnectionStatus.CONNECTED) {
                session.callBack(SERVER, () -> session.listener.serverDisconnected());
            } else {
                session.callBack(SERVER, () -> session.listener.connectionFailed());
            }
            return true;
        }
        session.paths.confirmArrived();
        session.membership.dropLate();
        session.replication.tickIfDue();
        return any;
    }
}
