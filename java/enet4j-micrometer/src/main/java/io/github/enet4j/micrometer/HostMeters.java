package io.github.enet4j.micrometer;

import io.github.enet4j.DtlsCounters;
import io.github.enet4j.DtlsError;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** The meters of one connection in one registry. */
final class HostMeters {
    private static final Duration[] ROUND_TRIPS =
            LongStream.of(10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000, 2000).mapToObj(Duration::ofMillis)
                    .toArray(Duration[]::new);

    /** Percent, since Micrometer's fixed buckets take whole numbers only. */
    private static final double[] LOSSES = {1, 2, 5, 10, 20, 50, 100};

    private static final String BYTES = "bytes";

    private final MeterRegistry registry;
    private final ConnectionSampler sampler;
    private final Freshness freshness;
    private final Tags tags;

    HostMeters(MeterRegistry registry, ConnectionSampler sampler, Freshness freshness, Iterable<Tag> tags) {
        this.registry = registry;
        this.sampler = sampler;
        this.freshness = freshness;
        this.tags = Tags.of(tags);
    }

    void register() {
        traffic();
        peers();
        limits();
        gate();
        if (sampler.hasDtls()) {
            dtls();
        }
    }

    private void traffic() {
        counter("enet.host.bytes.sent", "Sent in datagrams, compressed, with ENet's headers, not UDP's or DTLS'",
                Sample::sentBytes);
        counter("enet.host.bytes.received", "Received in datagrams, as they were sent", Sample::receivedBytes);
        counter("enet.host.packets.sent", "Datagrams sent", Sample::sentPackets);
        counter("enet.host.packets.received", "Datagrams received", Sample::receivedPackets);
        counter("enet.host.packets.unsent", "Datagrams that the system would not send", Sample::unsent);
    }

    private void peers() {
        gauge("enet.host.peers", "Peers that are connected", null, Tags.empty(), Sample::peers);
        gauge("enet.host.queued", "Queued for all peers, not sent or not confirmed", BYTES, Tags.empty(),
                Sample::queuedBytes);
        gauge("enet.host.queued.packets", "Packets queued for all peers", null, Tags.empty(), Sample::queuedPackets);
        gauge("enet.host.unread", "Received, and not read by the program", BYTES, Tags.empty(), Sample::unreadBytes);
        Timer roundTrips = Timer.builder("enet.peer.round.trip")
                .description("Mean round trip time of each peer, whenever a sample is taken")
                .tags(tags).serviceLevelObjectives(ROUND_TRIPS).register(registry);
        DistributionSummary losses = DistributionSummary.builder("enet.peer.packet.loss")
                .description("Reliable packets lost of each peer, whenever a sample is taken").baseUnit("percent")
                .tags(tags).serviceLevelObjectives(LOSSES).register(registry);
        sampler.add((millis, loss) -> {
            roundTrips.record(millis, TimeUnit.MILLISECONDS);
            losses.record(100 * loss);
        });
    }

    private void limits() {
        String name = "enet.host.incoming";
        String description = "Packets not taken in from peers: see LimitCounters";
        counter(name, description, "result", "refused", sample -> sample.limits().refused());
        counter(name, description, "result", "dropped", sample -> sample.limits().dropped());
        counter(name, description, "result", "impossible", sample -> sample.limits().impossible());
        counter(name, description, "result", "overworked", sample -> sample.limits().overworked());
    }

    private void gate() {
        counter("enet.gate.connects", "Requests to connect", sample -> sample.gate().connects());
        counter("enet.gate.probes", "Probes sent to see whether a client is where it says",
                sample -> sample.gate().probes());
        counter("enet.gate.proofs", "Right answers to probes", sample -> sample.gate().proofs());
        counter("enet.gate.wrong.cookies", "Wrong answers to probes", sample -> sample.gate().wrongCookies());
        counter("enet.gate.refused", "Proven clients over the limit, or not wanted by the program",
                sample -> sample.gate().refused());
        counter("enet.gate.expired", "Peers given up before they had confirmed their connection",
                sample -> sample.gate().expired());
        counter("enet.gate.unmatched", "Datagrams that belong to no connection", sample -> sample.gate().unmatched());
        gauge("enet.gate.half.open", "Peers that have not confirmed their connection", null, Tags.empty(),
                sample -> sample.gate().halfOpen());
    }

    private void dtls() {
        String sessions = "enet.dtls.sessions";
        gauge(sessions, "Sessions", null, Tags.of("state", "all"), ofDtls(DtlsCounters::sessions));
        gauge(sessions, "Sessions", null, Tags.of("state", "pending"), ofDtls(DtlsCounters::pending));
        gauge(sessions, "Sessions", null, Tags.of("state", "retained"), ofDtls(DtlsCounters::retained));
        String handshakes = "enet.dtls.handshakes";
        counter(handshakes, "Handshakes", "result", "started", ofDtls(DtlsCounters::started));
        counter(handshakes, "Handshakes", "result", "done", ofDtls(DtlsCounters::done));
        for (DtlsError.Kind kind : DtlsError.Kind.values()) {
            counter("enet.dtls.handshakes.failed", "Handshakes that failed", "reason",
                    kind.name().toLowerCase(Locale.ROOT), ofDtls(counters -> counters.failed(kind)));
        }
        String hellos = "enet.dtls.hellos";
        String description = "First messages of clients, and what became of them: see DtlsCounters";
        counter(hellos, description, "result", "cookie", ofDtls(DtlsCounters::cookies));
        counter(hellos, description, "result", "ignored", ofDtls(DtlsCounters::ignored));
        counter(hellos, description, "result", "refused", ofDtls(DtlsCounters::refused));
        counter(hellos, description, "result", "limited", ofDtls(DtlsCounters::limited));
        String dropped = "enet.dtls.sessions.dropped";
        counter(dropped, "Sessions closed without a peer", "reason", "evicted", ofDtls(DtlsCounters::evicted));
        counter(dropped, "Sessions closed without a peer", "reason", "unclaimed", ofDtls(DtlsCounters::unclaimed));
    }

    private static ToDoubleFunction<Sample> ofDtls(ToDoubleFunction<DtlsCounters> value) {
        return sample -> sample.dtls() != null ? value.applyAsDouble(sample.dtls()) : 0;
    }

    private void counter(String name, String description, ToDoubleFunction<Sample> value) {
        counter(name, description, Tags.empty(), value);
    }

    private void counter(
            String name, String description, String key, String tag, ToDoubleFunction<Sample> value) {
        counter(name, description, Tags.of(key, tag), value);
    }

    /** The meter keeps the sampler alive by this function; a registry itself holds what it reads weakly. */
    private void counter(String name, String description, Tags more, ToDoubleFunction<Sample> value) {
        FunctionCounter.builder(name, sampler, nothing -> read(value)).description(description)
                .tags(tags.and(more)).register(registry);
    }

    private void gauge(String name, String description, String unit, Tags more, ToDoubleFunction<Sample> value) {
        Gauge.builder(name, sampler, nothing -> read(value)).description(description).baseUnit(unit)
                .tags(tags.and(more)).strongReference(true).register(registry);
    }

    private double read(ToDoubleFunction<Sample> value) {
        freshness.ensure();
        return value.applyAsDouble(sampler.latest());
    }
}
