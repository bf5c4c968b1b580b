package io.github.enet4j.cli.load;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetException;
import io.github.enet4j.ENetPacketPeer;
import java.nio.ByteBuffer;
import java.util.Locale;

/** A client that sends plain packets. What comes back with the time that it was due is an echo. */
final class RawClient implements LoadClient {
    /** What packets begin with that are ours when they come back: this, and when they were due. */
    private static final int MAGIC = 0x65346C64;

    /** The least size of a packet that can be timed. */
    static final int TIMED_SIZE = 12;

    private static final int MAX_EVENTS = 256;
    private static final int MAX_SENDS = 1000;

    private final LoadPlan plan;
    private final LoadStats stats;
    private final long start;
    private final ByteBuffer packet;
    private ENetConnection host;
    private ENetPacketPeer peer;
    private boolean connected;
    private boolean over;
    private long due;

    /** The phase, 0 to 1, is where in its period the client sends, so that not all do so at once. */
    RawClient(LoadPlan plan, LoadStats stats, long start, double phase) {
        this.plan = plan;
        this.stats = stats;
        this.start = start;
        due = (long) (phase * Math.min(plan.periodNanos(), 1_000_000_000_000L));
        packet = ByteBuffer.allocateDirect(plan.size());
    }

    @Override
    public ENetConnection open() {
        stats.started.increment();
        try {
            host = plan.options().open(plan.target());
            peer = host.connectToHost(plan.address().getAddress().getHostAddress(), plan.address().getPort(),
                    plan.options().channels(), plan.options().data());
            return host;
        } catch (ENetException e) {
            stats.problem("no socket: " + e.error());
            close();
            return null;
        }
    }

    @Override
    public void receive() {
        for (int i = 0; i < MAX_EVENTS && !over; i++) {
            ENetEvent event = host.service();
            switch (event.type()) {
                case NONE -> {
                    return;
                }
                case CONNECT -> {
                    connected = true;
                    stats.connected.increment();
                    stats.connect(System.nanoTime() - start);
                    due += System.nanoTime();
                }
                case RECEIVE -> received(event);
                case DISCONNECT -> ended(event);
                default -> {
                    stats.problem("socket error");
                    return;
                }
            }
        }
    }

    @Override
    public void expire(long now) {
        if (!connected && !over && now - start > plan.connectNanos()) {
            stats.problem("not connected: no answer");
            finish();
        }
    }

    /** Gives its socket back. */
    private void finish() {
        over = true;
        host.close();
    }

    private void received(ENetEvent event) {
        int size = event.getPacketSize();
        stats.received.increment();
        stats.receivedBytes.add(size);
        byte[] data = event.getPacket();
        if (size >= TIMED_SIZE) {
            ByteBuffer view = ByteBuffer.wrap(data);
            if (view.getInt() == MAGIC) {
                stats.echoed.increment();
                stats.roundTrip(System.nanoTime() - view.getLong());
            }
        }
    }

    private void ended(ENetEvent event) {
        String reason = event.getDisconnectReason().toString().toLowerCase(Locale.ROOT).replace('_', ' ');
        String detail = peer.getDtlsError() != null ? ": " + peer.getDtlsError().kind()
                : event.data() != 0 ? ", data " + event.data() : "";
        stats.problem((connected ? "disconnected: " : "not connected: ") + reason + detail);
        if (connected) {
            stats.ended.increment();
        }
        finish();
    }

    @Override
    public void send(long until) {
        boolean some = false;
        for (int i = 0; i < MAX_SENDS && due - until <= 0; i++) {
            packet.clear();
            if (plan.size() >= TIMED_SIZE) {
                packet.putInt(MAGIC).putLong(due).rewind();
            }
            stats.late(System.nanoTime() - due);
            due += plan.periodNanos();
            ENetError error = peer.send(plan.channel(), packet, plan.flags());
            if (error == ENetError.OK) {
                stats.sent.increment();
                stats.sentBytes.add(plan.size());
                some = true;
            } else {
                stats.problem("send refused: " + error);
            }
        }
        if (some) {
            host.flush();
        }
    }

    @Override
    public long next() {
        return connected && !over && plan.rate() > 0 ? due : Long.MAX_VALUE;
    }

    @Override
    public void close() {
        if (host != null && !over) {
            if (connected) {
                peer.peerDisconnectNow(0);
                host.flush();
            }
            finish();
        }
    }
}
