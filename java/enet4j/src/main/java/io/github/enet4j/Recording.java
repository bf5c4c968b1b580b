package io.github.enet4j;

import io.github.enet4j.jfr.ConnectEvent;
import io.github.enet4j.jfr.ConnectGateEvent;
import io.github.enet4j.jfr.DisconnectEvent;
import io.github.enet4j.jfr.DtlsHandshakeEvent;
import io.github.enet4j.jfr.SendRefusedEvent;
import io.github.enet4j.jfr.ServicePauseEvent;

/**
 * Tells the JDK Flight Recorder what happens. In a JVM without jdk.jfr none of the event classes is loaded; in one that
 * does not record, each of these calls is two comparisons with constants.
 */
final class Recording {
    private static final boolean IS_POSSIBLE = isPossible();

    private Recording() {
    }

    private static boolean isPossible() {
        try {
            Class.forName("jdk.jfr.Event", false, Recording.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    static void connected(ENetPacketPeer peer, long data) {
        if (IS_POSSIBLE && ConnectEvent.isOn()) {
            ConnectEvent.happened(peer.getRemoteAddress(), peer.getRemotePort(), peer.getChannels(), data);
        }
    }

    static void disconnected(
            PeerLink peer, DisconnectReason reason, long data, DtlsError error, long[] statistics) {
        if (IS_POSSIBLE && DisconnectEvent.isOn()) {
            DisconnectEvent.happened(
                    peer.getRemoteAddress(), peer.getRemotePort(), reason.name(), data,
                    error != null ? error.text() : null, statistics[PeerStatistic.ROUND_TRIP_TIME.value()],
                    1f * statistics[PeerStatistic.PACKET_LOSS.value()] / ENetPacketPeer.PACKET_LOSS_SCALE);
        }
    }

    static void sendRefused(PeerLink peer, ENetError error, int channel, int length, int flags) {
        if (IS_POSSIBLE && SendRefusedEvent.isOn()) {
            SendRefusedEvent.happened(
                    peer.getRemoteAddress(), peer.getRemotePort(), error.name(), channel, length, flags);
        }
    }

    static void gate(int port, boolean closed, long[] counters) {
        if (IS_POSSIBLE && ConnectGateEvent.isOn()) {
            ConnectGateEvent.happened(port, closed, counters[0], counters[1], counters[2], counters[6]);
        }
    }

    static boolean isHandshakeOn() {
        return IS_POSSIBLE && DtlsHandshakeEvent.isOn();
    }

    static void handshake(Address address, int port, DtlsError error, long millis) {
        DtlsHandshakeEvent.happened(
                Address.format(address.high(), address.low()), port, error != null ? error.kind().name() : null,
                error != null ? error.text() : null, millis);
    }

    /** What {@link #endPause} is to be given; null when nobody records that. */
    static Object beginPause() {
        return IS_POSSIBLE && ServicePauseEvent.isOn() ? ServicePauseEvent.start() : null;
    }

    static void endPause(Object pause, Host host) {
        ServicePauseEvent event = (ServicePauseEvent) pause;
        if (event.isLong()) {
            event.happened(Native.localPort(host.address), host.peers.size());
        }
    }
}
