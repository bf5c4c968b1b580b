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
import java.util.function.LongSupplier;

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
    private final LongSupplier end;
    private final BooleanSupplier over;
    private volatile boolean sentAll;
    private long nextExpiry = System.nanoTime();

    /** With clients in the order of their starts. They send what is due up to the end, ns, and stay till it is over. */
    LoadLoop(List<Start> starts, LongSupplier end, BooleanSupplier over) {
        waiting = new ArrayDeque<>(starts);
        this.end = end;
        this.over = over;
    }

    @Override
    public void run() {
        try (ENetSelector selector = new ENetSelector()) {
            while (!over.getAsBoolean()) {
                pass(selector);
            }
            started.forEach(LoadClient::close);
        }
    }

    /** Whether all that was due before the end has been sent. A loop that had to wait for the processor is late. */
    boolean hasSentAll() {
        return sentAll;
    }

    private void pass(ENetSelector selector) {
        for (ENetConnection host : selector.select(waitMillis())) {
            byHost.get(host).receive();
        }
        long now = System.nanoTime();
        if (!sentAll) {
            boolean ended = now - end.getAsLong() >= 0;
            boolean more = send(selector, ended ? end.getAsLong() : now);
            sentAll = ended && !more;
        }
        if (now - nextExpiry >= 0) {
            nextExpiry = now + EXPIRY_NANOS;
            started.forEach(client -> client.expire(now));
        }
    }

    /** Starts and sends what is due until then; whether there is more. */
    private boolean send(ENetSelector selector, long until) {
        while (!waiting.isEmpty() && waiting.peek().time - until <= 0) {
            start(selector, waiting.poll().client);
        }
        boolean more = false;
        for (LoadClient client : started) {
            if (client.next() - until <= 0) {
                client.send(until);
                more |= client.next() - until <= 0;
            }
        }
        return more;
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
    private int waitMillis() {
        long now = System.nanoTime();
        long next = now + LONGEST_WAIT_MILLIS * NANOS_PER_MILLI;
        if (!sentAll && !waiting.isEmpty()) {
            next = Math.min(next, waiting.peek().time);
        }
        for (int i = 0; !sentAll && i < started.size(); i++) {
            next = Math.min(next, started.get(i).next());
        }
        return next - now <= 0 ? 0 : (int) Math.max(1, (next - now) / NANOS_PER_MILLI);
    }
}
