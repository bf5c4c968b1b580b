/** Metrics of ENet connections and servers, for Micrometer. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer has no modules yet
module io.github.enet4j.micrometer {
    requires transitive io.github.enet4j;
    requires static transitive io.github.enet4j.server;
    requires transitive micrometer.core;

    exports io.github.enet4j.micrometer;
}
