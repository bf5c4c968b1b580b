package io.github.enet4j.benchmarks;

/** A server on a thread of its own, which counts what comes, and sends it back if told so. */
final class Receiver implements Endpoint.Handler, AutoCloseable {
    private static final int WAIT_MILLIS = 5;

    private final Endpoint server;
    private final boolean echo;
    private final Thread thread;
    private long packetCount;
    private long byteCount;
    private boolean toFlush;
    private volatile boolean stop;
    private volatile boolean started;
    private volatile long packets;
    private volatile Reading reading;
    private volatile boolean readingWanted;
    private volatile Throwable failure;

    /** What the thread has received and used up to some moment. */
    record Reading(long bytes, long packets, long cpu, long heap) {
    }

    Receiver(Endpoint server, boolean echo) {
        this.server = server;
        this.echo = echo;
        this.thread = new Thread(this::run, "receiver");
        thread.start();
        while (!started) { /* some open their socket on that thread */
            checkFailure();
            Thread.onSpinWait();
        }
    }

    private void run() {
        try {
            server.service(0, this);
            started = true;
            while (!stop) {
                server.service(WAIT_MILLIS, this);
                if (toFlush) {
                    server.flush();
                    toFlush = false;
                }
                packets = packetCount;
                if (readingWanted) {
                    readingWanted = false;
                    reading = new Reading(byteCount, packetCount, Meter.cpu(), Meter.heap());
                }
            }
            server.close();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    @Override
    public void received(int peer, int size) {
        packetCount++;
        byteCount += size;
        if (echo) {
            server.send(peer, false);
            toFlush = true;
        }
    }

    /** Of the last service call. */
    long packets() {
        checkFailure();
        return packets;
    }

    /** Taken by the thread itself, at its next turn: asking it all the time would be part of what is measured. */
    Reading read() {
        reading = null;
        readingWanted = true;
        while (reading == null) {
            checkFailure();
            Thread.onSpinWait();
        }
        return reading;
    }

    private void checkFailure() {
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        stop = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
