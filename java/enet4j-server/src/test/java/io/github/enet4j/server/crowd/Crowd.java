package io.github.enet4j.server.crowd;

import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.server.ENetClients;
import io.github.enet4j.server.ENetLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/** Many clients of a server that sends back what comes. Each sends at its own time, always the same time apart. */
final class Crowd implements AutoCloseable {
    private static final int AT_ONCE = 100;
    private static final int SETTLE_MILLIS = 500;
    private static final int PATIENCE_SECONDS = 60;

    private final List<CrowdListener> listeners = new ArrayList<>();
    private final Random random = new Random(1);
    private final ENetClients clients;
    private final AtomicLong refused = new AtomicLong();

    /** Sockets and peers are for each thread. */
    Crowd(int threads, int sockets, int peersPerSocket, int intervalMillis) {
        clients = ENetClients.builder(loop -> {
            listeners.add(new CrowdListener(intervalMillis));
            return listeners.get(loop.index());
        }).threads(threads).sockets(sockets, peersPerSocket).tick(Duration.ofMillis(1)).start();
    }

    void join(int port, int count) throws Exception {
        connect(port, count, CrowdServer.ANY_LOOP);
    }

    /** All to that loop, from 0. Each attempt takes another socket, so there must be many more than peers. */
    void joinLoop(int port, int count, int loop) throws Exception {
        while (present() < count) {
            connect(port, (int) (count - present()), loop + 1);
            Thread.sleep(SETTLE_MILLIS); // for the answers to those who are with the wrong one
        }
    }

    private void connect(int port, int count, int data) throws Exception {
        for (int begun = 0; begun < count; begun += AT_ONCE) {
            List<CompletableFuture<ENetPacketPeer>> attempts = new ArrayList<>();
            for (int i = begun; i < Math.min(count, begun + AT_ONCE); i++) {
                attempts.add(clients.connect("127.0.0.1", port, 2, data));
            }
            for (CompletableFuture<ENetPacketPeer> attempt : attempts) {
                attempt.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    /** One of them leaves when it has all its answers, and another one comes. */
    void replaceOne(int port) {
        ENetLoop loop = clients.loops().get(random.nextInt(clients.loops().size()));
        int which = random.nextInt(Integer.MAX_VALUE);
        loop.execute(() -> listeners.get(loop.index()).dismiss(which));
        clients.connect("127.0.0.1", port, 2, CrowdServer.ANY_LOOP).whenComplete((peer, failure) -> {
            if (failure != null) {
                refused.incrementAndGet();
                System.out.println("refused: " + failure.getMessage());
            }
        });
    }

    void send(boolean on) {
        listeners.forEach(one -> one.sending = on);
    }

    /** Waits until all that was sent has come back and who leaves has left; whether it came to that. */
    boolean becomesQuiet() throws InterruptedException {
        send(false);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!allQuiet()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }

    private boolean allQuiet() {
        List<CompletableFuture<Boolean>> each = clients.loops().stream()
                .map(loop -> CompletableFuture.supplyAsync(() -> listeners.get(loop.index()).isQuiet(), loop)).toList();
        return each.stream().allMatch(CompletableFuture::join);
    }

    long present() {
        return sum(one -> one.present);
    }

    long sent() {
        return sum(one -> one.sent);
    }

    long answered() {
        return sum(one -> one.answered);
    }

    long come() {
        return sum(one -> one.come);
    }

    long gone() {
        return sum(one -> one.gone);
    }

    long lost() {
        return sum(one -> one.lost);
    }

    long refused() {
        return refused.get();
    }

    /** The longest way of a packet there and back, ms. */
    long longestMillis() {
        return listeners.stream().mapToLong(one -> one.longest).max().orElse(0) / 1_000_000;
    }

    private long sum(ToLongFunction<CrowdListener> what) {
        return listeners.stream().mapToLong(what).sum();
    }

    @Override
    public void close() {
        listeners.forEach(one -> one.over = true);
        clients.close();
    }
}
