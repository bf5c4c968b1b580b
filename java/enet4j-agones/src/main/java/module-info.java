/**
 * ENet servers in a fleet of Agones: {@link io.github.enet4j.agones.AgonesSdk}.
 *
 * @see <a href="https://github.com/enet4j/enet4j/blob/main/docs/server.md">Servers on all cores</a>
 * @see <a href="https://github.com/enet4j/enet4j/blob/main/docs/deployment.md">Servers in production</a>
 * @since 0.1.0
 */
module io.github.enet4j.agones {
    requires transitive io.github.enet4j.server;
    requires com.fasterxml.jackson.jr.ob;
    requires java.net.http;
    requires static org.jspecify;

    exports io.github.enet4j.agones;
}
