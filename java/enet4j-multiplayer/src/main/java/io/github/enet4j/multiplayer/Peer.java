package io.github.enet4j.multiplayer;

import java.util.BitSet;

/**
 * What is kept for an admitted peer. Each client of a large game knows all others, and has nothing to do with most of
 * them: so most is made when it is first needed.
 */
final class Peer {
    final int id;

    /** What the peer may still have sent on to others, bytes, and when that was reckoned. */
    double relayCredit = Double.NaN;

    long relayTime;

    private BitSet announced;
    private BitSet confirmed;
    private ReceivedPaths paths;
    private AwaitedPaths awaited;
    private PeerReplication replication;

    Peer(int id) {
        this.id = id;
    }

    /** By our path ids: what the peer was told of. */
    BitSet announced() {
        return announced != null ? announced : (announced = new BitSet());
    }

    /** By our path ids: what the peer has confirmed. */
    BitSet confirmed() {
        return confirmed != null ? confirmed : (confirmed = new BitSet());
    }

    /** By the peer's path ids. */
    ReceivedPaths paths() {
        return paths != null ? paths : (paths = new ReceivedPaths());
    }

    /** By paths: what the peer has numbered, and is not there yet. */
    AwaitedPaths awaited() {
        return awaited != null ? awaited : (awaited = new AwaitedPaths());
    }

    boolean awaits(String path) {
        return awaited != null && awaited.get(path) != null;
    }

    boolean awaits(String path, int number) {
        return awaits(path) && awaited.get(path).number() == number;
    }

    PeerReplication replication() {
        return replication != null ? replication : (replication = new PeerReplication());
    }
}
