package io.github.enet4j.micrometer;

import io.github.enet4j.server.ENetLoop;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has a loop read its connection between two events, on its own thread, and sees how long that has to wait. */
final class LoopSampler {
    final ENetLoop loop;
    final List<ConnectionSampler> samplers;
    private final List<Timer> lags = new CopyOnWriteArrayList<>();

    /** A loop that is blocked is asked once, however often it is scraped meanwhile. */
    private final AtomicBoolean asked = new AtomicBoolean();

    LoopSampler(ENetLoop loop) {
        this.loop = loop;
        samplers = loop.connections().stream().map(ConnectionSampler::new).toList();
    }

    void add(Timer lag) {
        lags.add(lag);
    }

    /** Counts down when it is done, at once if it is not to be waited for. */
    void refresh(CountDownLatch done) {
        if (loop.isCurrent()) {
            sample(System.nanoTime());
        } else if (asked.compareAndSet(false, true)) {
            long since = System.nanoTime();
            try {
                loop.execute(() -> {
                    asked.set(false);
                    sample(since);
                    done.countDown();
                });
                return;
            } catch (RejectedExecutionException e) { // it has ended
                asked.set(false);
                samplers.forEach(ConnectionSampler::sample);
            }
        }
        done.countDown();
    }

    private void sample(long since) {
        long lag = System.nanoTime() - since;
        lags.forEach(timer -> timer.record(lag, TimeUnit.NANOSECONDS));
        samplers.forEach(ConnectionSampler::sample);
    }
}
