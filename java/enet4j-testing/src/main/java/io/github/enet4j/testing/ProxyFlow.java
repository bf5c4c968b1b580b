package io.github.enet4j.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** One client of a proxy: a socket of its own towards the server, and what decides about its datagrams. */
final class ProxyFlow {
    final int number;
    final InetSocketAddress client;
    final DatagramChannel upstream;
    long lastUse;

    private final Impairment toServer;
    private final Impairment toClient;

    ProxyFlow(int number, InetSocketAddress client, InetSocketAddress target, long seed, Selector selector)
            throws IOException {
        this.number = number;
        this.client = client;
        toServer = new Impairment(Impairment.mix(seed + 2L * number));
        toClient = new Impairment(Impairment.mix(seed + 2L * number + 1));
        upstream = DatagramChannel.open();
        try {
            ProxyLoop.enlargeBuffers(upstream);
            upstream.connect(target);
            upstream.configureBlocking(false);
            upstream.register(selector, SelectionKey.OP_READ, this);
        } catch (IOException | RuntimeException e) {
            upstream.close();
            throw e;
        }
    }

    Impairment impairment(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }
}
