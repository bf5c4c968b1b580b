package io.github.enet4j;

import static io.github.enet4j.Arguments.checkArgument;

import org.jspecify.annotations.Nullable;

/** What can be set about a host: that part of {@link ENetConnection}'s methods, which a program calls there. */
abstract class HostSettings {
    private static final int MIN_MTU = 576;
    static final int MAX_MTU = 4096;
    static final int MAX_PEERS = 4095;

    /** Guards everything in the connection and in its peers. */
    final ConnectionLock lock = new ConnectionLock();

    /** The host; with the lock. Throws when there is none. */
    abstract Host host();

    /** For a check before something slow is done without the lock. */
    void requireHost() {
        lock.lock();
        try {
            host();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes the bandwidth limits. ENet tells the peers, and shares the bandwidth out among them by dropping
     * unreliable packets and narrowing the window of reliable ones. As in Godot any number is taken; it counts as
     * unsigned.
     *
     * @param in  what this host can receive, bytes per second; 0 means no limit
     * @param out what it can send, bytes per second; 0 means no limit
     */
    public void bandwidthLimit(int in, int out) {
        lock.lock();
        try {
            Native.bandwidthLimit(host().address, in, out);
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
     * How many channels peers that connect to this host may have.
     *
     * @return 1 to 255
     */
    public int getMaxChannels() {
        return (int) get(HostSetting.CHANNEL_LIMIT);
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
            if (Native.compress(host().address, value) != 0) {
                throw new ENetException(ENetError.OUT_OF_MEMORY, "no memory for the compressor");
            }
            host().compression = mode;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How datagrams are compressed. (Not in Godot.)
     *
     * @return the mode, NONE unless another one was set
     */
    public CompressionMode getCompression() {
        lock.lock();
        try {
            return host().compression;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether a DTLS server lets no more clients in: their first messages are dropped, also those of a handshake that
     * has only begun. Sessions go on, and so do handshakes whose client has sent back its cookie. Without effect on
     * other hosts, as in Godot.
     *
     * @param refuse true to refuse, false to take clients again
     */
    public void refuseNewConnections(boolean refuse) {
        lock.lock();
        try {
            DtlsNative.refuse(host().address, refuse);
            host().refusing = refuse;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether new connections are refused. (Not in Godot.)
     *
     * @return true after {@code refuseNewConnections(true)}
     */
    public boolean isRefusingNewConnections() {
        lock.lock();
        try {
            return host().refusing;
        } finally {
            lock.unlock();
        }
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
     * Sets the largest datagram (ENet's payload of UDP) for connections from now on. The smaller one of both ends
     * counts.
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
        return (int) get(HostSetting.MTU);
    }

    /**
     * Sets the largest packet that can be sent and is received. Sending a larger one fails at once. One that comes is
     * left out without a word to anybody; if it is reliable, the other side sends it again and again, until its
     * connection ends with TIMEOUT. So what the other side may send must not depend on it.
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
        return (int) get(HostSetting.MAXIMUM_PACKET_SIZE);
    }

    /**
     * Sets how much may wait at one peer inside ENet, received but not delivered by service, before more is refused
     * (the other side sends reliable packets again later).
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
        return (int) get(HostSetting.MAXIMUM_WAITING_DATA);
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
        return (int) get(HostSetting.DUPLICATE_PEERS);
    }

    /**
     * Sets how much may be queued for one peer: accepted by send, and not yet confirmed (reliable packets) or sent
     * (others). Beyond it {@link ENetPacketPeer#send} answers BUSY, and a broadcast leaves the peer out. A peer with
     * nothing queued takes a packet of any size. For small packets the memory beside their data counts as well, 256
     * bytes each, in place of the data, if it is more and above 1 MiB. (Not in Godot, which queues without end.)
     *
     * @param bytes 0 or more; 50331648 (48 MiB) by default
     * @throws IllegalArgumentException if it is negative
     */
    public void maximumQueuedData(int bytes) {
        checkArgument("maximumQueuedData", bytes, 0, Integer.MAX_VALUE);
        set(HostSetting.MAXIMUM_QUEUED_DATA, bytes);
    }

    /**
     * How much may be queued for one peer.
     *
     * @return bytes
     */
    public int getMaximumQueuedData() {
        return (int) get(HostSetting.MAXIMUM_QUEUED_DATA);
    }

    /**
     * Sets how much that came from one peer the program may leave unread. Beyond it the host takes no more reliable
     * packets from that peer, which sends them again later and so slows down, as at {@link #maximumWaitingData(int)};
     * and drops the others. A peer whose program does not read for longer than its timeouts is lost, as with ENet.
     * Small packets count as at {@link #maximumQueuedData(int)}. (Not in Godot.)
     *
     * @param bytes 0 or more; 33554432 (32 MiB) by default
     * @throws IllegalArgumentException if it is negative
     */
    public void maximumUnreadData(int bytes) {
        checkArgument("maximumUnreadData", bytes, 0, Integer.MAX_VALUE);
        set(HostSetting.MAXIMUM_UNREAD_DATA, bytes);
    }

    /**
     * How much of one peer's the program may leave unread.
     *
     * @return bytes
     */
    public int getMaximumUnreadData() {
        return (int) get(HostSetting.MAXIMUM_UNREAD_DATA);
    }

    /**
     * Sets how much memory received packets of all peers together may take until the program reads them: their data,
     * and 256 bytes for each. When there is more, the packets of those peers are refused that hold more than an equal
     * share (and more than 64 KiB), until there is room again.
     *
     * @param bytes 0 or more; by default the heap's maximum or a quarter of the machine's memory, whichever is less,
     *     but at least 64 MiB
     * @throws IllegalArgumentException if it is negative
     */
    public void maximumReceivedMemory(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maximumReceivedMemory must not be negative, as " + bytes);
        }
        set(HostSetting.MAXIMUM_RECEIVED_MEMORY, bytes);
    }

    /**
     * How much memory received packets of all peers together may take.
     *
     * @return bytes
     */
    public long getMaximumReceivedMemory() {
        return get(HostSetting.MAXIMUM_RECEIVED_MEMORY);
    }

    /**
     * Sets when clients have to prove their address before they get a peer. With DTLS, whose handshake has proved it,
     * none has to; but OFF also ends the limits, which count there as well. (Not in Godot.)
     *
     * @param mode WHEN_BUSY by default for a bound host, OFF for others
     */
    public void connectGate(ConnectGate mode) {
        set(HostSetting.CONNECT_GATE, mode.value());
    }

    /**
     * When clients have to prove their address.
     *
     * @return the mode
     */
    public ConnectGate getConnectGate() {
        return ConnectGate.of((int) get(HostSetting.CONNECT_GATE));
    }

    /**
     * Limits how often one address, of IPv6 one /64, may connect: so often per second, and twice that at once. Only
     * proven addresses count, so with a limit all clients have to prove theirs (with DTLS they have), unless the gate
     * is OFF, when there is no limit.
     *
     * @param perSecond 0 (the default) means no limit but that of {@link ConnectGate#WHEN_BUSY}
     * @throws IllegalArgumentException if it is negative or above 1000000
     */
    public void connectLimit(int perSecond) {
        checkArgument("connectLimit", perSecond, 0, 1_000_000);
        set(HostSetting.CONNECTS_PER_SECOND, perSecond);
    }

    /**
     * How often one address may connect.
     *
     * @return per second; 0 means no limit
     */
    public int getConnectLimit() {
        return (int) get(HostSetting.CONNECTS_PER_SECOND);
    }

    /**
     * Has a callback decide who may connect, before a peer is made for them. (Not in Godot.)
     *
     * @param callback the callback; null for none, when everybody may
     */
    public void admission(@Nullable ENetAdmission callback) {
        lock.lock();
        try {
            Host mine = host();
            mine.interception.set(mine.address, callback);
        } finally {
            lock.unlock();
        }
    }

    private long get(HostSetting setting) {
        lock.lock();
        try {
            return Native.get(host().address, setting.ordinal());
        } finally {
            lock.unlock();
        }
    }

    private void set(HostSetting setting, long value) {
        lock.lock();
        try {
            Native.set(host().address, setting.ordinal(), value);
        } finally {
            lock.unlock();
        }
    }
}
