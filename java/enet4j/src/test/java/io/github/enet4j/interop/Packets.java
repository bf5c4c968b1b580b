package io.github.enet4j.interop;

import io.github.enet4j.ENetPacketPeer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The packets that are sent to every peer nobody here wrote, and how they have to arrive. */
final class Packets {
    /** Around the limits of ENet (1364 bytes go into one datagram at the default MTU) and of the compressors. */
    static final List<Integer> SIZES = List.of(0, 1, 15, 16, 17, 1363, 1364, 1365, 1391, 1392, 1400, 5000, 100_000);

    static final List<Integer> FLAGS = List.of(
            0, ENetPacketPeer.FLAG_RELIABLE, ENetPacketPeer.FLAG_UNSEQUENCED, ENetPacketPeer.FLAG_UNRELIABLE_FRAGMENT,
            ENetPacketPeer.FLAG_UNSEQUENCED | ENetPacketPeer.FLAG_UNRELIABLE_FRAGMENT);

    static final int CHANNELS = 3;

    private static final int FRAGMENT_SIZE = 1364;

    private Packets() {
    }

    /** By channel: what does not compress, what compresses well, some of both. */
    static byte[] payload(int size, int channel) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        if (channel == 1) {
            Arrays.fill(bytes, (byte) 'a');
        } else if (channel == 2) {
            for (int i = 0; i < size; i++) {
                bytes[i] = (i & 64) != 0 ? bytes[i] : (byte) 'a';
            }
        }
        return bytes;
    }

    /** The flags with which ENet hands over a packet of that size that was sent with these. */
    static int flagsArriving(int size, int flags) {
        if ((flags & ENetPacketPeer.FLAG_RELIABLE) != 0) {
            return ENetPacketPeer.FLAG_RELIABLE;
        }
        if (size <= FRAGMENT_SIZE) {
            return flags & ENetPacketPeer.FLAG_UNSEQUENCED;
        }
        return (flags & ENetPacketPeer.FLAG_UNRELIABLE_FRAGMENT) != 0
                ? ENetPacketPeer.FLAG_UNRELIABLE_FRAGMENT : ENetPacketPeer.FLAG_RELIABLE;
    }
}
