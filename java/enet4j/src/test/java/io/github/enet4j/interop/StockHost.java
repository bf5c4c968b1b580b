package io.github.enet4j.interop;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.github.enet4j.EventType;

/** A host of the system's libenet on 127.0.0.1, with one peer at a time. Not thread-safe. */
final class StockHost implements AutoCloseable {
    /* Where the fields of ENet 1.3's structures are on 64-bit systems. */
    private static final int ADDRESS_PORT = 4;
    private static final int HOST_PORT = 8;
    private static final int PEER_CHANNELS = 72;
    private static final int EVENT_PEER = 8;
    private static final int EVENT_CHANNEL = 16;
    private static final int EVENT_DATA = 20;
    private static final int EVENT_PACKET = 24;
    private static final int PACKET_FLAGS = 8;
    private static final int PACKET_DATA = 16;
    private static final int PACKET_LENGTH = 24;

    private final Pointer host;
    private final Memory event = new Memory(32);
    private Pointer peer;

    /** For connecting, or bound to a port of the system's choice. */
    StockHost(boolean bound, int channels) {
        host = Libenet.enet_host_create(bound ? loopback(0) : null, 4, channels, 0, 0);
        if (host == null) {
            throw new IllegalStateException("libenet makes no host");
        }
    }

    private static Memory loopback(int port) {
        Memory address = new Memory(8);
        Libenet.enet_address_set_host_ip(address, "127.0.0.1");
        address.setShort(ADDRESS_PORT, (short) port);
        return address;
    }

    void useRangeCoder() {
        if (Libenet.enet_host_compress_with_range_coder(host) != 0) {
            throw new IllegalStateException("libenet makes no range coder");
        }
    }

    int port() {
        return host.getShort(HOST_PORT) & 0xffff;
    }

    void connect(int port, int channels, int data) {
        peer = Libenet.enet_host_connect(host, loopback(port), channels, data);
        if (peer == null) {
            throw new IllegalStateException("libenet has no free peer");
        }
    }

    int channels() {
        return (int) peer.getLong(PEER_CHANNELS);
    }

    /** The next event, or null. */
    Received service() {
        int result = Libenet.enet_host_service(host, event, 0);
        if (result < 0) {
            return new Received(EventType.ERROR, 0, 0, 0, null);
        }
        if (result == 0) {
            return null;
        }
        peer = event.getPointer(EVENT_PEER);
        long data = Integer.toUnsignedLong(event.getInt(EVENT_DATA));
        switch (event.getInt(0)) {
            case 1:
                return new Received(EventType.CONNECT, data, 0, 0, null);
            case 2:
                return new Received(EventType.DISCONNECT, data, 0, 0, null);
            default:
                Pointer packet = event.getPointer(EVENT_PACKET);
                int length = (int) packet.getLong(PACKET_LENGTH);
                byte[] bytes = length > 0 ? packet.getPointer(PACKET_DATA).getByteArray(0, length) : new byte[0];
                int flags = packet.getInt(PACKET_FLAGS);
                Libenet.enet_packet_destroy(packet);
                return new Received(EventType.RECEIVE, 0, event.getByte(EVENT_CHANNEL) & 0xff, flags, bytes);
        }
    }

    /** An empty packet must not be sent under the range coder: libenet would crash. */
    void send(int channel, byte[] packet, int flags) {
        if (Libenet.enet_peer_send(
                        peer, (byte) channel, Libenet.enet_packet_create(packet, packet.length, flags)) != 0) {
            throw new IllegalStateException("libenet does not send");
        }
    }

    void disconnect(Ending ending, int data) {
        switch (ending) {
            case PLAIN -> Libenet.enet_peer_disconnect(peer, data);
            case LATER -> Libenet.enet_peer_disconnect_later(peer, data);
            case NOW -> Libenet.enet_peer_disconnect_now(peer, data);
        }
    }

    /** So that no unreliable packet is dropped on purpose, however slow the machine is. */
    void dropNothing() {
        Libenet.enet_peer_throttle_configure(peer, 5000, 32, 0);
    }

    @Override
    public void close() {
        Libenet.enet_host_destroy(host);
    }
}
