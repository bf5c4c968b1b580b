package io.github.enet4j.cli.decode;

import io.github.enet4j.cli.Stop;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** A stream that also ends when it is time to stop: to read standard input can't be interrupted. */
final class LiveInput extends InputStream {
    private static final int CHUNK = 1 << 16;
    private static final int LOOK_MILLIS = 50;

    /** What was read at once: bytes, none at the end, or why there are no more. */
    private record Chunk(byte[] bytes, int length, IOException failure) {
    }

    private final SynchronousQueue<Chunk> chunks = new SynchronousQueue<>();
    private final Stop stop;
    private Chunk chunk = new Chunk(new byte[0], 0, null);
    private int at;

    LiveInput(InputStream in, Stop stop) {
        this.stop = stop;
        Thread thread = new Thread(() -> pass(in), "standard input");
        thread.setDaemon(true);
        thread.start();
    }

    private void pass(InputStream in) {
        try {
            Chunk next;
            do {
                next = next(in);
                chunks.put(next);
            } while (next.length > 0);
        } catch (InterruptedException e) {
            // Nobody interrupts it.
        }
    }

    private static Chunk next(InputStream in) {
        byte[] bytes = new byte[CHUNK];
        try {
            return new Chunk(bytes, in.read(bytes), null);
        } catch (IOException e) {
            return new Chunk(bytes, -1, e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (at == chunk.length) {
            Chunk next = poll();
            if (next == null) {
                if (stop.isWanted()) {
                    return -1;
                }
                continue;
            }
            chunk = next;
            at = 0;
        }
        if (chunk.failure != null) {
            throw chunk.failure;
        }
        if (chunk.length < 0) {
            return -1;
        }
        int count = Math.min(length, chunk.length - at);
        System.arraycopy(chunk.bytes, at, target, offset, count);
        at += count;
        return count;
    }

    private Chunk poll() throws IOException {
        try {
            return chunks.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
