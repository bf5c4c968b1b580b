package io.github.enet4j.server;

import static org.junit.jupiter.api.Assertions.fail;

import io.github.enet4j.ENetPacketPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Clients of a server under test, and the patience to wait for what they bring about. */
final class Bots {
    private static final long PATIENCE_SECONDS = 30;

    private Bots() {
    }

    static ENetClients quiet(int sockets) {
        return ENetClients.builder(loop -> new ENetListener() { }).sockets(sockets, 64).start();
    }

    static List<ENetPacketPeer> connect(ENetClients clients, int port, int count) {
        List<CompletableFuture<ENetPacketPeer>> attempts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            attempts.add(clients.connect("127.0.0.1", port, 2, i));
        }
        return attempts.stream().map(Bots::get).toList();
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                fail("waited in vain for " + what);
            }
            sleep(5);
        }
    }

    static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
