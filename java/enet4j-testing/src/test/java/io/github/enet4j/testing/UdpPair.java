package io.github.enet4j.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A plain UDP client and server with a proxy between them. */
final class UdpPair implements AutoCloseable {
    private static final int BATCH = 50;

    final DatagramSocket server;
    final DatagramSocket client;
    final NetworkProxy proxy;

    UdpPair(long seed) {
        try {
            server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            server.setReceiveBufferSize(4 << 20);
            client = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            proxy = new NetworkProxy((InetSocketAddress) server.getLocalSocketAddress(), seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends numbered datagrams, never more at a time than the system's buffers hold, and returns those that arrive. */
    List<Integer> sendUp(int count) {
        List<Integer> arrived = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                byte[] data = ByteBuffer.allocate(4).putInt(i).array();
                client.send(new DatagramPacket(data, 4, proxy.getLocalAddress()));
                if (i % BATCH == BATCH - 1) {
                    receive(arrived, 1);
                }
            }
            while (!isSettled() || receive(arrived, 200)) {
                receive(arrived, 20);
            }
            return arrived;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the proxy has nothing more under way. */
    private boolean isSettled() {
        TrafficCounters up = proxy.getCounters(Direction.TO_SERVER);
        return up.received() + up.duplicated() == up.delivered() + up.lost() + up.queueFull() + up.filtered();
    }

    private boolean receive(List<Integer> arrived, int milliseconds) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        boolean some = false;
        server.setSoTimeout(milliseconds);
        try {
            for (;;) {
                server.receive(packet);
                arrived.add(ByteBuffer.wrap(packet.getData()).getInt());
                some = true;
            }
        } catch (SocketTimeoutException e) {
            return some;
        }
    }

    void closeSockets() {
        server.close();
        client.close();
    }

    @Override
    public void close() {
        closeSockets();
        proxy.close();
    }
}
