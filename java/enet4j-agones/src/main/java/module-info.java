/** ENet servers in a fleet of Agones. */
module io.github.enet4j.agones {
    requires transitive io.github.enet4j.server;
    requires com.fasterxml.jackson.jr.ob;
    requires java.net.http;

    exports io.github.enet4j.agones;
}
