package io.github.enet4j.micrometer;

import io.github.enet4j.ENetConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;

/**
 * The meters of one {@link ENetConnection}: traffic, peers, what waits, round trips and losses, gate, limits, DTLS.
 *
 * <p>The thread that asks for a value reads the connection, at most once a second, all values at once. It takes the
 * connection's lock for each number, some 100 ns at a time, so a thread that services it hardly notices. Where an
 * {@link io.github.enet4j.server.ENetServer} has the connection, {@link ENetServerMetrics} does without that.
 *
 * <p>A connection that is closed keeps its totals, and has no peers. One that gets a host later than it is bound has no
 * values until then.
 *
 * <pre>{@code
 * new ENetConnectionMetrics(connection, Tags.of("name", "lobby")).bindTo(registry);
 * }</pre>
 *
 * @see ENetServerMetrics
 * @since 0.1.0
 */
public final class ENetConnectionMetrics implements MeterBinder {
    private final ConnectionSampler sampler;
    private final Freshness freshness;
    private final Tags tags;

    /**
     * For a connection, without tags.
     *
     * @param connection the connection, with its DTLS set up already if it is to have any
     */
    public ENetConnectionMetrics(ENetConnection connection) {
        this(connection, Tags.empty());
    }

    /**
     * For a connection.
     *
     * @param connection the connection, with its DTLS set up already if it is to have any
     * @param tags       of all its meters: to tell several connections apart
     */
    public ENetConnectionMetrics(ENetConnection connection, Iterable<Tag> tags) {
        sampler = new ConnectionSampler(Objects.requireNonNull(connection, "connection"));
        freshness = new Freshness(sampler::sample);
        this.tags = Tags.of(tags);
    }

    /**
     * Registers the meters.
     *
     * @param registry where; may be called for several
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        new HostMeters(registry, sampler, freshness, tags).register();
    }
}
