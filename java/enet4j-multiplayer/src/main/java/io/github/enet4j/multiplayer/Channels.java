package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetPacketPeer;

/**
 * Transfer channels and modes as ENet's channels and flags: transfer channel 0 has two of ENet's channels, 0 for what
 * is reliable and 1 for the rest, so that neither holds up the other; each of the others has one.
 */
final class Channels {
    /** The last transfer channel. */
    static final int LAST = 253;

    private Channels() {
    }

    static boolean exists(int channel) {
        return channel >= 0 && channel <= LAST;
    }

    /** For a method that calls are to travel on it of. */
    static void require(int channel, Object method) {
        if (!exists(channel)) {
            throw new IllegalArgumentException(method + ": the channel must be 0 to " + LAST + ", and not " + channel);
        }
    }

    static int toENet(int channel, TransferMode mode) {
        if (channel > 0) {
            return channel + 1;
        }
        return mode == TransferMode.RELIABLE ? 0 : 1;
    }

    static int fromENet(int enetChannel) {
        return Math.max(0, enetChannel - 1);
    }

    static int flags(TransferMode mode) {
        return switch (mode) {
            case RELIABLE -> ENetPacketPeer.FLAG_RELIABLE;
            case UNRELIABLE_ORDERED -> ENetPacketPeer.FLAG_UNRELIABLE_FRAGMENT;
            case UNRELIABLE -> ENetPacketPeer.FLAG_UNSEQUENCED | ENetPacketPeer.FLAG_UNRELIABLE_FRAGMENT;
        };
    }

    static TransferMode mode(int flags) {
        if ((flags & ENetPacketPeer.FLAG_RELIABLE) != 0) {
            return TransferMode.RELIABLE;
        }
        return (flags & ENetPacketPeer.FLAG_UNSEQUENCED) != 0
                ? TransferMode.UNRELIABLE
                : TransferMode.UNRELIABLE_ORDERED;
    }
}
