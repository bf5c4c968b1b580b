/**
 * Loops, threads, ticks and shutdown for programs with many peers: {@link io.github.enet4j.server.ENetServer} serves
 * one port with several threads, {@link io.github.enet4j.server.ENetClients} makes thousands of connections with a few.
 * {@link io.github.enet4j.server.ENetListener} is what a program writes for both.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.enet4j.server;

import org.jspecify.annotations.NullMarked;
