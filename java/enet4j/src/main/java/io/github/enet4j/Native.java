package io.github.enet4j;

import java.nio.ByteBuffer;

/**
 * The JNI boundary: every native method of the library, bound by native/jni. No signature names a class of ours, which
 * may be relocated. Handles are those of {@link Host}; a peer goes by its name, which is its slot in the lower half and
 * a generation in the upper, and reaches nothing when it is out of date; addresses go by two big-endian halves. Unless
 * said otherwise the caller holds the connection's lock and has checked the arguments.
 */
final class Native {
    /** The kinds of {@link #disconnect}. */
    static final int DISCONNECT = 0;

    static final int DISCONNECT_LATER = 1;
    static final int DISCONNECT_NOW = 2;
    static final int RESET = 3;

    /** Null if the library is loaded; no native method may be called otherwise. */
    static final UnsatisfiedLinkError FAILURE = NativeLoader.attempt();

    private Native() {
    }

    /** The version of enet4j that the library was built as. */
    static native String version();

    /** Whether hosts made from now on may move many datagrams per system call; without the lock. */
    static native void batching(boolean on);

    /** 0 when the host can't be made; the event buffer, which must live as long as the host, then says why. */
    static native long create(
            ByteBuffer events, boolean bound, boolean sharing, long high, long low, int port, int peers, int channels,
            int in, int out);

    /** Lets hosts made as sharing ones be bound where this one is. 0, or -1 where the system can't do that. */
    static native int shareAddress(long host);

    static native void destroy(long host);

    /**
     * Releases packets, then fills the event buffer, after a pass of sending and receiving if io is set. How many
     * events, or -1 on an error of the socket, whose number is in the buffer. With no event and limit (ms) above 0 the
     * buffer says how long to wait.
     */
    static native int service(long host, Object interception, boolean io, int limit, long[] released, int count);

    /** Waits for a datagram, a wake, or that many ms; without the lock. 0, or the system's number of an error. */
    static native int await(long host, int milliseconds);

    /** Ends waits until {@link #rest}; from any thread. */
    static native void wake(long host);

    static native void rest(long host);

    /** The system's number of the socket; -1 when there is something to receive that the socket does not show. */
    static native long socket(long host);

    /** Until a timer of the host's is due, ms, at most the limit. */
    static native int waitTime(long host, int limit);

    /** 0 when the system has no more. This and the other selector methods are called without a connection's lock. */
    static native long selectorOpen();

    static native void selectorClose(long selector);

    /** Has the socket reported once, by the token, when there is something to receive; 0, or -1. */
    static native int selectorAdd(long selector, long socket, int token);

    static native void selectorRemove(long selector, long socket);

    /** Waits, and puts the tokens at an address in memory of ours; how many, or -1 on an error. */
    static native int selectorWait(long selector, int milliseconds, long tokens, int capacity);

    /** Ends a wait, or the next one. */
    static native void selectorWake(long selector);

    static native void flush(long host);

    /** The peer's name; -1 when no slot is free. */
    static native long connect(long host, long high, long low, int port, int channels, int data);

    /** The packet is at an address in memory of ours: see {@link Staging}. */
    static native int socketSend(long host, long high, long low, int port, long packet, int length);

    static native void bandwidthLimit(long host, int in, int out);

    /** 0, or -1 when memory is short. */
    static native int compress(long host, int mode);

    /** Decompresses a block without a host: the length of what is in the target then, 0 when it can't be; no lock. */
    static native int decompress(int mode, byte[] block, byte[] target);

    static native long popStatistic(long host, int statistic);

    static native int localPort(long host);

    /** Datagrams that the system would not send. */
    static native long unsent(long host);

    /** What the system calls an error; without the lock. */
    static native String errorText(int error);

    /** A {@link HostSetting} by its ordinal. */
    static native long get(long host, int setting);

    static native void set(long host, int setting, long value);

    /** Puts the numbers of {@link GateCounters} and {@link LimitCounters} into the array, which has room for them. */
    static native void count(long host, long[] counters);

    /** Bytes of packets that the peer has been given to send and that ENet still has. */
    static native long queuedData(long host, long peer);

    static native int queuedPackets(long host, long peer);

    /** Bytes of packets that have come from the peer and that have not been released. */
    static native long unreadData(long host, long peer);

    /** From now on each datagram is put into the buffer and handed to {@link Interception#intercepted}; null: none. */
    static native void setIntercept(long host, Object interception, ByteBuffer datagram);

    /** From now on {@link Interception#admitted} is asked about each CONNECT, or no more. */
    static native void setAdmission(long host, Object interception, boolean on);

    /** Sends a part of the array that starts at an index, or with null what is in memory of ours at an address. */
    static native int send(long host, long peer, int channel, byte[] packet, long at, int length, int flags);

    /** The same to so many peers, whose names are at an address, or (0) to all. */
    static native int broadcast(
            long host, long peers, int count, int channel, byte[] packet, long at, int length, int flags);

    /** Why such a packet would not be sent to the peer, or (0) to all; OK's value when it would. */
    static native int refusal(long host, long peer, int channel, int length, int flags);

    /** Where the memory of a direct buffer of ours starts; without the lock. */
    static native long address(ByteBuffer memory);

    /** Whether the peer will get an event yet; when not, its last statistics are in the event buffer. */
    static native boolean disconnect(long host, long peer, int kind, int data);

    static native void ping(long host, long peer);

    static native void pingInterval(long host, long peer, int interval);

    static native void throttleConfigure(
            long host, long peer, int interval, int acceleration, int deceleration);

    static native void timeout(long host, long peer, int limit, int minimum, int maximum);

    static native long statistic(long host, long peer, int statistic);

    static native int state(long host, long peer);

    static native int channels(long host, long peer);

    /** Copies a packet and frees it. There must be room. */
    static native void take(long packet, byte[] target, int offset);

    /** Copies a packet to an address in memory of ours, which must have room; without the lock too. */
    static native void copy(long packet, long target);

    static native void free(long packet);

    /** Frees the first packets of the array; without the lock too. */
    static native void release(long[] packets, int count);

    /** How many blocks of memory ENet holds in this process; without the lock. */
    static native long memoryBlocks();
}
