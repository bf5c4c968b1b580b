/** ENet for Java, wire-compatible with Godot. */
module io.github.enet4j {
    requires static org.jspecify;

    exports io.github.enet4j;
    exports io.github.enet4j.variant;
}
