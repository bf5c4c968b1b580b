package io.github.enet4j;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits on many sockets with one thread (native/net/selector.h). One thread at a time waits, everything else may be
 * called beside it, from any thread.
 */
final class SocketSelector {
    private static final int MOST_TOKENS = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final ByteBuffer tokens =
            ByteBuffer.allocateDirect(Integer.BYTES * MOST_TOKENS).order(ByteOrder.nativeOrder());
    private final long tokensAddress = Native.address(tokens);
    private final AtomicInteger lastToken = new AtomicInteger();
    private final Map<Integer, Runnable> watches = new ConcurrentHashMap<>();

    /** 0 once it is closed. */
    private long address;

    /** Gives the native part back, also of a selector that was forgotten. */
    private final Cleaner.Cleanable cleanable;

    private boolean waiting;

    /** Throws ENetException with CANT_CREATE when the system has no more. */
    SocketSelector() {
        address = Native.selectorOpen();
        if (address == 0) {
            throw new ENetException(ENetError.CANT_CREATE, "the system has no more descriptors to wait with");
        }
        cleanable = Host.CLEANER.register(this, closing(address));
    }

    /** Apart, so that it holds the address only. */
    private static Runnable closing(long opened) {
        return () -> Native.selectorClose(opened);
    }

    /** A token, for sockets whose reports lead to this call on the thread that waits. */
    int register(Runnable readable) {
        int token = lastToken.incrementAndGet();
        watches.put(token, readable);
        return token;
    }

    void unregister(int token) {
        watches.remove(token);
    }

    /** Has the socket reported once. False when the system has no room for it. */
    boolean add(long socket, int token) {
        lock.lock();
        try {
            return address == 0 || Native.selectorAdd(address, socket, token) == 0;
        } finally {
            lock.unlock();
        }
    }

    void remove(long socket) {
        lock.lock();
        try {
            if (address != 0) {
                Native.selectorRemove(address, socket);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until sockets are to be reported, and reports them. False on an error, and once it is closed. */
    boolean select(int milliseconds) {
        long mine;
        lock.lock();
        try {
            mine = address;
            if (mine == 0) {
                return false;
            }
            waiting = true;
        } finally {
            lock.unlock();
        }
        int count = -1;
        try {
            count = Native.selectorWait(mine, milliseconds, tokensAddress, MOST_TOKENS);
        } finally {
            lock.lock();
            try {
                waiting = false;
                left.signalAll();
            } finally {
                lock.unlock();
            }
        }
        for (int i = 0; i < count; i++) {
            Runnable watch = watches.get(tokens.getInt(Integer.BYTES * i));
            if (watch != null) {
                watch.run();
            }
        }
        return count >= 0;
    }

    /** Ends a wait, or the next one. */
    void wakeup() {
        lock.lock();
        try {
            if (address != 0) {
                Native.selectorWake(address);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends a wait, too, and returns when it is over. */
    void close() {
        lock.lock();
        try {
            while (address != 0 && waiting) {
                Native.selectorWake(address);
                left.awaitUninterruptibly();
            }
            if (address != 0) {
                cleanable.clean();
                address = 0;
            }
        } finally {
            lock.unlock();
        }
    }
}
