/**
 * Loops, threads, ticks and shutdown for programs with many peers: {@link io.github.enet4j.server.ENetServer} serves
 * one port with several threads, {@link io.github.enet4j.server.ENetClients} makes thousands of connections with a few.
 * {@link io.github.enet4j.server.ENetListener} is what a program writes for both.
 */
@NullMarked
package io.github.enet4j.server;

import org.jspecify.annotations.NullMarked;
