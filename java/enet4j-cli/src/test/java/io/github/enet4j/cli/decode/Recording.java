package io.github.enet4j.cli.decode;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.PeerState;
import io.github.enet4j.PeerStatistic;
import io.github.enet4j.testing.NetworkProxy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A client and an echoing server whose datagrams are recorded on their way. */
final class Recording implements AutoCloseable {
    private static final String LOCALHOST = "127.0.0.1";

    final ENetConnection server = new ENetConnection();
    final ENetConnection client = new ENetConnection();
    final NetworkProxy proxy;
    final List<byte[]> sent = new ArrayList<>();
    int echoed;
    ENetPacketPeer peer;
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    Recording(CompressionMode mode, boolean checksum) {
        server.createHostBound(LOCALHOST, 0);
        client.createHost();
        for (ENetConnection each : List.of(server, client)) {
            each.compress(mode);
            each.checksum(checksum);
        }
        proxy = new NetworkProxy(new InetSocketAddress(LOCALHOST, server.getLocalPort()), 1);
        proxy.capture(file);
    }

    Recording connect() {
        peer = client.connectToHost(LOCALHOST, proxy.getLocalPort(), 3, 77);
        until(() -> peer.getState() == PeerState.CONNECTED);
        /* However slow the machine is at times, unreliable packets are not to be thinned out. */
        peer.throttleConfigure(5000, ENetPacketPeer.PACKET_THROTTLE_SCALE, 0);
        until(() -> server.getPeers().stream()
                .anyMatch(each -> each.getStatistic(PeerStatistic.PACKET_THROTTLE_DECELERATION) == 0));
        return this;
    }

    /** Sends a packet and waits for its echo. */
    void exchange(int channel, byte[] packet, int flags) {
        int before = echoed;
        sent.add(packet);
        peer.send(channel, packet, flags);
        until(() -> echoed > before);
    }

    void disconnect() {
        peer.peerDisconnect(5);
        until(() -> !peer.isActive());
    }

    void until(BooleanSupplier condition) {
        for (long end = System.nanoTime() + 60_000_000_000L; !condition.getAsBoolean();) {
            ENetEvent event = server.service(1);
            if (event.type() == EventType.RECEIVE) {
                int flags = event.peer().getPacketFlags();
                event.peer().send(event.channel(), event.peer().getPacket(), flags);
            }
            if (client.service().type() == EventType.RECEIVE) {
                peer.getPacket();
                echoed++;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain");
            }
        }
    }

    /** Ends it; the capture. */
    byte[] finish() {
        close();
        return file.toByteArray();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        proxy.close();
    }

    /** All that is in a capture. */
    static List<Decoded> decode(byte[] capture, Decoder decoder) {
        List<Decoded> all = new ArrayList<>();
        try {
            CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(capture));
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                decoder.follow(frame, all::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
