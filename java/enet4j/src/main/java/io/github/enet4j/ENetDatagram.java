package io.github.enet4j;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A raw datagram, as an {@link ENetIntercept} sees it. The same object serves for all of a connection's datagrams.
 *
 * @since 0.1.0
 */
public final class ENetDatagram {
    private final ENetConnection connection;
    private final ByteBuffer data;
    private long high;
    private long low;
    private int port;

    ENetDatagram(ENetConnection connection, ByteBuffer memory) {
        this.connection = connection;
        this.data = memory.asReadOnlyBuffer();
    }

    ENetDatagram set(long newHigh, long newLow, int newPort, int length) {
        high = newHigh;
        low = newLow;
        port = newPort;
        data.clear().limit(length);
        return this;
    }

    /**
     * The connection it arrived at.
     *
     * @return the connection
     */
    public ENetConnection connection() {
        return connection;
    }

    /**
     * The sender's address, as {@link ENetPacketPeer#getRemoteAddress()} would write it.
     *
     * @return an IPv4 address in dotted form, or eight groups of an IPv6 address
     */
    public String address() {
        return Address.format(high, low);
    }

    /**
     * The sender's port.
     *
     * @return 1 to 65535
     */
    public int port() {
        return port;
    }

    /**
     * The sender's address and port, for the JDK's own network classes, and for
     * {@link ENetConnection#socketSend(InetSocketAddress, ByteBuffer)}.
     *
     * @return a new, resolved address
     */
    public InetSocketAddress socketAddress() {
        return Address.toSocketAddress(high, low, port);
    }

    /**
     * The contents, read-only, from position to limit. Good until the callback returns: later datagrams overwrite it.
     *
     * @return a direct buffer of 1 to 4096 bytes
     */
    public ByteBuffer data() {
        return data;
    }
}
