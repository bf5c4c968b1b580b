package io.github.enet4j.micrometer;

import io.github.enet4j.server.ENetServer;
import io.github.enet4j.server.LoopHealth;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The meters of an {@link ENetServer}: those of {@link ENetConnectionMetrics} for each loop, and how the loop itself
 * is. The tag "loop" has its index; where a loop has several ports, those of a connection have the tag "port" as well.
 *
 * <p>Each loop reads its own connection, on its own thread, between two events, when a value is asked for, at most once
 * a second: some 0.5 microseconds per peer, and no lock that anybody waits for. The thread that asks waits for that, at
 * most 200 ms. A loop that does not get to it in that time shows its values of before, and {@code enet.loop.quiet}.
 *
 * <pre>{@code
 * new ENetServerMetrics(server).bindTo(registry);
 * }</pre>
 *
 * @see ENetConnectionMetrics
 * @since 0.1.0
 */
public final class ENetServerMetrics implements MeterBinder {
    private static final long PATIENCE_MILLIS = 200;

    private final ENetServer server;
    private final List<LoopSampler> loops;
    private final Freshness freshness = new Freshness(this::refresh);
    private final Tags tags;

    /**
     * For a server, without tags but the loop.
     *
     * @param server the server
     */
    public ENetServerMetrics(ENetServer server) {
        this(server, Tags.empty());
    }

    /**
     * For a server.
     *
     * @param server the server
     * @param tags   of all its meters: to tell several servers apart
     */
    public ENetServerMetrics(ENetServer server, Iterable<Tag> tags) {
        this.server = server;
        this.tags = Tags.of(tags);
        loops = server.loops().stream().map(LoopSampler::new).toList();
    }

    /**
     * Registers the meters.
     *
     * @param registry where; may be called for several
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        for (LoopSampler loop : loops) {
            Tags all = tags.and("loop", Integer.toString(loop.loop.index()));
            for (ConnectionSampler sampler : loop.samplers) {
                Tags whose = loop.samplers.size() == 1 ? all : all.and("port", sampler.port());
                new HostMeters(registry, sampler, freshness, whose).register();
            }
            Timer lag = Timer.builder("enet.loop.lag").tags(all)
                    .description("How long a task waits for its turn, whenever a sample is taken").register(registry);
            loop.add(lag);
            counter(registry, "enet.loop.ticks", "Ticks done", loop, all, LoopHealth::ticks);
            counter(registry, "enet.loop.ticks.skipped", "Ticks left out, too late", loop, all, LoopHealth::skipped);
            counter(registry, "enet.loop.ticks.overrun", "Ticks that took longer than their period", loop, all,
                    LoopHealth::overruns);
            TimeGauge.builder("enet.loop.quiet", loop, TimeUnit.MILLISECONDS, one -> health(one).quietMillis())
                    .description("Since the loop has last looked for something to do").tags(all)
                    .strongReference(true).register(registry);
        }
    }

    private void counter(
            MeterRegistry registry, String name, String description, LoopSampler loop, Tags all,
            ToDoubleFunction<LoopHealth> value) {
        FunctionCounter.builder(name, loop, one -> value.applyAsDouble(health(loop))).description(description)
                .tags(all).register(registry);
    }

    /** This is asked of the server, not of the loop, which may be blocked. */
    private LoopHealth health(LoopSampler loop) {
        return server.health().loops().get(loop.loop.index());
    }

    private void refresh() {
        CountDownLatch done = new CountDownLatch(loops.size());
        loops.forEach(loop -> loop.refresh(done));
        try {
            done.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
