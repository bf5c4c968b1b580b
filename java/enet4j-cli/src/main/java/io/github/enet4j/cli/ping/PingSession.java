package io.github.enet4j.cli.ping;

import io.github.enet4j.DisconnectReason;
import io.github.enet4j.DtlsError;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.PeerState;
import io.github.enet4j.PeerStatistic;
import io.github.enet4j.testing.wire.WireCommand;
import io.github.enet4j.testing.wire.WireReader;
import java.nio.ByteBuffer;

/** A connection whose round trips are measured to the microsecond, by ENet's own PING, which every peer answers. */
final class PingSession implements AutoCloseable {
    /** ENet's automatic pings would be taken for ours. */
    private static final int NO_PINGS = Integer.MAX_VALUE;

    private final ENetConnection host;
    private final ENetPacketPeer peer;
    private final WireReader reader = new WireReader();
    private int confirmed;
    private long confirmedAt;
    private boolean ended;
    private DisconnectReason reason;
    private DtlsError dtlsError;
    private long endData;

    /**
     * The answer to a ping.
     *
     * @param nanos     how long it took; -1 if it did not come in time
     * @param sentAgain whether ENet had sent the PING again meanwhile, so that one or its answer was lost or very late
     */
    record Reply(long nanos, boolean sentAgain) {
    }

    PingSession(ENetConnection host, String address, int port, int channels, int data) {
        this.host = host;
        host.intercept(datagram -> {
            look(datagram.data());
            return false;
        });
        peer = host.connectToHost(address, port, channels, data);
    }

    /** Takes the time of each confirmation of what concerns the connection as a whole. */
    private void look(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        for (WireCommand command : reader.read(bytes).commands()) {
            if (command instanceof WireCommand.Acknowledge acknowledge
                    && acknowledge.header().channel() == WireCommand.CONNECTION) {
                confirmed = acknowledge.receivedSequence();
                confirmedAt = System.nanoTime();
            }
        }
    }

    /** Whether it is connected before that time, ns of System.nanoTime. */
    boolean awaitConnected(long end) {
        while (!ended && peer.getState() != PeerState.CONNECTED && System.nanoTime() - end < 0) {
            service(end);
        }
        if (!ended && peer.getState() == PeerState.CONNECTED) {
            peer.pingInterval(NO_PINGS);
            return true;
        }
        return false;
    }

    private void service(long end) {
        long left = (end - System.nanoTime() + 999_999) / 1_000_000;
        ENetEvent event = host.service((int) Math.max(1, Math.min(left, 100)));
        if (event.type() == EventType.DISCONNECT) {
            ended = true;
            reason = event.getDisconnectReason();
            endData = event.data();
            dtlsError = peer.getDtlsError();
        } else if (event.type() == EventType.RECEIVE) {
            event.getPacket();
        }
    }

    /** Sends a PING and waits for its confirmation until that time. */
    Reply ping(long end) {
        int before = confirmed;
        double usual = peer.getStatistic(PeerStatistic.ROUND_TRIP_TIME)
                + 4 * peer.getStatistic(PeerStatistic.ROUND_TRIP_TIME_VARIANCE);
        long start = System.nanoTime();
        peer.ping();
        host.flush();
        while (!ended && confirmed == before && System.nanoTime() - end < 0) {
            service(end);
        }
        if (confirmed == before) {
            return new Reply(-1, true);
        }
        long nanos = confirmedAt - start;
        return new Reply(nanos, nanos / 1e6 > usual);
    }

    /** Serves the connection until that time, or until it ends. */
    void idle(long end) {
        while (!ended && System.nanoTime() - end < 0) {
            service(end);
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Why it ended; null if it has not. */
    DisconnectReason reason() {
        return reason;
    }

    long endData() {
        return endData;
    }

    DtlsError dtlsError() {
        return dtlsError;
    }

    ENetPacketPeer peer() {
        return peer;
    }

    @Override
    public void close() {
        if (!ended) {
            peer.peerDisconnectNow(0);
        }
        host.close();
    }
}
