/** Godot's high-level multiplayer for Java. */
module io.github.enet4j.multiplayer {
    requires transitive io.github.enet4j;
    requires static org.jspecify;

    exports io.github.enet4j.multiplayer;
}
