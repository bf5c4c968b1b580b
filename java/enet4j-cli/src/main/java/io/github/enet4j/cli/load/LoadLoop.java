package io.github.enet4j.cli.load;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetSelector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A thread that serves some of the clients: each when something has come for it, or when it has something to send. */
final class LoadLoop implements Runnable {
    private static final int LONGEST_WAIT_MILLIS = 20;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long EXPIRY_NANOS = 100_000_000;

    /**
     * A client that is to start.
     *
     * @param time   when, ns
     * @param client the client
     */
    record Start(long time, LoadClient client) {
    }

    private final Deque<Start> waiting;
    private final List<LoadClient> started = new ArrayList<>();
    private final Map<ENetConnection, LoadClient> byHost = new IdentityHashMap<>();
    private final BooleanSupplier sending;
    private final BooleanSupplier over;
    private long nextExpiry = System.nanoTime();

    /** With clients in the order of their starts. */
    LoadLoop(List<Start> starts, BooleanSupplier sending, BooleanSupplier over) {
        waiting = new ArrayDeque<>(starts);
        this.sending = sending;
        this.over = over;
    }

    @Override
    public void run() {
        try (ENetSelector selector = new ENetSelector()) {
            while (!over.getAsBoolean()) {
                pass(selector, sending.getAsBoolean());
            }
            started.forEach(LoadClient::close);
        }
    }

    private void pass(ENetSelector selector, boolean send) {
        for (ENetConnection host : selector.select(waitMillis(send))) {
            byHost.get(host).receive();
        }
        long now = System.nanoTime();
        while (send && !waiting.isEmpty() && waiting.peek().time - now <= 0) {
            start(selector, waiting.poll().client);
        }
        for (int i = 0; send && i < started.size(); i++) {
            LoadClient client = started.get(i);
            if (client.next() - now <= 0) {
                client.send(now);
            }
        }
        if (now - nextExpiry >= 0) {
            nextExpiry = now + EXPIRY_NANOS;
            started.forEach(client -> client.expire(now));
        }
    }

    private void start(ENetSelector selector, LoadClient client) {
        ENetConnection host = client.open();
        if (host != null) {
            started.add(client);
            byHost.put(host, client);
            selector.add(host);
        }
    }

    /** Until something is due. What arrives ends the wait anyway. */
    private int waitMillis(boolean send) {
        long now = System.nanoTime();
        long next = now + LONGEST_WAIT_MILLIS * NANOS_PER_MILLI;
        if (send && !waiting.isEmpty()) {
            next = Math.min(next, waiting.peek().time);
        }
        for (int i = 0; send && i < started.size(); i++) {
            next = Math.min(next, started.get(i).next());
        }
        return next - now <= 0 ? 0 : (int) Math.max(1, (next - now) / NANOS_PER_MILLI);
    }
}
