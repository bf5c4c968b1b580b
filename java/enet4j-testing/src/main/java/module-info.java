/**
 * Tests of programs that use ENet: a bad network with {@link io.github.enet4j.testing.NetworkProxy}, in JUnit with
 * {@link io.github.enet4j.testing.UnderNetworkConditions}; and a reader of ENet's datagrams.
 *
 * @see <a href="https://github.com/enet4j/enet4j/blob/main/docs/guide/testing.md">Testing under loss</a>
 * @see <a href="https://github.com/enet4j/enet4j/blob/main/docs/tools.md">Tools</a>
 * @since 0.1.0
 */
module io.github.enet4j.testing {
    requires transitive io.github.enet4j;
    requires static transitive org.junit.jupiter.api;
    requires static org.jspecify;

    exports io.github.enet4j.testing;
    exports io.github.enet4j.testing.wire;
}
