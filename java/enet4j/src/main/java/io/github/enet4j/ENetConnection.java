package io.github.enet4j;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An ENet host: it listens for peers, connects to others, and moves packets between them. Named and behaving like Godot's
 * class of the same name, and compatible with it and with ENet 1.3 on the wire; docs/compatibility.md has the
 * differences.
 *
 * <p>A connection does nothing by itself: a program calls {@link #service(int)} in a loop, which sends, receives and
 * returns one event at a time.
 *
 * <p>Every method may be called from every thread. Service waits without keeping others out, and what they send leaves
 * at once. Methods throw IllegalStateException after {@link #destroy()}, and ENetException with UNCONFIGURED before
 * there is a host.
 */
public final class ENetConnection implements AutoCloseable {
    private static final int DEFAULT_MAX_PEERS = 32;
    private static final int MAX_PEERS = 4095;
    private static final int MAX_CHANNELS = 255;
    private static final int MAX_PORT = 65535;
    private static final int MAX_DATAGRAM = 65535;
    private static final int MIN_MTU = 576;
    private static final int MAX_MTU = 4096;

    /** "false": one system call per datagram, as ENet does it, also where the system can do many at once (Linux). */
    private static final String BATCHING_PROPERTY = ENet4j.property("batching");

    /** Guards everything here and in the peers. */
    final ConnectionLock lock = new ConnectionLock();

    private final ENetEvent event = new ENetEvent();
    private final List<ENetPacketPeer> peers = new ArrayList<>();
    private final Staging staging = new Staging();

    /** How many of the peers in the list have ended without an event. */
    private int retiredPeers;

    /** Null while there is no host; the three below are made anew with each. */
    private HostHandle handle;

    private Waiting waiting;
    private EventBatch batch;
    private ENetPacketPeer[] slots;
    private boolean destroyed;

    private ENetIntercept intercept;
    private ENetDatagram datagram;
    private boolean intercepting;
    private Throwable interceptFailure;

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
        create(null, 0, maxPeers, maxChannels, inBandwidth, outBandwidth);
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
     * @param bindAddress "*" for all addresses, IPv4 and IPv6; "0.0.0.0" for all of IPv4; or an IPv4 or IPv6 address of
     *     this machine (no host name)
     * @param bindPort     the UDP port, 0 to 65535; 0 lets the system choose one, see {@link #getLocalPort()}
     * @param maxPeers     how many peers it can have at a time, 1 to 4095
     * @param maxChannels  how many channels peers that connect to it may have, 1 to 255; 0 means 255
     * @param inBandwidth  what it can receive, bytes per second; 0 means no limit
     * @param outBandwidth what it can send, bytes per second; 0 means no limit
     * @throws ENetException with INVALID_PARAMETER if an argument is outside its range or the address is none,
     *     ALREADY_IN_USE if there is a host, CANT_CREATE if the address or port can't be had
     */
    public void createHostBound(
            String bindAddress, int bindPort, int maxPeers, int maxChannels, int inBandwidth, int outBandwidth) {
        Address address = bindAddress.equals("*") ? Address.WILDCARD : Address.parse(bindAddress);
        check(address != null, "not an IP address: '" + bindAddress + "'");
        checkRange("bindPort", bindPort, 0, MAX_PORT);
        create(address, bindPort, maxPeers, maxChannels, inBandwidth, outBandwidth);
    }

    private void create(
            Address address, int port, int maxPeers, int maxChannels, int inBandwidth, int outBandwidth) {
        lock.lock();
        try {
            if (handle != null) {
                throw new ENetException(ENetError.ALREADY_IN_USE, "there is a host already");
            }
            checkRange("maxPeers", maxPeers, 1, MAX_PEERS);
            checkRange("maxChannels", maxChannels, 0, MAX_CHANNELS);
            checkRange("inBandwidth", inBandwidth, 0, Integer.MAX_VALUE);
            checkRange("outBandwidth", outBandwidth, 0, Integer.MAX_VALUE);
            /* All that can fail for want of memory comes before the host is there. */
            EventBatch newBatch = new EventBatch();
            Waiting newWaiting = new Waiting(lock);
            ENetPacketPeer[] newSlots = new ENetPacketPeer[maxPeers];
            Native.batching(!"false".equals(System.getProperty(BATCHING_PROPERTY)));
            boolean bound = address != null;
            long host = Native.create(
                    newBatch.memory(), bound, bound ? address.high() : 0, bound ? address.low() : 0, port, maxPeers,
                    maxChannels, inBandwidth, outBandwidth);
            if (host == 0) {
                throw new ENetException(
                        ENetError.CANT_CREATE,
                        bound ? "can't bind a socket to " + Address.format(address.high(), address.low()) + " port " + port
                                : "can't open a socket");
            }
            try {
                handle = new HostHandle(this, host, newBatch, staging);
            } catch (Throwable t) {
                Native.destroy(host);
                throw t;
            }
            batch = newBatch;
            waiting = newWaiting;
            slots = newSlots;
            destroyed = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the host. Its peers become inactive without a word to the other side, which will notice by a timeout (with DTLS
     * at once, by the end of the session): call {@link ENetPacketPeer#peerDisconnectNow(int)} on each first to tell them. A service call that waits in another
     * thread returns NONE. Packets that the peers hold can still be read. Does nothing when there is no host. A host can
     * be made again afterwards.
     *
     * @throws IllegalStateException from inside an {@link ENetIntercept}
     */
    public void destroy() {
        lock.lock();
        try {
            if (handle == null) {
                return;
            }
            requireOutsideIntercept();
            HostHandle old = handle;
            for (ENetPacketPeer peer : peers) {
                if (peer.isActive()) {
                    peer.disconnect(Native.RESET, 0);
                }
            }
            peers.clear();
            retiredPeers = 0;
            handle = null;
            interceptFailure = null;
            destroyed = true;
            waiting.awaitNobody(old.address);
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
     * @param address  an IPv4 or IPv6 address, or a host name, which is looked up in this call
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
        Address resolved = Address.resolve(address);
        lock.lock();
        try {
            long host = host();
            long name = Native.connect(
                    host, resolved.high(), resolved.low(), port, channels <= 0 ? MAX_CHANNELS : channels, data);
            if (name == -1) {
                throw new ENetException(ENetError.CANT_CREATE, "all " + slots.length + " peers are taken, or memory is short");
            }
            waiting.wake(host);
            return addPeer((int) name, (int) (name >>> 32), resolved, port);
        } finally {
            lock.unlock();
        }
    }

    private ENetPacketPeer addPeer(int slot, int generation, Address address, int port) {
        try {
            ENetPacketPeer peer = new ENetPacketPeer(this, batch, slot, generation, address, port);
            peers.add(peer);
            slots[slot] = peer;
            return peer;
        } catch (OutOfMemoryError e) {
            Native.disconnect(handle.address, slot, generation, Native.RESET, 0);
            throw e;
        }
    }

    /**
     * Sends, receives and returns one event, without waiting.
     *
     * @return the event, never null; the same object at each call
     * @throws IllegalStateException after destroy, or from inside an {@link ENetIntercept}
     */
    public ENetEvent service() {
        return service(0);
    }

    /**
     * Sends, receives and returns one event, waiting for it if there is none. While events are at hand they are returned
     * without sending or receiving, so call it until it returns NONE before doing other work for long.
     *
     * <p>An interrupt of the thread does not end the wait; {@link #wakeup()} does.
     *
     * @param timeoutMillis how long to wait for an event, ms; 0 or less: not at all
     * @return the event, NONE when the time was over, never null; the same object at each call
     * @throws IllegalStateException after destroy, or from inside an {@link ENetIntercept}
     */
    public ENetEvent service(int timeoutMillis) {
        lock.lock();
        try {
            startService();
            HostHandle mine = handle;
            long end = timeoutMillis > 0 ? System.nanoTime() + timeoutMillis * 1_000_000L : 0;
            int wakeups = waiting.wakeups();
            int limit = timeoutMillis;
            while (true) {
                EventType type = nextEvent(true, limit);
                if (type != EventType.NONE || limit <= 0) {
                    return event;
                }
                if (waiting.takePendingWakeup()) {
                    return event;
                }
                boolean waited = waiting.await(mine.address, batch.waitMillis());
                /* While this thread did not hold the lock everything may have happened. */
                if (handle != mine || waiting.wakeups() != wakeups) {
                    return event.set(EventType.NONE, null, 0, 0);
                }
                if (!waited) {
                    return event.set(EventType.ERROR, null, 0, 0);
                }
                limit = (int) Math.max(0, (end - System.nanoTime() + 999_999) / 1_000_000);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns one event of those that have been received already, without sending or receiving (ENet's
     * {@code enet_host_check_events}).
     *
     * @return the event, NONE when there is none, never null; the same object at each call
     * @throws IllegalStateException after destroy, or from inside an {@link ENetIntercept}
     */
    public ENetEvent checkEvents() {
        lock.lock();
        try {
            startService();
            nextEvent(false, 0);
            return event;
        } finally {
            lock.unlock();
        }
    }

    private void startService() {
        host();
        requireOutsideIntercept();
        if (retiredPeers > 0) {
            peers.removeIf(peer -> !peer.isActive());
            retiredPeers = 0;
        }
    }

    /** Puts the next event into {@link #event}: from the batch, else from a new one. */
    private EventType nextEvent(boolean io, int limit) {
        while (true) {
            if (!batch.hasNext()) {
                rethrowInterceptFailure(); // of the pass whose events have all been returned
                int count = batch.fill(handle.address, this, io, limit);
                if (count <= 0) {
                    rethrowInterceptFailure();
                    return event.set(count == 0 ? EventType.NONE : EventType.ERROR, null, 0, 0).type();
                }
            }
            batch.next();
            if (deliver()) {
                /* There may be more for others who wait, here or in the transport. */
                waiting.wake(handle.address);
                return event.type();
            }
        }
    }

    /** Makes an event of the batch's current record. False when it is of no concern any more. */
    private boolean deliver() {
        int slot = batch.slot();
        ENetPacketPeer peer = slots[slot];
        boolean known = peer != null && peer.isNamed(batch.generation());
        switch (batch.type()) {
            case CONNECT -> {
                if (!known) {
                    peer = addPeer(slot, batch.generation(), batch.address(), batch.port());
                }
                event.set(EventType.CONNECT, peer, batch.data(), 0);
            }
            case DISCONNECT -> {
                if (!known) {
                    return false;
                }
                peer.retired(batch.lastStatistics());
                slots[slot] = null;
                peers.remove(peer);
                peer.dtlsFailed(batch.dtlsError());
                event.set(EventType.DISCONNECT, peer, batch.data(), 0);
            }
            default -> {
                /* ENet delivers nothing more once a disconnect was asked for; nor do we from what it had delivered. */
                if (!known || peer.isDisconnecting()) {
                    batch.release(batch.packet());
                    return false;
                }
                try {
                    peer.received(batch);
                } catch (OutOfMemoryError e) {
                    batch.release(batch.packet());
                    throw e;
                }
                event.set(EventType.RECEIVE, peer, 0, batch.channel());
            }
        }
        return true;
    }

    /** A peer ended without an event: it stays in the list until the next service call, as in Godot. */
    void forget(ENetPacketPeer peer) {
        slots[peer.slot()] = null;
        retiredPeers++;
    }

    /**
     * Makes a service call that waits return NONE; if none waits, the next one that would. For a program's own threads to
     * get the attention of the thread that services the connection. (Not in Godot.)
     */
    public void wakeup() {
        lock.lock();
        try {
            waiting.wakeup(host());
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is queued for all peers now, without receiving. Not needed where service is called soon anyway. */
    public void flush() {
        lock.lock();
        try {
            Native.flush(host());
            /* Much to send may have brought in what another thread waits for in vain in the system. */
            waiting.wake(handle.address);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes the bandwidth limits. ENet tells the peers, and shares the bandwidth out among them by dropping unreliable
     * packets and narrowing the window of reliable ones. As in Godot any number is taken; it counts as unsigned.
     *
     * @param in  what this host can receive, bytes per second; 0 means no limit
     * @param out what it can send, bytes per second; 0 means no limit
     */
    public void bandwidthLimit(int in, int out) {
        lock.lock();
        try {
            Native.bandwidthLimit(host(), in, out);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Limits the channels of peers that connect from now on.
     *
     * @param limit 1 to 255; any other number means 255, as in Godot
     */
    public void channelLimit(int limit) {
        set(HostSetting.CHANNEL_LIMIT, limit);
    }

    /**
     * Sends a packet to all connected peers; those that have fewer channels are left out.
     *
     * @param channel the channel, 0 to {@link #getMaxChannels()} - 1
     * @param packet  the contents, which are copied
     * @param flags   0 or the FLAG_ constants of {@link ENetPacketPeer}
     * @throws ENetException with INVALID_PARAMETER for another channel or other flags, FAILED if the packet is larger than
     *     {@link #getMaximumPacketSize()} or memory is short
     */
    public void broadcast(int channel, byte[] packet, int flags) {
        Objects.requireNonNull(packet, "packet");
        lock.lock();
        try {
            broadcast(broadcastArray(channel, packet, 0, packet.length, flags), channel, flags);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a packet to all connected peers; those that have fewer channels are left out.
     *
     * @param channel the channel, 0 to {@link #getMaxChannels()} - 1
     * @param packet  the contents from position to limit, which are copied; position moves to limit
     * @param flags   0 or the FLAG_ constants of {@link ENetPacketPeer}
     * @throws ENetException with INVALID_PARAMETER for another channel or other flags, FAILED if the packet is larger than
     *     {@link #getMaximumPacketSize()} or memory is short
     */
    public void broadcast(int channel, ByteBuffer packet, int flags) {
        Objects.requireNonNull(packet, "packet");
        lock.lock();
        try {
            long host = host();
            int at = packet.position();
            int length = packet.remaining();
            int code;
            if (packet.hasArray()) {
                code = broadcastArray(channel, packet.array(), packet.arrayOffset() + at, length, flags);
            } else {
                code = length > Staging.SMALL ? Native.refusal(host, -1, 0, channel, length, flags) : 0;
                if (code == ENetError.OK.value()) {
                    code = Native.broadcast(host, channel, staging.copyOf(packet), length, flags);
                }
            }
            broadcast(code, channel, flags);
            packet.position(at + length);
        } finally {
            lock.unlock();
        }
    }

    private int broadcastArray(int channel, byte[] packet, int offset, int length, int flags) {
        long host = host();
        return length > Staging.SMALL
                ? Native.broadcast(host, channel, packet, offset, length, flags)
                : Native.broadcast(host, channel, staging.copyOf(packet, offset, length), length, flags);
    }

    private void broadcast(int code, int channel, int flags) {
        if (code != ENetError.OK.value()) {
            throw new ENetException(ENetError.of(code), "broadcast to channel " + channel + " with flags " + flags);
        }
        waiting.wake(handle.address);
    }

    /**
     * Sets how datagrams are compressed from now on. Both ends of a connection must use the same mode.
     *
     * @param mode the mode
     * @throws ENetException with OUT_OF_MEMORY if there is no room for the compressor; the mode then stays as it was
     */
    public void compress(CompressionMode mode) {
        int value = mode.value();
        lock.lock();
        try {
            if (Native.compress(host(), value) != 0) {
                throw new ENetException(ENetError.OUT_OF_MEMORY, "no memory for the compressor");
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Encrypts what this host sends and receives from now on with DTLS 1.2, as a client, checking the server against what
     * the JVM trusts by default; see {@link #dtlsClientSetup(String, TLSOptions)}.
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
     * @param hostname the name that the server's certificate must have, unless the options say otherwise; it is not looked
     *     up, and has nothing to do with the address given to connectToHost
     * @param options  how to check the server
     * @throws ENetException with UNCONFIGURED if there is no host, INVALID_PARAMETER for a server's options, a name that
     *     is empty or longer than 255 bytes (if it is to be checked), or a trusted certificate that can't be read, FAILED
     *     if DTLS is set up already, OUT_OF_MEMORY
     */
    public void dtlsClientSetup(String hostname, TLSOptions options) {
        Objects.requireNonNull(hostname, "hostname");
        requireHost();
        check(!options.isServer(), "these are a server's options");
        check(hostname.indexOf(0) < 0 && options.getCommonNameOverride().indexOf(0) < 0, "a zero in the host name");
        byte[][] trusted = options.trusted();
        lock.lock();
        try {
            requireOutsideIntercept();
            checkDtls(options.useClient(host(), hostname, trusted));
            waiting.wake(handle.address);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Encrypts what this host sends and receives from now on with DTLS 1.2, as a server. To be called once, after
     * {@link #createHostBound} and before clients connect. Address and port stay as they are.
     *
     * @param options the server's key and certificate
     * @throws ENetException with UNCONFIGURED if there is no host, INVALID_PARAMETER for a client's options, a key that
     *     does not fit to the certificate, or a chain of more than 8 KB, FAILED if DTLS is set up already, OUT_OF_MEMORY
     */
    public void dtlsServerSetup(TLSOptions options) {
        requireHost();
        check(options.isServer(), "these are a client's options");
        lock.lock();
        try {
            requireOutsideIntercept();
            checkDtls(options.useServer(host()));
            waiting.wake(handle.address);
        } finally {
            lock.unlock();
        }
    }

    private static void checkDtls(int status) {
        switch (status) {
            case DtlsNative.OK -> { }
            case DtlsNative.FAILED -> throw new ENetException(ENetError.FAILED, "DTLS is set up already");
            case DtlsNative.NO_MEMORY -> throw new ENetException(ENetError.OUT_OF_MEMORY, "no memory for DTLS");
            default -> check(false, switch (status) {
                case DtlsNative.BAD_KEY -> "the key is none that can be used, or not the certificate's";
                case DtlsNative.BAD_HOSTNAME -> "the host name is empty or too long";
                default -> "no certificate, one that can't be used, or too many";
            });
        }
    }

    /**
     * Whether a DTLS server lets no more clients in: their first messages are dropped, also those of a handshake that has
     * only begun. Sessions go on, and so do handshakes whose client has sent back its cookie. Without effect on other
     * hosts, as in Godot.
     *
     * @param refuse true to refuse, false to take clients again
     */
    public void refuseNewConnections(boolean refuse) {
        lock.lock();
        try {
            DtlsNative.refuse(host(), refuse);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What DTLS has been doing on this host. (Not in Godot.)
     *
     * @return the numbers of this moment, null if DTLS is not set up
     */
    public DtlsCounters getDtlsCounters() {
        lock.lock();
        try {
            long host = host();
            if (!DtlsNative.isUsed(host)) {
                return null;
            }
            long[] counters = new long[DtlsNative.COUNTERS];
            DtlsNative.count(host, counters);
            return DtlsCounters.of(counters);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The port that the host is bound to.
     *
     * @return 1 to 65535; 0 for a host that is not bound and has sent nothing yet
     */
    public int getLocalPort() {
        lock.lock();
        try {
            return Native.localPort(host());
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many channels peers that connect to this host may have.
     *
     * @return 1 to 255
     */
    public int getMaxChannels() {
        return get(HostSetting.CHANNEL_LIMIT);
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
            host();
            return new ArrayList<>(peers);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads a total and sets it back to 0. (64 bits wide; Godot's wrap at 32.)
     *
     * @param statistic which one
     * @return the total since the last call for it
     */
    public double popStatistic(HostStatistic statistic) {
        int value = statistic.value();
        lock.lock();
        try {
            return Native.popStatistic(host(), value);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a datagram as it is from this host's socket, without ENet: to answer queries of another protocol, or to open
     * a way through a NAT. There is no telling whether it arrives; more than 65535 bytes are not sent; it is not counted in the statistics.
     *
     * <p>With DTLS it is encrypted like everything else (as in Godot): a server reaches only who has a session with it; a
     * client begins one with that address, for which this datagram is lost and which is closed after 8 s if nothing
     * connects there. More than 4096 bytes are not sent.
     *
     * @param address an IPv4 or IPv6 address, or a host name, which is looked up in this call
     * @param port    the UDP port, 1 to 65535
     * @param packet  the contents
     * @throws ENetException with INVALID_PARAMETER if the port is outside its range, CANT_RESOLVE if the address can't be
     *     made out
     */
    public void socketSend(String address, int port, byte[] packet) {
        Objects.requireNonNull(packet, "packet");
        Address to = destination(address, port);
        lock.lock();
        try {
            long host = host();
            if (packet.length <= MAX_DATAGRAM) {
                long copy = staging.copyOf(packet, 0, packet.length);
                Native.socketSend(host, to.high(), to.low(), port, copy, packet.length);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a datagram as it is; see {@link #socketSend(String, int, byte[])}.
     *
     * @param address as there
     * @param port    as there
     * @param packet  the contents from position to limit; position moves to limit
     * @throws ENetException as there
     */
    public void socketSend(String address, int port, ByteBuffer packet) {
        Objects.requireNonNull(packet, "packet");
        Address to = destination(address, port);
        lock.lock();
        try {
            int at = packet.position();
            int length = packet.remaining();
            long host = host();
            if (length <= MAX_DATAGRAM) {
                Native.socketSend(host, to.high(), to.low(), port, staging.copyOf(packet), length);
            }
            packet.position(at + length);
        } finally {
            lock.unlock();
        }
    }

    private Address destination(String address, int port) {
        requireHost();
        checkRange("port", port, 1, MAX_PORT);
        return Address.resolve(address);
    }

    /**
     * Has each datagram carry a CRC32 (ENet's {@code enet_crc32}), and drops what comes without a right one. Off by
     * default, and never used by Godot: only for other ENet programs that have it on too, on both ends before
     * connecting.
     *
     * @param enabled whether
     */
    public void checksum(boolean enabled) {
        set(HostSetting.CHECKSUM, enabled ? 1 : 0);
    }

    /**
     * Whether datagrams carry a checksum.
     *
     * @return true after {@code checksum(true)}
     */
    public boolean isChecksum() {
        return get(HostSetting.CHECKSUM) != 0;
    }

    /**
     * Sets the largest datagram (ENet's payload of UDP) for connections from now on. The smaller one of both ends counts.
     *
     * @param mtu bytes, 576 to 4096; 1392 by default. With a checksum it is at most 4092, which 4096 then stands for
     * @throws IllegalArgumentException for another number
     */
    public void mtu(int mtu) {
        checkArgument("mtu", mtu, MIN_MTU, MAX_MTU);
        set(HostSetting.MTU, mtu);
    }

    /**
     * The largest datagram for new connections.
     *
     * @return bytes, 576 to 4096
     */
    public int getMtu() {
        return get(HostSetting.MTU);
    }

    /**
     * Sets the largest packet that can be sent and is received.
     *
     * @param bytes 0 or more; 33554432 (32 MiB) by default
     * @throws IllegalArgumentException if it is negative
     */
    public void maximumPacketSize(int bytes) {
        checkArgument("maximumPacketSize", bytes, 0, Integer.MAX_VALUE);
        set(HostSetting.MAXIMUM_PACKET_SIZE, bytes);
    }

    /**
     * The largest packet that can be sent and is received.
     *
     * @return bytes
     */
    public int getMaximumPacketSize() {
        return get(HostSetting.MAXIMUM_PACKET_SIZE);
    }

    /**
     * Sets how much may wait at one peer inside ENet, received but not delivered by service, before more is refused (the
     * other side sends reliable packets again later).
     *
     * @param bytes 0 or more; 33554432 (32 MiB) by default
     * @throws IllegalArgumentException if it is negative
     */
    public void maximumWaitingData(int bytes) {
        checkArgument("maximumWaitingData", bytes, 0, Integer.MAX_VALUE);
        set(HostSetting.MAXIMUM_WAITING_DATA, bytes);
    }

    /**
     * How much may wait at one peer inside ENet.
     *
     * @return bytes
     */
    public int getMaximumWaitingData() {
        return get(HostSetting.MAXIMUM_WAITING_DATA);
    }

    /**
     * Limits how many peers may be connected from one IP address.
     *
     * @param peers 0 to 4095; 4095 by default
     * @throws IllegalArgumentException for another number
     */
    public void duplicatePeers(int peers) {
        checkArgument("duplicatePeers", peers, 0, MAX_PEERS);
        set(HostSetting.DUPLICATE_PEERS, peers);
    }

    /**
     * How many peers may be connected from one IP address.
     *
     * @return 0 to 4095
     */
    public int getDuplicatePeers() {
        return get(HostSetting.DUPLICATE_PEERS);
    }

    /**
     * Has each datagram that arrives shown to a callback before ENet has it.
     *
     * @param callback the callback; null for none
     */
    public void intercept(ENetIntercept callback) {
        lock.lock();
        try {
            long host = host();
            ByteBuffer memory = callback != null ? ByteBuffer.allocateDirect(MAX_MTU) : null;
            /* Without a callback the old one stays, whose memory a callback that removes itself may still be using. */
            datagram = callback != null ? new ENetDatagram(this, memory) : datagram;
            intercept = callback;
            ConnectionLock.expectIntercepts();
            Native.setIntercept(host, this, memory);
        } finally {
            lock.unlock();
        }
    }

    /** Called from native code for each datagram while service runs: what it throws first waits until that is over. */
    private boolean intercepted(long high, long low, int port, int length) {
        intercepting = true;
        lock.beginIntercept();
        try {
            return intercept.intercept(datagram.set(high, low, port, length));
        } catch (Throwable t) {
            interceptFailure = interceptFailure != null ? interceptFailure : t;
            return true;
        } finally {
            lock.endIntercept();
            intercepting = false;
        }
    }

    private void rethrowInterceptFailure() {
        Throwable failure = interceptFailure;
        interceptFailure = null;
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException("an ENetIntercept threw a checked exception", failure);
        }
    }

    private int get(HostSetting setting) {
        lock.lock();
        try {
            return Native.get(host(), setting.ordinal());
        } finally {
            lock.unlock();
        }
    }

    private void set(HostSetting setting, int value) {
        lock.lock();
        try {
            Native.set(host(), setting.ordinal(), value);
        } finally {
            lock.unlock();
        }
    }

    /** The native host; with the lock. */
    long host() {
        if (handle == null) {
            if (destroyed) {
                throw new IllegalStateException("the connection is destroyed");
            }
            throw new ENetException(ENetError.UNCONFIGURED, "no host yet: call createHost or createHostBound first");
        }
        return handle.address;
    }

    /** For a check before something slow is done without the lock. */
    private void requireHost() {
        lock.lock();
        try {
            host();
        } finally {
            lock.unlock();
        }
    }

    private void requireOutsideIntercept() {
        if (intercepting) {
            throw new IllegalStateException("not from inside an ENetIntercept");
        }
    }

    /** After something was queued; with the lock. */
    void wake() {
        waiting.wake(handle.address);
    }

    EventBatch batch() {
        return batch;
    }

    Staging staging() {
        return staging;
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new ENetException(ENetError.INVALID_PARAMETER, message);
        }
    }

    private static void checkRange(String name, int value, int least, int most) {
        check(value >= least && value <= most, name + " must be " + least + " to " + most + ", not " + value);
    }

    private static void checkArgument(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
