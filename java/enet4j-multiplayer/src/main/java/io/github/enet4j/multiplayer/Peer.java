package io.github.enet4j.multiplayer;

import java.util.BitSet;

/** What is kept for an admitted peer. */
final class Peer {
    final int id;

    /** By our path ids: what the peer was told of, and what it has confirmed. */
    final BitSet announced = new BitSet();

    final BitSet confirmed = new BitSet();

    /** By the peer's path ids. */
    final ReceivedPaths paths = new ReceivedPaths();

    final PeerReplication replication = new PeerReplication();

    /** What the peer may still have sent on to others, bytes, and when that was reckoned. */
    double relayCredit = Double.NaN;

    long relayTime;

    Peer(int id) {
        this.id = id;
    }
}
