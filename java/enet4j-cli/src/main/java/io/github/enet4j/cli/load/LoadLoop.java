package io.github.enet4j.cli.load;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A thread that serves some of the clients, each in turn. */
final class LoadLoop implements Runnable {
    private static final long LONGEST_PAUSE_NANOS = 1_000_000;

    private final List<LoadClient> clients;
    private final BooleanSupplier sending;
    private final BooleanSupplier over;

    LoadLoop(List<LoadClient> clients, BooleanSupplier sending, BooleanSupplier over) {
        this.clients = clients;
        this.sending = sending;
        this.over = over;
    }

    @Override
    public void run() {
        while (!over.getAsBoolean()) {
            boolean send = sending.getAsBoolean();
            boolean busy = false;
            long next = Long.MAX_VALUE;
            for (LoadClient client : clients) {
                busy |= client.step(System.nanoTime(), send);
                next = Math.min(next, client.next());
            }
            if (!busy) {
                long pause = Math.min(LONGEST_PAUSE_NANOS, next - System.nanoTime());
                if (!send || pause > 0) {
                    LockSupport.parkNanos(send ? pause : LONGEST_PAUSE_NANOS);
                }
            }
        }
        clients.forEach(LoadClient::close);
    }
}
