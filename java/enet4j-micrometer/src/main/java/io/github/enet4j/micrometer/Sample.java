package io.github.enet4j.micrometer;

import io.github.enet4j.DtlsCounters;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.GateCounters;
import io.github.enet4j.HostStatistic;
import io.github.enet4j.LimitCounters;
import io.github.enet4j.PeerState;
import io.github.enet4j.PeerStatistic;
import java.util.List;

/**
 * What a connection was like at one moment.
 *
 * @param peers that are connected
 * @param dtls  null without DTLS
 */
record Sample(
        long sentBytes, long sentPackets, long receivedBytes, long receivedPackets, long unsent, int peers,
        long queuedBytes, long queuedPackets, long unreadBytes, GateCounters gate, LimitCounters limits,
        DtlsCounters dtls) {
    static final Sample NONE = new Sample(
            0, 0, 0, 0, 0, 0, 0, 0, 0, new GateCounters(0, 0, 0, 0, 0, 0, 0, 0), new LimitCounters(0, 0, 0, 0), null);

    /** Is told of each peer that is connected. */
    interface PeerSink {
        /** The mean round trip time, and the part of reliable packets that was lost, 0 to 1. */
        void peer(long roundTripMillis, double loss);
    }

    /** Takes the connection's lock for each value, for some 100 ns at a time. */
    static Sample of(ENetConnection connection, PeerSink sink) {
        List<ENetPacketPeer> peers = connection.getPeers();
        int connected = 0;
        long queuedBytes = 0;
        long queuedPackets = 0;
        long unreadBytes = 0;
        for (ENetPacketPeer peer : peers) {
            queuedBytes += peer.getQueuedData();
            queuedPackets += peer.getQueuedPackets();
            unreadBytes += peer.getUnreadData();
            if (peer.getState() == PeerState.CONNECTED) {
                connected++;
                sink.peer((long) peer.getStatistic(PeerStatistic.ROUND_TRIP_TIME),
                        peer.getStatistic(PeerStatistic.PACKET_LOSS) / ENetPacketPeer.PACKET_LOSS_SCALE);
            }
        }
        return new Sample(
                connection.getTotal(HostStatistic.TOTAL_SENT_DATA),
                connection.getTotal(HostStatistic.TOTAL_SENT_PACKETS),
                connection.getTotal(HostStatistic.TOTAL_RECEIVED_DATA),
                connection.getTotal(HostStatistic.TOTAL_RECEIVED_PACKETS), connection.getUnsentDatagrams(), connected,
                queuedBytes, queuedPackets, unreadBytes, connection.getGateCounters(), connection.getLimitCounters(),
                connection.getDtlsCounters());
    }

    /** The same when the host has gone: what was counted stays, nobody is there. */
    Sample ended() {
        return new Sample(
                sentBytes, sentPackets, receivedBytes, receivedPackets, unsent, 0, 0, 0, 0, gate, limits, dtls);
    }
}
