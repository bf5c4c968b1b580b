package io.github.enet4j.benchmarks;

import io.github.enet4j.ConnectGate;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketHandler;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.TLSOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** enet4j, in the ways that it has for packets. */
final class Enet4jEndpoint implements Endpoint {
    /** Packets go in arrays or in direct buffers; or as those, and come to a handler, which finds them in place. */
    enum Way {
        ARRAYS,
        BUFFERS,
        HANDLER
    }

    private static final int CHANNELS = 2;
    private static final int LARGEST = 1 << 20;

    /** A server of so many does not wait for the connects of its one address, as in native/bench_host.h. */
    private static final int CROWD = 1000;

    private final ENetConnection connection = new ENetConnection();
    private final List<ENetPacketPeer> peers = new ArrayList<>();
    private final Way way;
    private final ByteBuffer received = ByteBuffer.allocateDirect(LARGEST);
    private ByteBuffer payloadBuffer;
    private byte[] payloadArray;

    /** For whom the packets are that come to {@link #received(ENetPacketPeer, int, int, ByteBuffer)}. */
    private Handler receiver;

    /** Made once, as a program does it. */
    private final ENetPacketHandler forward = this::received;

    private Enet4jEndpoint(Way way) {
        this.way = way;
    }

    static Enet4jEndpoint server(Way way, Contender.Place place) {
        Enet4jEndpoint self = new Enet4jEndpoint(way);
        self.connection.createHostBound(place.address(), 0, place.peers(), place.channels(), 0, 0);
        if (place.peers() >= CROWD) {
            self.connection.connectGate(ConnectGate.OFF);
        }
        return self;
    }

    static Enet4jEndpoint client(Way way, int peers) {
        Enet4jEndpoint self = new Enet4jEndpoint(way);
        self.connection.createHost(peers, CHANNELS, 0, 0);
        return self;
    }

    /** The same over DTLS, with packets in direct buffers. */
    static Enet4jEndpoint dtlsServer(Contender.Place place) {
        Enet4jEndpoint self = server(Way.BUFFERS, place);
        TestCertificate own = TestCertificate.shared();
        self.connection.dtlsServerSetup(TLSOptions.server(own.key(), List.of(own.certificate())));
        /* All clients here have one address, which the server would make wait. */
        self.connection.handshakeLimit(0, 0);
        return self;
    }

    static Enet4jEndpoint dtlsClient(int peers) {
        Enet4jEndpoint self = client(Way.BUFFERS, peers);
        self.connection.dtlsClientSetup("localhost", TLSOptions.clientUnsafe());
        return self;
    }

    @Override
    public int port() {
        return connection.getLocalPort();
    }

    @Override
    public void connect(int port) {
        connection.connectToHost("127.0.0.1", port, CHANNELS, 0);
    }

    @Override
    public void service(int millis, Handler handler) {
        receiver = handler;
        for (ENetEvent event = first(millis); ; event = next()) {
            switch (event.type()) {
                case CONNECT -> {
                    ENetPacketPeer peer = event.peer();
                    peer.attach(peers.size());
                    peers.add(peer);
                    handler.connected(peers.size() - 1);
                }
                case RECEIVE -> receive(event.peer(), handler);
                case DISCONNECT -> {
                }
                default -> {
                    return;
                }
            }
        }
    }

    private ENetEvent first(int millis) {
        return way == Way.HANDLER ? connection.service(millis, forward) : connection.service(millis);
    }

    private ENetEvent next() {
        return way == Way.HANDLER ? connection.service(0, forward) : connection.checkEvents();
    }

    private void received(ENetPacketPeer peer, int channel, int flags, ByteBuffer packet) {
        receiver.received((Integer) peer.attachment(), packet.remaining());
    }

    private void receive(ENetPacketPeer peer, Handler handler) {
        int size;
        if (way == Way.BUFFERS) {
            received.clear();
            size = peer.getPacket(received);
        } else {
            size = peer.getPacket().length;
        }
        handler.received((Integer) peer.attachment(), size);
    }

    @Override
    public void flush() {
        connection.flush();
    }

    @Override
    public void payload(int size) {
        payloadArray = new byte[size];
        payloadBuffer = ByteBuffer.allocateDirect(size);
    }

    @Override
    public void send(int peer, boolean reliable) {
        int flags = reliable ? ENetPacketPeer.FLAG_RELIABLE : 0;
        ENetError error;
        if (way != Way.ARRAYS) {
            payloadBuffer.clear();
            error = peers.get(peer).send(0, payloadBuffer, flags);
        } else {
            error = peers.get(peer).send(0, payloadArray, flags);
        }
        if (error != ENetError.OK) {
            throw new IllegalStateException("send: " + error);
        }
    }

    @Override
    public void broadcast(boolean reliable) {
        int flags = reliable ? ENetPacketPeer.FLAG_RELIABLE : 0;
        if (way != Way.ARRAYS) {
            payloadBuffer.clear();
            connection.broadcast(0, payloadBuffer, flags);
        } else {
            connection.broadcast(0, payloadArray, flags);
        }
    }

    @Override
    public void disconnect(int peer) {
        peers.get(peer).peerDisconnectNow(0);
    }

    @Override
    public void close() {
        connection.close();
    }
}
