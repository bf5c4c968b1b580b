package io.github.enet4j;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What of virtual threads (JDK 21 and later) concerns us: a native call keeps the thread that carries them from all
 * others, so that none may last. What lasts is done by platform threads of ours, which end when there is nothing to do.
 */
final class VirtualThreads {
    /** How long those platform threads stay for further work, ms. */
    static final int IDLE_MILLIS = 5000;

    private static final MethodHandle IS_VIRTUAL = find();

    private static final ThreadPoolExecutor PLATFORM_THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_MILLIS, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(null, task, "enet4j-wait", 0, false);
                thread.setDaemon(true);
                thread.setContextClassLoader(null);
                return thread;
            });

    private VirtualThreads() {
    }

    private static MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            return null; // a JDK before 21
        }
    }

    /** Whether this thread is one. */
    static boolean isCurrent() {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Has a call done without keeping the carrier. */
    static <T> T callOnPlatformThread(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        PLATFORM_THREADS.execute(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true; // which does not end the call
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void runOnPlatformThread(Runnable task) {
        PLATFORM_THREADS.execute(task);
    }
}
