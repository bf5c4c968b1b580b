package io.github.enet4j.testing;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.PeerState;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assertions;

/** An ENet server and clients with a proxy between them. */
final class ENetPair implements AutoCloseable {
    private static final String LOCALHOST = "127.0.0.1";
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    final ENetConnection server = new ENetConnection();
    final NetworkProxy proxy;
    final List<byte[]> atServer = new ArrayList<>();
    private final List<ENetConnection> clients = new ArrayList<>();
    private final CompressionMode mode;

    ENetPair(CompressionMode mode) {
        this(mode, null);
    }

    /** Through a proxy of the caller's own. */
    ENetPair(CompressionMode mode, NetworkProxy given) {
        this.mode = mode;
        server.createHostBound(LOCALHOST, 0);
        server.compress(mode);
        InetSocketAddress address = new InetSocketAddress(LOCALHOST, server.getLocalPort());
        proxy = given != null ? given : new NetworkProxy(address, 1);
        proxy.setTarget(address);
    }

    /** One more client. */
    ENetPacketPeer connect() {
        ENetConnection client = new ENetConnection();
        client.createHost();
        client.compress(mode);
        clients.add(client);
        ENetPacketPeer peer = client.connectToHost(LOCALHOST, proxy.getLocalPort());
        int before = server.getPeers().size();
        until(() -> peer.isActive() && peer.getState() == PeerState.CONNECTED
                && server.getPeers().size() > before);
        return peer;
    }

    void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            ENetEvent event = server.service(1);
            if (event.type() == EventType.RECEIVE) {
                atServer.add(event.peer().getPacket());
            }
            clients.forEach(ENetConnection::service);
            if (System.nanoTime() - end > 0) {
                Assertions.fail("waited in vain");
            }
        }
    }

    @Override
    public void close() {
        clients.forEach(ENetConnection::close);
        server.close();
        proxy.close();
    }
}
