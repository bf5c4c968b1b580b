package io.github.enet4j.server;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Drains a server when the JVM is asked to end, by SIGTERM for example. */
final class ShutdownHook {
    private static final long GRACE_MILLIS = 500;

    private final Thread thread;

    ShutdownHook(ENetServer server, Duration time) {
        thread = new Thread(() -> run(server, time), "enet4j-drain");
        Runtime.getRuntime().addShutdownHook(thread);
    }

    private static void run(ENetServer server, Duration time) {
        try {
            server.drain(time).get(time.toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            server.close();
        }
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
