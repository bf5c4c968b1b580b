package io.github.enet4j.interop;

import io.github.enet4j.ENetPacketPeer;

/** The ways to disconnect. */
enum Ending {
    PLAIN,
    LATER,
    NOW;

    void apply(ENetPacketPeer peer, int data) {
        switch (this) {
            case PLAIN -> peer.peerDisconnect(data);
            case LATER -> peer.peerDisconnectLater(data);
            case NOW -> peer.peerDisconnectNow(data);
        }
    }
}
