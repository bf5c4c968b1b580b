package io.github.enet4j.server;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Opens a server's sockets. */
final class Sockets {
    private static final int ALL_CHANNELS = 0;
    private static final int UNLIMITED = 0;
    private static final int MAX_PORT = 65535;

    /** So often a socket is looked at for what has come too early; a flood must not keep a server from its start. */
    private static final int PASSES = 1000;

    private Sockets() {
    }

    /** Ports side by side, or (port 0) as the system chooses them. */
    static List<ENetConnection> openSeparate(InetSocketAddress address, int count, int peersEach) {
        int port = address.getPort();
        if (port != 0 && port + count - 1 > MAX_PORT) {
            throw new ENetException(
                    ENetError.INVALID_PARAMETER, count + " ports from " + port + " on: the last is " + MAX_PORT);
        }
        List<ENetConnection> opened = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                opened.add(bind(port == 0 ? address : withPort(address, port + i), peersEach));
            }
        } catch (Throwable t) {
            opened.forEach(ENetConnection::close);
            throw t;
        }
        return opened;
    }

    /** All on one port. */
    static List<ENetConnection> openShared(InetSocketAddress address, int count, int peersEach) {
        List<ENetConnection> opened = new ArrayList<>();
        try {
            opened.add(bind(address, peersEach));
            while (opened.size() < count) {
                ENetConnection next = new ENetConnection();
                opened.add(next);
                next.createHostSharing(opened.get(0), peersEach, ALL_CHANNELS, UNLIMITED, UNLIMITED);
            }
            if (count > 1) {
                opened.forEach(Sockets::dropEarly);
            }
        } catch (Throwable t) {
            opened.forEach(ENetConnection::close);
            throw t;
        }
        return opened;
    }

    private static InetSocketAddress withPort(InetSocketAddress address, int port) {
        return address.isUnresolved()
                ? InetSocketAddress.createUnresolved(address.getHostString(), port)
                : new InetSocketAddress(address.getAddress(), port);
    }

    private static ENetConnection bind(InetSocketAddress address, int peers) {
        ENetConnection connection = new ENetConnection();
        connection.createHostBound(address, peers, ALL_CHANNELS, UNLIMITED, UNLIMITED);
        return connection;
    }

    /**
     * Clients who called before all sockets were open may belong to another one now. They call again half a second
     * later; answered here, they would never be heard again.
     */
    private static void dropEarly(ENetConnection connection) {
        int[] dropped = {0};
        connection.intercept(datagram -> {
            dropped[0]++;
            return true;
        });
        for (int i = 0, before = -1; i < PASSES && dropped[0] != before; i++) {
            before = dropped[0];
            connection.service();
        }
        connection.intercept(null);
    }
}
