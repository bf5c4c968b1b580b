/** Tests of programs that use ENet: a proxy that impairs, and a reader of ENet's datagrams. */
module io.github.enet4j.testing {
    requires transitive io.github.enet4j;
    requires static transitive org.junit.jupiter.api;
    requires static org.jspecify;

    exports io.github.enet4j.testing;
    exports io.github.enet4j.testing.wire;
}
