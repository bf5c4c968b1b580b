/**
 * Godot's high-level multiplayer: a Java program as a full member of an unmodified Godot 4 game. {@link
 * io.github.enet4j.multiplayer.ENetMultiplayerPeer} moves packets between peers that have ids, {@link
 * io.github.enet4j.multiplayer.SceneMultiplayer} makes remote calls and replicated nodes of them.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.enet4j.multiplayer;

import org.jspecify.annotations.NullMarked;
