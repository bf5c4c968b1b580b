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

    private final PollGap gap = new PollGap();

    private ConnectionStatus lastStatus = ConnectionStatus.DISCONNECTED;

    Polling(Session session) {
        this.session = session;
        this.incoming = new Incoming(session);
    }

    void use(MultiplayerPeer transport) {
        lastStatus = transport == null ? ConnectionStatus.DISCONNECTED : transport.getConnectionStatus();
    }

    void poll(int timeoutMillis) {
        if (session.isEntered() || lock.isHeldByCurrentThread()) {
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
                        boolean come = session.awaitPeer(wait);
                        gap.begin(System.nanoTime());
                        if (come) {
                            continue;
                        }
                        return;
                    }
                } finally {
                    session.leave();
                }
                transport.await(wait);
                gap.begin(System.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether anything happened. */
    private boolean pollOnce() {
        String late = gap.end(System.nanoTime(), session.peers().length > 0);
        if (late != null) {
            System.getLogger(SceneMultiplayer.class.getName()).log(System.Logger.Level.WARNING, late);
        }
        MultiplayerPeer transport = session.transport;
        if (transport == null) {
            return false;
        }
        if (session.membership.takeClosed()) {
            end(); // before news of the next connection, which may be under way
            return true;
        }
        boolean any = transport.getConnectionStatus() != ConnectionStatus.DISCONNECTED && incoming.receive();
        if (session.transport != transport) {
            return true;
        }
        if (session.membership.takeClosed()
                || transport.getConnectionStatus() == ConnectionStatus.DISCONNECTED
                && lastStatus != ConnectionStatus.DISCONNECTED) {
            end();
            return true;
        }
        lastStatus = transport.getConnectionStatus();
        if (lastStatus == ConnectionStatus.DISCONNECTED) {
            return any;
        }
        session.paths.confirmArrived();
        session.membership.dropLate();
        session.replication.tickIfDue();
        return any;
    }

    /** Forgets a connection that has ended, and tells of it. */
    private void end() {
        ConnectionStatus before = lastStatus;
        lastStatus = ConnectionStatus.DISCONNECTED;
        session.reset();
        if (before == ConnectionStatus.CONNECTED) {
            session.callBack(SERVER, () -> session.listener.serverDisconnected());
        } else if (before == ConnectionStatus.CONNECTING) {
            session.callBack(SERVER, () -> session.listener.connectionFailed());
        }
    }
}
