/**
 * Godot's high-level multiplayer for Java: a member of an unmodified game, as its server, a client, or a bot. A
 * {@link io.github.enet4j.multiplayer.SceneMultiplayer} has nodes and remote calls, an
 * {@link io.github.enet4j.multiplayer.ENetMultiplayerPeer} the connections below it;
 * {@link io.github.enet4j.multiplayer.GodotProject} reads what a game's files declare.
 *
 * @see <a href="https://github.com/enet4j/enet4j/blob/main/docs/godot.md">A server in Java for a game in Godot</a>
 * @since 0.1.0
 */
module io.github.enet4j.multiplayer {
    requires transitive io.github.enet4j;
    requires static org.jspecify;

    exports io.github.enet4j.multiplayer;
}
