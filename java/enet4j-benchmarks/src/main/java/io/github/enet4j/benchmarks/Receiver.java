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
    private volatile long packets;
    private volatile long bytes;
    private volatile long cpu;
    private volatile long heap;
    private volatile Throwable failure;

    Receiver(Endpoint server, boolean echo) {
        this.server = server;
        this.echo = echo;
        this.thread = new Thread(this::run, "receiver");
        thread.start();
    }

    private void run() {
        try {
            while (!stop) {
                server.service(WAIT_MILLIS, this);
                if (toFlush) {
                    server.flush();
                    toFlush = false;
                }
                bytes = byteCount;
                packets = packetCount;
                cpu = Meter.cpu();
                heap = Meter.heap();
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

    long packets() {
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return packets;
    }

    long bytes() {
        return bytes;
    }

    long cpu() {
        return cpu;
    }

    long heap() {
        return heap;
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
