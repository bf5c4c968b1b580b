/**
 * Metrics of ENet connections and servers, for Micrometer: {@link io.github.enet4j.micrometer.ENetServerMetrics} and
 * {@link io.github.enet4j.micrometer.ENetConnectionMetrics}.
 *
 * @see <a href="https://github.com/enet4j/enet4j/blob/main/docs/monitoring.md">Watching a server, and all meters</a>
 * @since 0.1.0
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer has no modules yet
module io.github.enet4j.micrometer {
    requires transitive io.github.enet4j;
    requires static transitive io.github.enet4j.server;
    requires transitive micrometer.core;
    requires static org.jspecify;

    exports io.github.enet4j.micrometer;
}
