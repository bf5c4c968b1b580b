package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;

/** Spawners and synchronizers. */
final class Replication {
    private final Session session;

    Replication(Session session) {
        this.session = session;
    }

    void reset() {
    }

    void admitted(Peer peer) {
    }

    void left(Peer peer) {
    }

    void receiveSpawn(int sender, ByteBuffer packet) {
        session.reject(sender, ENetError.UNAVAILABLE, "no spawners yet");
    }

    void receiveDespawn(int sender, ByteBuffer packet) {
        session.reject(sender, ENetError.UNAVAILABLE, "no spawners yet");
    }

    void receiveSync(int sender, ByteBuffer packet, boolean delta) {
        session.reject(sender, ENetError.UNAVAILABLE, "no synchronizers yet");
    }
}
