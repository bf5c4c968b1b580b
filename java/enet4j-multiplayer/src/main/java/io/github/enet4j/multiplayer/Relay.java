package io.github.enet4j.multiplayer;

import static io.github.enet4j.multiplayer.Command.SYS;
import static io.github.enet4j.multiplayer.Command.SYS_RELAY;
import static io.github.enet4j.multiplayer.MultiplayerPeer.SERVER;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;

/** Packets between clients, which go through the server with the other client's id in front. */
final class Relay {
    static final int HEADER = 6;
    private static final int DEFAULT_LIMIT = 4 << 20;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Session session;
    boolean enabled = true;

    /** How much one client may have sent on, bytes per second, all copies counted; 0 means no limit. */
    int limit = DEFAULT_LIMIT;

    long relayed;
    long dropped;

    Relay(Session session) {
        this.session = session;
    }

    /** Whether this side is one of those that the relay is for. */
    boolean isPossible() {
        return enabled && session.transport.isServerRelaySupported();
    }

    /** Whether a packet for this target takes the way through the server. */
    boolean isUsedFor(int target) {
        return target != SERVER && session.uniqueId() != SERVER && isPossible();
    }

    ENetError send(ByteBuffer packet, int target, TransferMode mode, int channel) {
        int start = packet.position();
        int wrapped = start - HEADER;
        packet.put(wrapped, (byte) SYS).put(wrapped + 1, (byte) SYS_RELAY).putInt(wrapped + 2, target);
        ENetError error = session.put(packet.position(wrapped), SERVER, mode, channel);
        packet.position(start);
        return error;
    }

    /**
     * On the server: sends a client's packet on, without looking inside.
     *
     * @param packet the whole packet; the id of its target becomes that of its source
     * @return whether the server is meant, too
     */
    boolean forward(Peer source, ByteBuffer packet, TransferMode mode, int channel) {
        int target = packet.getInt(packet.position() + 2);
        packet.putInt(packet.position() + 2, source.id);
        boolean withinLimit = true;
        if (target > 0) {
            if (session.peer(target) != null) {
                withinLimit = forward(source, packet, target, mode, channel);
            }
        } else {
            for (Peer peer : session.peers()) {
                if (peer != source && peer.id != -target) {
                    withinLimit &= forward(source, packet, peer.id, mode, channel);
                }
            }
        }
        if (!withinLimit && mode == TransferMode.RELIABLE) {
            session.reject(source.id, ENetError.BUSY, "a packet for others, beyond what it may have sent on");
        }
        return target <= 0 && target != -SERVER;
    }

    /** Whether the source may have had it sent on. */
    private boolean forward(Peer source, ByteBuffer packet, int target, TransferMode mode, int channel) {
        boolean within = mayRelay(source, packet.remaining());
        if (within && session.reported(target, mode, session.put(packet, target, mode, channel)) == ENetError.OK) {
            relayed++;
        } else {
            dropped++;
        }
        return within;
    }

    /** A second's worth may come at once. */
    private boolean mayRelay(Peer source, int bytes) {
        if (limit <= 0) {
            return true;
        }
        long now = System.nanoTime();
        double credit = Double.isNaN(source.relayCredit)
                ? limit
                : Math.min(limit, source.relayCredit + (now - source.relayTime) / NANOS_PER_SECOND * limit);
        source.relayTime = now;
        /* Into the red by one packet, so that one which is larger than the limit can pass at all. */
        source.relayCredit = credit > 0 ? credit - bytes : credit;
        return credit > 0;
    }
}
