package io.github.enet4j;

import java.util.ArrayList;
import java.util.List;

/**
 * Sees what native code tells of a host after each pass, and what somebody may want to know of that: as events for the
 * Flight Recorder, and as notices. Guarded by the lock.
 */
final class HostWatch {
    private final Host host;
    private boolean gateClosed;
    private long unsent;
    private int handshakes;

    /** Null for none. */
    private List<Notice.Message> notices;

    /** An event that has begun when the last thread left service; null when nobody records that. */
    private Object pause;

    HostWatch(Host host) {
        this.host = host;
    }

    /** After a pass. */
    void look() {
        EventBuffer now = host.events;
        if (now.isGateClosed() != gateClosed) {
            gateClosed = now.isGateClosed();
            gateTurned();
        }
        if (now.unsent() != unsent) {
            notSent(now.unsent() - unsent, now.unsentError());
            unsent = now.unsent();
        }
        if (now.handshakes() != handshakes) {
            handshakesEnded(now.handshakes() - handshakes);
            handshakes = now.handshakes();
        }
    }

    private void gateTurned() {
        int port = Native.localPort(host.address);
        long[] counters = HostCounters.count(host);
        Recording.gate(port, gateClosed, counters);
        if (gateClosed) {
            notice(Notice.GATE_CLOSED, "Port " + port + ": many want to connect at once, and have to prove their"
                    + " address for the time being; " + counters[6] + " peers have not confirmed their connection");
        } else {
            notice(Notice.GATE_OPEN, "Port " + port + ": clients need not prove their address any more");
        }
    }

    private void notSent(long count, int error) {
        notice(Notice.UNSENT, "Port " + Native.localPort(host.address) + ": the system would not send " + count
                + (count == 1 ? " datagram: " : " datagrams, the last for: ") + SystemError.describe(error));
    }

    private void handshakesEnded(int count) {
        if (Recording.isHandshakeOn()) {
            int known = Math.min(count, DtlsNative.HANDSHAKES_KEPT);
            long[] fields = new long[known * DtlsNative.HANDSHAKE_FIELDS];
            DtlsNative.handshakes(host.address, fields, known);
            for (int at = 0; at < fields.length; at += DtlsNative.HANDSHAKE_FIELDS) {
                Recording.handshake(
                        new Address(fields[at], fields[at + 1]), (int) fields[at + 2],
                        DtlsError.of((int) fields[at + 3], (int) fields[at + 4], (int) fields[at + 5]),
                        fields[at + 6]);
            }
        }
    }

    private void notice(Notice notice, String text) {
        notices = notices != null ? notices : new ArrayList<>();
        notices.add(new Notice.Message(notice, text));
    }

    /** What has been noticed since the last call, to be told without the lock; null for nothing. */
    List<Notice.Message> takeNotices() {
        List<Notice.Message> taken = notices;
        notices = null;
        return taken;
    }

    /** A thread enters service, and no other is there; or a selector begins to wait for the socket. */
    void serviced() {
        if (pause != null) {
            Recording.endPause(pause, host);
            pause = null;
        }
    }

    /** The last thread leaves service. */
    void left() {
        pause = Recording.beginPause();
    }
}
