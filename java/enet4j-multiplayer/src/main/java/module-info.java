/** Godot's high-level multiplayer for Java. */
module io.github.enet4j.multiplayer {
    requires transitive io.github.enet4j;

    exports io.github.enet4j.multiplayer;
}
