/** ENet for Java, wire-compatible with Godot. */
module io.github.enet4j {
    requires com.sun.jna;

    exports io.github.enet4j;
}
