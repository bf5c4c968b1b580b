/** ENet for Java, wire-compatible with Godot. */
module io.github.enet4j {
    requires static org.jspecify;
    /* For events, where the JVM has it. */
    requires static jdk.jfr;

    exports io.github.enet4j;
    exports io.github.enet4j.variant;
}
