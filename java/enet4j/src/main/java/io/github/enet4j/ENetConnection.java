package io.github.enet4j;

import static io.github.enet4j.Arguments.MAX_PORT;
import static io.github.enet4j.Arguments.check;
import static io.github.enet4j.Arguments.checkRange;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * An ENet host, that is a socket with all its connections: it listens for peers, connects to others, and moves packets
 * between them. What others call a connection is an {@link ENetPacketPeer}. Named and behaving like Godot's class of
 * the same name, and compatible with it and with ENet 1.3 on the wire, but for
 * <a href="https://github.com/enet4j/enet4j/blob/main/docs/compatibility.md">these differences</a>.
 *
 * <p>A connection does nothing by itself: a program calls {@link #service(int)} in a loop, which sends, receives and
 * returns one event at a time. A client that says hello, and waits for an answer:
 *
 * <pre>{@code
 * try (ENetConnection host = new ENetConnection()) {
 *     host.createHost();
 *     ENetPacketPeer server = host.connectToHost("play.example.org", 7777);
 *     if (host.service(3000).type() == EventType.CONNECT) {
 *         server.putPacket("hello".getBytes(StandardCharsets.UTF_8));
 *         ENetEvent event = host.service(3000);
 *         if (event.type() == EventType.RECEIVE) {
 *             System.out.println(new String(event.getPacket(), StandardCharsets.UTF_8));
 *         }
 *         server.peerDisconnectNow(0);
 *     }
 * }
 * }</pre>
 *
 * <p>Every method may be called from every thread. Service waits without keeping others out, and what they send leaves
 * at once. Methods throw IllegalStateException after {@link #destroy()}, and ENetException with UNCONFIGURED before
 * there is a host.
 *
 * @see ENetPacketPeer
 * @see ENetPacketHandler
 * @see ENetSelector
 * @since 0.1.0
 */
public final class ENetConnection extends HostEvents implements AutoCloseable {
    private static final int DEFAULT_MAX_PEERS = 32;
    private static final int MAX_CHANNELS = 255;

    /** Null while there is none. */
    private Host host;

    private boolean destroyed;

    /**
     * A connection without a host yet.
     *
     * @throws UnsatisfiedLinkError if the native library can't be loaded; the message says what was tried
     */
    public ENetConnection() {
        NativeLoader.load();
    }

    /**
     * Makes a host for outgoing connections, for 32 peers, without limits on channels and bandwidth.
     *
     * @throws ENetException as {@link #createHost(int, int, int, int)}
     */
    public void createHost() {
        createHost(DEFAULT_MAX_PEERS, 0, 0, 0);
    }

    /**
     * Makes a host for outgoing connections. Its socket is not bound: the system picks a port when something is sent
     * first (as in Godot).
     *
     * @param maxPeers     how many peers it can have at a time, 1 to 4095
     * @param maxChannels  how many channels peers that connect to it may have, 1 to 255; 0 means 255
     * @param inBandwidth  what it can receive, bytes per second; 0 means no limit
     * @param outBandwidth what it can send, bytes per second; 0 means no limit
     * @throws ENetException with ALREADY_IN_USE if there is a host, INVALID_PARAMETER if an argument is outside its
     *     range, CANT_CREATE if the system gives no socket
     */
    public void createHost(int maxPeers, int maxChannels, int inBandwidth, int outBandwidth) {
        create(Host.Binding.NONE, maxPeers, maxChannels, inBandwidth, outBandwidth);
    }

    /**
     * Makes a host that peers can connect to, for 32 of them, without limits on channels and bandwidth.
     *
     * @param bindAddress as for {@link #createHostBound(String, int, int, int, int, int)}
     * @param bindPort    as there
     * @throws ENetException as there
     */
    public void createHostBound(String bindAddress, int bindPort) {
        createHostBound(bindAddress, bindPort, DEFAULT_MAX_PEERS, 0, 0, 0);
    }

    /**
     * Makes a host that peers can connect to.
     *
     * @param bindAddress "*" for all addresses, IPv4 and IPv6 (a peer gets its answers from the one it has spoken to);
     *     "0.0.0.0" for all of IPv4; or an IPv4 or IPv6 address of this machine. As in Godot no host name, and no
     *     interface behind a link-local address: to be reached there bind to "*"
     * @param bindPort     the UDP port, 0 to 65535; 0 lets the system choose one, see {@link #getLocalPort()}
     * @param maxPeers     how many peers it can have at a time, 1 to 4095
     * @param maxChannels  how many channels peers that connect to it may have, 1 to 255; 0 means 255
     * @param inBandwidth  what it can receive, bytes per second; 0 means no limit
     * @param outBandwidth what it can send, bytes per second; 0 means no limit
     * @throws ENetException with INVALID_PARAMETER if an argument is outside its range or the address is none,
     *     ALREADY_IN_USE if there is a host, CANT_CREATE if the address or port can't be had (the message has what the
     *     system says)
     */
    public void createHostBound(
            String bindAddress, int bindPort, int maxPeers, int maxChannels, int inBandwidth, int outBandwidth) {
        Address address = Address.toBind(bindAddress);
        checkRange("bindPort", bindPort, 0, MAX_PORT);
        create(
                new Host.Binding(address, bindAddress, bindPort, false), maxPeers, maxChannels, inBandwidth,
                outBandwidth);
    }

    /**
     * Makes a host that peers can connect to, for 32 of them, without limits on channels and bandwidth; see
     * {@link #createHostBound(InetSocketAddress, int, int, int, int)}. (Not in Godot.)
     *
     * @param bindAddress as there
     * @throws ENetException as there
     */
    public void createHostBound(InetSocketAddress bindAddress) {
        createHostBound(bindAddress, DEFAULT_MAX_PEERS, 0, 0, 0);
    }

    /**
     * Makes a host that peers can connect to; see {@link #createHostBound(String, int, int, int, int, int)}. (Not in
     * Godot.)
     *
     * @param bindAddress  an address of the JDK's. The wildcard ({@code new InetSocketAddress(7777)}) is "*", IPv4 and
     *     IPv6, as it is for the JDK's own sockets. The text of an unresolved one is taken as there: no host name
     * @param maxPeers     as there
     * @param maxChannels  as there
     * @param inBandwidth  as there
     * @param outBandwidth as there
     * @throws ENetException as there
     */
    public void createHostBound(
            InetSocketAddress bindAddress, int maxPeers, int maxChannels, int inBandwidth, int outBandwidth) {
        createHostBound(
                Address.textToBind(bindAddress), bindAddress.getPort(), maxPeers, maxChannels, inBandwidth,
                outBandwidth);
    }

    /**
     * Makes a host on the address and port of another one: several threads then serve one port, each with a connection
     * of its own. The system hands all datagrams of one sender's address and port to one of the hosts
     * ({@link java.net.StandardSocketOptions#SO_REUSEPORT}), always the same one as long as no host is made or
     * destroyed there; who is connected meanwhile is lost when that happens. So all are to be made before the first of
     * them is serviced, and destroyed together. Others get the port only if they ask the system to share it, as the
     * same user: a second server of this kind does not. (Not in Godot.)
     *
     * @param other        a connection with a bound host
     * @param maxPeers     as for {@link #createHostBound(String, int, int, int, int, int)}
     * @param maxChannels  as there
     * @param inBandwidth  as there
     * @param outBandwidth as there
     * @throws ENetException as there; with UNCONFIGURED if the other one has no host, INVALID_PARAMETER if that is not
     *     bound, UNAVAILABLE on systems other than Linux, which do not share a port out
     */
    public void createHostSharing(
            ENetConnection other, int maxPeers, int maxChannels, int inBandwidth, int outBandwidth) {
        create(other.share(), maxPeers, maxChannels, inBandwidth, outBandwidth);
    }

    /** Where others may be bound from now on as well. */
    private Host.Binding share() {
        lock.lock();
        try {
            Host mine = host();
            check(mine.binding != Host.Binding.NONE, "the other host is not bound");
            if (Native.shareAddress(mine.address) != 0) {
                throw new ENetException(ENetError.UNAVAILABLE, "only Linux shares a port out among several hosts");
            }
            return new Host.Binding(
                    mine.binding.address(), mine.binding.text(), Native.localPort(mine.address), true);
        } finally {
            lock.unlock();
        }
    }

    private void create(Host.Binding binding, int maxPeers, int maxChannels, int inBandwidth, int outBandwidth) {
        lock.lock();
        try {
            if (host != null) {
                throw new ENetException(ENetError.ALREADY_IN_USE, "there is a host already: destroy it first");
            }
            checkRange("maxPeers", maxPeers, 1, MAX_PEERS);
            checkRange("maxChannels", maxChannels, 0, MAX_CHANNELS);
            checkRange("inBandwidth", inBandwidth, 0, Integer.MAX_VALUE);
            checkRange("outBandwidth", outBandwidth, 0, Integer.MAX_VALUE);
            host = new Host(this, binding, maxPeers, maxChannels, inBandwidth, outBandwidth);
            destroyed = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the host. Its peers become inactive without a word to the other side, which will notice by a timeout (with
     * DTLS at once, by the end of the session): call {@link ENetPacketPeer#peerDisconnectNow(int)} on each first to
     * tell them. A service call that waits in another thread returns NONE. Packets that the peers hold can still be
     * read. Does nothing when there is no host. A host can be made again afterwards.
     *
     * @throws IllegalStateException from inside an {@link ENetIntercept}
     */
    public void destroy() {
        lock.lock();
        try {
            if (host == null) {
                return;
            }
            Host old = requireHostOutsideIntercept();
            host = null;
            destroyed = true;
            old.destroy();
        } finally {
            lock.unlock();
        }
    }

    /** The same as {@link #destroy()}. */
    @Override
    public void close() {
        destroy();
    }

    /**
     * Starts to connect, with 255 channels and 0 as data; see {@link #connectToHost(String, int, int, int)}.
     *
     * @param address as there
     * @param port    as there
     * @return as there
     * @throws ENetException as there
     */
    public ENetPacketPeer connectToHost(String address, int port) {
        return connectToHost(address, port, 0, 0);
    }

    /**
     * Starts to connect to another host. {@link #service(int)} does the rest and reports CONNECT, or DISCONNECT when
     * nobody answers (with the default timeouts after 31.5 s). Several at a time are allowed, also while peers are
     * connected (Godot allows one on an idle host).
     *
     * @param address  an IPv4 or IPv6 address, a link-local one with its interface ("fe80::1%eth0"), or a host name,
     *     which is looked up in this call. "255.255.255.255" connects to the first server on the local network that
     *     answers (not with DTLS); {@link ENetPacketPeer#getRemoteAddress()} then tells which
     * @param port     the UDP port, 1 to 65535
     * @param channels how many channels to ask for, 1 to 255; 0 or less means 255, more means 255. The other side may
     *     grant fewer: {@link ENetPacketPeer#getChannels()}
     * @param data     a number for the other side's CONNECT event, which sees it unsigned
     * @return the peer, inactive as soon as the attempt has failed or the connection has ended
     * @throws ENetException with UNCONFIGURED if there is no host, INVALID_PARAMETER if the port is outside its range,
     *     CANT_RESOLVE if the address can't be made out, CANT_CREATE if all peers are taken or memory is short
     */
    public ENetPacketPeer connectToHost(String address, int port, int channels, int data) {
        requireHost();
        checkRange("port", port, 1, MAX_PORT);
        return connect(Address.resolve(address), port, channels, data);
    }

    /**
     * Starts to connect, with 255 channels and 0 as data; see {@link #connectToHost(String, int, int, int)}. (Not in
     * Godot.)
     *
     * @param address an address of the JDK's; an unresolved one is looked up in this call
     * @return as there
     * @throws ENetException as there
     */
    public ENetPacketPeer connectToHost(InetSocketAddress address) {
        return connectToHost(address, 0, 0);
    }

    /**
     * Starts to connect to another host; see {@link #connectToHost(String, int, int, int)}. (Not in Godot.)
     *
     * @param address  an address of the JDK's; an unresolved one is looked up in this call
     * @param channels as there
     * @param data     as there
     * @return as there
     * @throws ENetException as there
     */
    public ENetPacketPeer connectToHost(InetSocketAddress address, int channels, int data) {
        requireHost();
        checkRange("port", address.getPort(), 1, MAX_PORT);
        return connect(Address.resolve(address), address.getPort(), channels, data);
    }

    private ENetPacketPeer connect(Address address, int port, int channels, int data) {
        lock.lock();
        try {
            Host mine = host();
            int asked = channels <= 0 ? MAX_CHANNELS : channels;
            long name = Native.connect(mine.address, address.high(), address.low(), port, asked, data);
            if (name == -1) {
                throw new ENetException(
                        ENetError.CANT_CREATE, "all " + mine.peers.capacity() + " peers are taken, or memory is short");
            }
            mine.wake();
            return mine.addPeer(name, address, port);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Encrypts what this host sends and receives from now on with DTLS 1.2, as a client, checking the server against
     * what the JVM trusts by default; see {@link #dtlsClientSetup(String, TLSOptions)}.
     *
     * @param hostname as there
     * @throws ENetException as there
     */
    public void dtlsClientSetup(String hostname) {
        dtlsClientSetup(hostname, TLSOptions.client());
    }

    /**
     * Encrypts what this host sends and receives from now on with DTLS 1.2, as a client. To be called once, before the
     * first service, also after {@link #connectToHost}. Address and port stay as they are. It takes effect for every
     * server that this host connects to.
     *
     * <p>If a handshake or the check of a server fails, that peer's DISCONNECT event comes at once, and
     * {@link ENetPacketPeer#getDtlsError()} says why.
     *
     * @param hostname the name that the server's certificate must have, unless the options say otherwise; it is not
     *     looked up, and has nothing to do with the address given to connectToHost
     * @param options  how to check the server
     * @throws ENetException with UNCONFIGURED if there is no host, INVALID_PARAMETER for a server's options, a name
     *     that is empty or longer than 255 bytes (if it is to be checked), or a trusted certificate that can't be read,
     *     FAILED if DTLS is set up already, OUT_OF_MEMORY
     */
    public void dtlsClientSetup(String hostname, TLSOptions options) {
        DtlsSetup.client(this, hostname, options);
    }

    /**
     * Encrypts what this host sends and receives from now on with DTLS 1.2, as a server. To be called once, after
     * {@link #createHostBound} and before clients connect. Address and port stay as they are.
     *
     * @param options the server's key and certificate
     * @throws ENetException with UNCONFIGURED if there is no host, INVALID_PARAMETER for a client's options, a key that
     *     does not fit to the certificate, a certificate whose key usage or extended key usage is not for servers, or
     *     a chain of more than 8 KB, FAILED if DTLS is set up already, OUT_OF_MEMORY
     */
    public void dtlsServerSetup(TLSOptions options) {
        DtlsSetup.server(this, options);
    }

    /**
     * Gives a DTLS server another key and certificate, while it runs: handshakes that begin from now on use them,
     * sessions go on with what they began with. May be called at any time, from any thread, as often as one likes. (Not
     * in Godot.)
     *
     * @param options the server's new key and certificate
     * @throws ENetException with UNCONFIGURED if there is no host or it is no DTLS server, INVALID_PARAMETER as
     *     {@link #dtlsServerSetup}, OUT_OF_MEMORY; what was in use stays so then
     */
    public void renewCertificate(TLSOptions options) {
        DtlsSetup.renew(this, options);
    }

    /**
     * How many handshakes a DTLS server begins; those with an RSA key of 2048 bits cost it some 1.2 ms each, with an EC
     * key of 256 bits 0.25. Clients whose turn has not come send their first message again. Unless it is set: per
     * second 800 with an EC key of 256 bits, 250 with a longer one, 150 with an RSA key of 2048 bits, 40 with a longer
     * one; and 10 per address. (Not in Godot.)
     *
     * @param perSecond  of all clients, 0 for no limit. Bursts may be as large as what comes in a second
     * @param perAddress of one IPv4 address or one IPv6 /64, per second, 0 for no limit. Who wants more gets what the
     *     others leave of the first half of {@code perSecond}
     * @throws IllegalArgumentException if one is negative
     * @throws ENetException with UNCONFIGURED if there is no host or it is no DTLS server
     */
    public void handshakeLimit(int perSecond, int perAddress) {
        DtlsSetup.limit(this, perSecond, perAddress);
    }

    /**
     * The port that the host is bound to.
     *
     * @return 1 to 65535; 0 for a host that is not bound and has sent nothing yet
     */
    public int getLocalPort() {
        lock.lock();
        try {
            return Native.localPort(host().address);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The peers of this host in the order in which they came, those that are connecting or disconnecting included, and
     * those that ended without an event until the next service call.
     *
     * @return a new list
     */
    public List<ENetPacketPeer> getPeers() {
        lock.lock();
        try {
            return host().peers.copy();
        } finally {
            lock.unlock();
        }
    }

    @Override
    Host host() {
        if (host == null) {
            if (destroyed) {
                throw new IllegalStateException("the connection is destroyed");
            }
            throw new ENetException(ENetError.UNCONFIGURED, "no host yet: call createHost or createHostBound first");
        }
        return host;
    }

    /** The host; for what must not be done while native code is in the middle of receiving. */
    Host requireHostOutsideIntercept() {
        Host mine = host();
        mine.interception.requireOutside();
        return mine;
    }
}
