package io.github.enet4j.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Drains a server when the JVM is asked to end, by SIGTERM for example. */
final class ShutdownHook {
    /** For loops that do not see the end of the time, since their listener hangs; then again, twice, to close them. */
    private static final long GRACE_MILLIS = 500;

    private static final long LOOK_MILLIS = 50;

    private final Thread thread;

    ShutdownHook(LoopGroup group, Duration time) {
        thread = new Thread(() -> run(group, time), "enet4j-drain");
        Runtime.getRuntime().addShutdownHook(thread);
    }

    private static void run(LoopGroup group, Duration time) {
        long begun = System.nanoTime();
        CompletableFuture<Boolean> drained = group.drain(time);
        Duration most = LoopGroup.limit(time).plusMillis(GRACE_MILLIS);
        while (Duration.ofNanos(System.nanoTime() - begun).compareTo(most) < 0) {
            group.loops().forEach(ENetLoop::leaveExit);
            try {
                drained.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                continue;
            } catch (ExecutionException | InterruptedException e) {
                break;
            }
        }
        group.close(GRACE_MILLIS);
    }

    /** The server has ended by itself. */
    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            return; // the JVM is ending already
        }
    }
}
