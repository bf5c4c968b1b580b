/**
 * ENet for Java: reliable and unreliable packets over UDP, wire-compatible with Godot and with every other engine that
 * speaks ENet 1.3.
 *
 * <p>An {@link io.github.enet4j.ENetConnection} is a host: a socket with all its connections, which listens or connects
 * to others, or both. An {@link io.github.enet4j.ENetPacketPeer} is one connection of it. Their names and their
 * behaviour are those of Godot's classes; settings also have the names of Java Beans ({@code setMtu} beside
 * {@code mtu}). A server that sends each packet back:
 *
 * <pre>{@code
 * ENetConnection host = new ENetConnection();
 * host.createHostBound("*", 7777);
 * while (true) {
 *     ENetEvent event = host.service(1000);               // sends, receives, waits for up to 1000 ms
 *     if (event.type() == EventType.RECEIVE) {
 *         byte[] packet = event.getPacket();
 *         event.peer().send(event.channel(), packet, ENetPacketPeer.FLAG_RELIABLE);
 *     }
 * }
 * }</pre>
 *
 * <p>A client is a host that is not bound: {@code createHost()}, then {@code connectToHost("play.example.org", 7777)},
 * and {@code service} until its CONNECT event.
 *
 * <p>Compression is {@code compress}, encryption
 * {@link io.github.enet4j.ENetConnection#dtlsServerSetup dtlsServerSetup} with {@link io.github.enet4j.TLSOptions};
 * Godot's values are in {@link io.github.enet4j.variant}.
 *
 * @see <a href="https://github.com/enet4j/enet4j/blob/main/docs/guide/README.md">The guide</a>
 * @see <a href="https://github.com/enet4j/enet4j/blob/main/docs/compatibility.md">Compatibility with Godot</a>
 * @since 0.1.0
 */
module io.github.enet4j {
    requires static org.jspecify;
    /* For events, where the JVM has it. */
    requires static jdk.jfr;

    exports io.github.enet4j;
    exports io.github.enet4j.variant;
}
