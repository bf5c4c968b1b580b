package io.github.enet4j;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What {@link NativeLoaderTest} starts in JVMs of their own: prints LOADED or the failure, once by asking and once by
 * trying, from several threads at once.
 */
final class LoaderProbe implements Callable<String> {
    private static final int THREADS = 4;

    /** Uses the library: a host is made and destroyed. */
    @Override
    public String call() {
        try (ENetConnection connection = new ENetConnection()) {
            connection.createHostBound("127.0.0.1", 0);
            return connection.getLocalPort() > 0 && ENet4j.isAvailable() && ENet4j.unavailabilityCause() == null
                    ? "LOADED" : "unusable";
        } catch (UnsatisfiedLinkError e) {
            return !ENet4j.isAvailable() && ENet4j.unavailabilityCause().getMessage().equals(e.getMessage())
                    ? e.getMessage() : "another failure than unavailabilityCause() has: " + e;
        }
    }

    /** With an argument instead: what {@link ENet4j} says, and how much direct memory it has left behind. */
    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            System.out.println(ENet4j.isAvailable() + " " + directMemory() + " " + ENet4j.unavailabilityCause());
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                calls.add(new LoaderProbe());
            }
            String first = null;
            for (Future<String> result : threads.invokeAll(calls)) {
                if (first == null) {
                    first = result.get();
                } else if (!first.equals(result.get())) {
                    throw new IllegalStateException("threads see different results: " + first + " and " + result.get());
                }
            }
            System.out.println(first);
        } finally {
            threads.shutdown();
        }
    }
}
