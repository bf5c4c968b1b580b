package io.github.enet4j;

import java.lang.ref.Cleaner;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The native host of a connection, and what is made anew with it. Guarded by the connection's lock. It is destroyed
 * once: by the connection, or by the cleaner when the program lost the connection without closing it.
 */
final class Host {
    /** Also frees the packets of peers that nobody holds any more. */
    static final Cleaner CLEANER = Cleaner.create();

    /** "false": one system call per datagram, as ENet does it, also where the system can do many at once (Linux). */
    private static final String BATCHING_PROPERTY = ENet4j.property("batching");

    /** Two of the largest packets of ENet's. */
    private static final long LEAST_RECEIVED_MEMORY = 64 << 20;

    /**
     * Where a host's socket is bound.
     *
     * @param text    the address as the program has given it
     * @param sharing whether another host is bound there too, and wants to
     */
    record Binding(Address address, String text, int port, boolean sharing) {
        static final Binding NONE = new Binding(Address.WILDCARD, null, 0, false);
    }

    final ENetConnection connection;
    final Binding binding;
    final long address;
    final EventBuffer events = new EventBuffer();
    final Staging staging = new Staging(Staging.SMALL);
    final Sender sender = new Sender(staging);
    final PeerTable peers;
    final Waiting waiting;
    final Interception interception;
    final HostTotals totals;
    final HostWatch watch;
    final EventLoop loop;
    /* What the program has set and native code can't be asked for; with the lock. */
    CompressionMode compression = CompressionMode.NONE;
    boolean refusing;

    private final Cleaner.Cleanable cleanable;
    private boolean destroyed;

    /** All that can fail for want of memory comes before the native host is there. */
    Host(ENetConnection owner, Binding bind, int maxPeers, int maxChannels, int inBandwidth, int outBandwidth) {
        connection = owner;
        binding = bind;
        peers = new PeerTable(maxPeers);
        waiting = new Waiting(this, owner.lock);
        interception = new Interception(owner);
        watch = new HostWatch(this);
        loop = new EventLoop(this, owner.lock);
        Native.batching(!"false".equals(System.getProperty(BATCHING_PROPERTY)));
        boolean bound = bind != Binding.NONE;
        Address at = bind.address();
        address = Native.create(
                events.memory(), bound, bind.sharing(), at.high(), at.low(), bind.port(), maxPeers, maxChannels,
                inBandwidth, outBandwidth);
        if (address == 0) {
            throw new ENetException(
                    ENetError.CANT_CREATE,
                    (bound ? "can't bind a socket to " + bind.text() + " port " + bind.port() : "can't open a socket")
                            + ": " + SystemError.describe(events.error()));
        }
        totals = new HostTotals(address);
        long memory = Native.get(address, HostSetting.MAXIMUM_RECEIVED_MEMORY.ordinal());
        memory = Math.max(LEAST_RECEIVED_MEMORY, Math.min(memory, Runtime.getRuntime().maxMemory()));
        Native.set(address, HostSetting.MAXIMUM_RECEIVED_MEMORY.ordinal(), memory);
        try {
            cleanable = CLEANER.register(owner, new Destroyer(address, events, sender, owner.lock));
        } catch (Throwable t) {
            Native.destroy(address);
            throw t;
        }
    }

    /** A peer for a connection that native code has named so. */
    ENetPacketPeer addPeer(long name, Address of, int port) {
        try {
            ENetPacketPeer peer = new ENetPacketPeer(this, name, of, port);
            peers.add(peer);
            return peer;
        } catch (OutOfMemoryError e) {
            Native.disconnect(address, name, Native.RESET, 0);
            throw e;
        }
    }

    /** So that threads that wait look at the connection again: something was queued, or there may be events. */
    void wake() {
        waiting.wake();
    }

    boolean isDestroyed() {
        return destroyed;
    }

    /** Ends the peers and the waits, and returns when nobody is in native code any more. */
    void destroy() {
        peers.endAll();
        destroyed = true;
        waiting.endWatches();
        waiting.awaitNobody();
        loop.takeBack();
        cleanable.clean();
    }

    /**
     * Knows nothing of the connection, or that would never become unreachable. A connection may be so in the middle of
     * its last call; the lock waits for that, and until then the memory that native code uses is kept here.
     */
    private record Destroyer(long address, EventBuffer events, Sender sender, ReentrantLock lock) implements Runnable {
        @Override
        public void run() {
            lock.lock();
            try {
                events.close();
                Native.destroy(address);
            } finally {
                lock.unlock();
            }
        }
    }
}
