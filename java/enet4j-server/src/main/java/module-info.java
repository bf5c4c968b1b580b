/**
 * ENet servers on all cores, and many clients on a few threads: {@link io.github.enet4j.server.ENetServer} and
 * {@link io.github.enet4j.server.ENetClients}.
 *
 * @see <a href="https://github.com/enet4j/enet4j/blob/main/docs/server.md">Servers on all cores</a>
 * @since 0.1.0
 */
module io.github.enet4j.server {
    requires transitive io.github.enet4j;
    requires static org.jspecify;

    exports io.github.enet4j.server;
}
