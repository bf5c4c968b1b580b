package io.github.enet4j.server;

import io.github.enet4j.ENetPacketPeer;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** What a program that connects has asked for, and where it will hear of it. */
record Attempt(InetSocketAddress address, int channels, int data, CompletableFuture<ENetPacketPeer> result) {
}
