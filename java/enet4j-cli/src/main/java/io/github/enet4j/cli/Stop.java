package io.github.enet4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command that is interrupted (Ctrl-C, SIGTERM) end in order: it sees that it shall, and shows its summary. */
public final class Stop implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "stop");
    private final long end;

    /** Also stops by itself after so many seconds; 0: not. */
    public Stop(double seconds) {
        end = seconds > 0 ? System.nanoTime() + (long) (seconds * 1e9) : Long.MAX_VALUE;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupted() {
        wanted.countDown();
        try {
            done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // Then at once.
        }
    }

    /** Asks to stop. */
    public void now() {
        wanted.countDown();
    }

    /** Whether it is time to stop. */
    public boolean isWanted() {
        return wanted.getCount() == 0 || end != Long.MAX_VALUE && System.nanoTime() - end >= 0;
    }

    /** Waits so long, ms, or until it is time to stop; whether it is. */
    public boolean await(long milliseconds) {
        try {
            boolean endless = end == Long.MAX_VALUE;
            long left = endless ? milliseconds : Math.min(milliseconds, (end - System.nanoTime()) / 1_000_000);
            return wanted.await(Math.max(0, left), TimeUnit.MILLISECONDS) || isWanted();
        } catch (InterruptedException e) {
            now();
            return true;
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and waits for this.
        }
    }
}
