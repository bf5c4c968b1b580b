/** ENet servers on all cores. */
module io.github.enet4j.server {
    requires transitive io.github.enet4j;
    requires static org.jspecify;

    exports io.github.enet4j.server;
}
