package io.github.enet4j.multiplayer;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** What replication keeps for an admitted peer. */
final class PeerReplication {
    /** How much of the changes of a synchronizer was sent to the peer. */
    static final class Sent {
        /** Of the newest change. */
        long version;

        long nanos;
    }

    /** When a peer is told again of a node that it has not confirmed: perhaps it has not loaded the scene yet. */
    static final class Probe {
        private static final long FIRST_NANOS = 1_000_000_000L;
        private static final long MOST_NANOS = 8_000_000_000L;

        private long delay = FIRST_NANOS;
        private long next = System.nanoTime() + delay;

        /** Ever less often. */
        boolean isDue(long now) {
            if (now - next < 0) {
                return false;
            }
            delay = Math.min(MOST_NANOS, 2 * delay);
            next = now + delay;
            return true;
        }
    }

    /** Our nodes that were spawned at the peer. */
    final Set<SpawnedNode> spawned = Collections.newSetFromMap(new IdentityHashMap<>());

    /** By the node of a spawner or synchronizer. */
    final Map<RemoteNode, Probe> probes = new IdentityHashMap<>();

    final Map<MultiplayerSynchronizer, Sent> changes = new IdentityHashMap<>();

    /** Of the last state sent, 16 bits. */
    int time;

    /** By the peer's numbers: the nodes that it has spawned here, and their synchronizers. */
    final IntMap<SpawnedNode> nodes = new IntMap<>();

    final IntMap<MultiplayerSynchronizer> synchronizers = new IntMap<>();
}
