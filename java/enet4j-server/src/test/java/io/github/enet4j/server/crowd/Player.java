package io.github.enet4j.server.crowd;

import io.github.enet4j.ENetPacketPeer;

/** One client of a crowd, on the thread of its loop. */
final class Player {
    final ENetPacketPeer peer;
    long sent;
    long answered;
    boolean leaving;

    Player(ENetPacketPeer peer) {
        this.peer = peer;
    }

    boolean hasAllAnswers() {
        return sent == answered;
    }
}
