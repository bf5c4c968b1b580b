/**
 * ENet for Java: {@link io.github.enet4j.ENetConnection} hosts and joins sessions,
 * {@link io.github.enet4j.ENetPacketPeer} is the other end of each connection. Both are named and behave like Godot's
 * classes, and talk to Godot and to any other program with ENet 1.3.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.enet4j;

import org.jspecify.annotations.NullMarked;
