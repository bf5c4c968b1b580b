package io.github.enet4j.benchmarks;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stock ENet from Java through {@link LibEnet}. */
final class JnaEndpoint implements Endpoint {
    private static final int CHANNELS = 2;
    private static final String LOOPBACK = "127.0.0.1";

    private final Pointer host;
    private final Memory event = new Memory(LibEnet.EVENT_SIZE);
    private final Memory address = new Memory(LibEnet.ADDRESS_SIZE);
    private final List<Pointer> peers = new ArrayList<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private byte[] payload;

    /** Without an address one that is not bound. */
    private JnaEndpoint(String bind, int peerCount, int channels) {
        setAddress(bind != null ? bind : LOOPBACK, 0);
        host = LibEnet.enet_host_create(bind != null ? address : null, peerCount, channels, 0, 0);
        if (host == null) {
            throw new IllegalStateException("no host");
        }
    }

    static JnaEndpoint server(Contender.Place place) {
        return new JnaEndpoint(place.address(), place.peers(), place.channels());
    }

    static JnaEndpoint client(int peers) {
        return new JnaEndpoint(null, peers, CHANNELS);
    }

    private void setAddress(String ip, int port) {
        address.clear();
        LibEnet.enet_address_set_host_ip(address, ip);
        address.setShort(LibEnet.ADDRESS_PORT, (short) port);
    }

    @Override
    public int port() {
        LibEnet.enet_socket_get_address(host.getInt(LibEnet.HOST_SOCKET), address);
        return address.getShort(LibEnet.ADDRESS_PORT) & 0xffff;
    }

    @Override
    public void connect(int port) {
        setAddress(LOOPBACK, port);
        LibEnet.enet_host_connect(host, address, CHANNELS, 0);
    }

    @Override
    public void service(int millis, Handler handler) {
        int result = LibEnet.enet_host_service(host, event, millis);
        while (result > 0) {
            switch (event.getInt(0)) {
                case LibEnet.EVENT_CONNECT -> {
                    Pointer peer = event.getPointer(LibEnet.EVENT_PEER);
                    numbers.put(Pointer.nativeValue(peer), peers.size());
                    peers.add(peer);
                    handler.connected(peers.size() - 1);
                }
                case LibEnet.EVENT_RECEIVE -> {
                    Pointer packet = event.getPointer(LibEnet.EVENT_PACKET);
                    int length = (int) packet.getLong(LibEnet.PACKET_LENGTH);
                    byte[] data = packet.getPointer(LibEnet.PACKET_DATA).getByteArray(0, length);
                    LibEnet.enet_packet_destroy(packet);
                    handler.received(numbers.get(event.getLong(LibEnet.EVENT_PEER)), data.length);
                }
                default -> {
                }
            }
            result = LibEnet.enet_host_check_events(host, event);
        }
    }

    @Override
    public void flush() {
        LibEnet.enet_host_flush(host);
    }

    @Override
    public void payload(int size) {
        payload = new byte[size];
    }

    private Pointer packet(boolean reliable) {
        return LibEnet.enet_packet_create(payload, payload.length, reliable ? LibEnet.PACKET_RELIABLE : 0);
    }

    @Override
    public void send(int peer, boolean reliable) {
        if (LibEnet.enet_peer_send(peers.get(peer), (byte) 0, packet(reliable)) != 0) {
            throw new IllegalStateException("send");
        }
    }

    @Override
    public void broadcast(boolean reliable) {
        LibEnet.enet_host_broadcast(host, (byte) 0, packet(reliable));
    }

    @Override
    public void disconnect(int peer) {
        LibEnet.enet_peer_disconnect_now(peers.get(peer), 0);
    }

    @Override
    public void close() {
        LibEnet.enet_host_destroy(host);
    }
}
