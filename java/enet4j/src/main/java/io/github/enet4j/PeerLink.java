package io.github.enet4j;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a peer is linked to what ENet has of it: its state and how it ended, its end and its tuning. That part of
 * {@link ENetPacketPeer}'s methods, which a program calls there.
 */
abstract class PeerLink {
    final Host host;
    final long name;
    final ConnectionLock lock;
    private volatile Address address;
    private volatile int port;
    private volatile Address localAddress;
    boolean active = true;
    private boolean connected;
    private Runnable onceConnected;
    private boolean disconnecting;
    private DisconnectReason disconnectReason;
    private DtlsError dtlsError;
    private long[] lastStatistics;

    PeerLink(Host host, long name, Address address, int port) {
        this.host = host;
        this.name = name;
        this.address = address;
        this.port = port;
        this.lock = host.connection.lock;
    }

    /* ---- For the connection, with the lock ---- */

    /** Also without the lock, and then of others' doing a little later. */
    boolean isDisconnecting() {
        return disconnecting;
    }

    /** Its CONNECT is there, from that address of the other side to that one here, or null. */
    void connected(Address from, int fromPort, Address to) {
        address = from;
        port = fromPort;
        localAddress = to;
        connected = true;
        if (onceConnected != null) {
            onceConnected.run();
            onceConnected = null;
        }
    }

    /** Its DISCONNECT is there. */
    void ended(DisconnectReason reason, long data, DtlsError error, long[] statistics) {
        active = false;
        disconnectReason = reason;
        dtlsError = error;
        lastStatistics = statistics;
        Recording.disconnected(this, reason, data, error, statistics);
    }

    /** Whether the peer has come to its end with this, without an event. */
    boolean disconnect(int kind, int data) {
        disconnecting = true;
        if (Native.disconnect(host.address, name, kind, data)) {
            return false;
        }
        DisconnectReason reason = kind == Native.RESET ? DisconnectReason.RESET : DisconnectReason.LOCAL;
        ended(reason, Integer.toUnsignedLong(data), null, host.events.statistics());
        return true;
    }

    /* ---- Ending ---- */

    /**
     * Asks the other side to disconnect. What is still queued for sending is dropped, and nothing more is received.
     * A DISCONNECT event follows when the other side has confirmed, or does not answer for long. A peer that is not
     * connected yet becomes inactive at once, without an event.
     *
     * @param data a number for the other side's DISCONNECT event, which sees it unsigned
     */
    public void peerDisconnect(int data) {
        end(Native.DISCONNECT, data);
    }

    /**
     * Disconnects as {@link #peerDisconnect(int)}, but only when all that is queued has been sent and confirmed.
     *
     * @param data a number for the other side's DISCONNECT event, which sees it unsigned
     */
    public void peerDisconnectLater(int data) {
        end(Native.DISCONNECT_LATER, data);
    }

    /**
     * Disconnects without waiting for a confirmation: tells the other side once and makes the peer inactive. No event
     * follows here.
     *
     * @param data a number for the other side's DISCONNECT event, which sees it unsigned
     */
    public void peerDisconnectNow(int data) {
        end(Native.DISCONNECT_NOW, data);
    }

    /**
     * Forgets the connection without a word: the peer becomes inactive, the other side notices by a timeout. (With DTLS
     * at once, by the end of the session, if this was its only connection.)
     */
    public void reset() {
        end(Native.RESET, 0);
    }

    private void end(int kind, int data) {
        lock.lock();
        try {
            if (active) {
                if (disconnect(kind, data)) {
                    host.peers.retire(name);
                }
                host.wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /* ---- Facts ---- */

    /**
     * The address of the other side.
     *
     * @return an IPv4 address in dotted form, or the eight groups of an IPv6 address in lower-case hexadecimal without
     *     leading zeros or compression, as {@code 0:0:0:0:0:0:0:1}; a link-local one has the number of its interface,
     *     as {@code fe80:0:0:0:0:0:0:1%2}. After a connect to "255.255.255.255" it is that until the CONNECT event,
     *     then the address of the server that has answered
     */
    public String getRemoteAddress() {
        return Address.format(address.high(), address.low());
    }

    /**
     * The port of the other side.
     *
     * @return 1 to 65535
     */
    public int getRemotePort() {
        return port;
    }

    /**
     * The address and port of the other side, for the JDK's own network classes. (Not in Godot.)
     *
     * @return a resolved address
     */
    public InetSocketAddress getRemoteSocketAddress() {
        return Address.toSocketAddress(address.high(), address.low(), port);
    }

    /**
     * The address of this machine that the other side speaks to, and that it gets its answers from. (Not in Godot.)
     *
     * @return the address, written as by {@link #getRemoteAddress()}; null before the CONNECT event, and where the
     *     system does not tell
     */
    public @Nullable String getLocalAddress() {
        Address local = localAddress;
        return local != null ? Address.format(local.high(), local.low()) : null;
    }

    /**
     * Whether the connection has not ended: it may still be in the making. {@link #getState()} tells more.
     *
     * @return false for good after a DISCONNECT event, {@link #peerDisconnectNow(int)}, {@link #reset()}, a
     *     {@link #peerDisconnect(int)} while connecting, or the end of the {@link ENetConnection}'s host
     */
    public boolean isActive() {
        lock.lock();
        try {
            return active;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Why the connection has ended. (Not in Godot.)
     *
     * @return the reason; null while the peer is active
     */
    public @Nullable DisconnectReason getDisconnectReason() {
        lock.lock();
        try {
            return disconnectReason;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Why the DTLS session under this connection failed or ended, if that is what ended the connection. (Not in Godot.)
     *
     * @return the reason; null while the peer is active, without DTLS, and when it ended in another way
     */
    public @Nullable DtlsError getDtlsError() {
        lock.lock();
        try {
            return dtlsError;
        } finally {
            lock.unlock();
        }
    }

    /** Sends a ping, to measure the round trip time more often than ENet does by itself. */
    public void ping() {
        lock.lock();
        try {
            if (active) {
                Native.ping(host.address, name);
                host.wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets how often ENet pings when nothing reliable is sent.
     *
     * @param millis ms, counted as unsigned; 0 means 500, the default
     */
    public void pingInterval(int millis) {
        lock.lock();
        try {
            if (active) {
                Native.pingInterval(host.address, name, millis);
                host.wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets how fast the throttle of unreliable packets reacts, here and on the other side. Numbers count as unsigned.
     * Of a peer that is not connected yet it is set at its CONNECT; ENet, which has the server confirm the old numbers,
     * would end the attempt.
     *
     * @param interval     over how many ms the lowest round trip time is measured; 5000 by default
     * @param acceleration what the throttle gains when the round trip time falls; 2 by default, 32 means: all at once
     * @param deceleration what it loses when the round trip time rises; 2 by default, 0 means: never
     */
    public void throttleConfigure(int interval, int acceleration, int deceleration) {
        lock.lock();
        try {
            if (active && !connected) {
                onceConnected = () ->
                        Native.throttleConfigure(host.address, name, interval, acceleration, deceleration);
            } else if (active) {
                Native.throttleConfigure(host.address, name, interval, acceleration, deceleration);
                host.wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets when a peer that does not answer is given up: when a reliable packet has waited for timeoutMax, or for
     * timeoutMin and has been sent so often that 2^(attempts - 1) reaches timeout (ENet's {@code enet_peer_timeout}).
     *
     * @param timeout    a factor, not a time: 0 means 32
     * @param timeoutMin ms; 0 means 5000
     * @param timeoutMax ms; 0 means 30000
     * @throws ENetException with INVALID_PARAMETER if timeout is above timeoutMin, or that above timeoutMax (as Godot,
     *     which compares them as they are given)
     */
    public void setTimeout(int timeout, int timeoutMin, int timeoutMax) {
        if (timeout > timeoutMin || timeoutMin > timeoutMax) {
            throw new ENetException(
                    ENetError.INVALID_PARAMETER,
                    "timeout " + timeout + " must not be above timeoutMin " + timeoutMin
                    + ", nor that above timeoutMax "         + timeoutMax);
        }
        lock.lock();
        try {
            if (active) {
                Native.timeout(host.address, name, timeout, timeoutMin, timeoutMax);
                host.wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A statistic of this connection; of an inactive peer the last one.
     *
     * @param statistic which one
     * @return the number; units are those of {@link PeerStatistic}
     */
    public double getStatistic(PeerStatistic statistic) {
        int index = statistic.value();
        lock.lock();
        try {
            return active ? Native.statistic(host.address, name, index) : lastStatistics[index];
        } finally {
            lock.unlock();
        }
    }

    /**
     * The state of the connection.
     *
     * @return the state, DISCONNECTED for an inactive peer
     */
    public PeerState getState() {
        lock.lock();
        try {
            return active ? PeerState.of(Native.state(host.address, name)) : PeerState.DISCONNECTED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many channels the connection has.
     *
     * @return 1 to 255; before the CONNECT event the number asked for; 0 as soon as either side has asked to disconnect
     */
    public int getChannels() {
        lock.lock();
        try {
            return active ? Native.channels(host.address, name) : 0;
        } finally {
            lock.unlock();
        }
    }
}
