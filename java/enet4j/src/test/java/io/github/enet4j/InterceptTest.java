package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** The callback that sees datagrams before ENet does. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class InterceptTest {
    /** Services the server alone until it has received a datagram; the events that brings are not expected. */
    private static void receiveOne(ENetConnection server) {
        server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS);
        while (server.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS) == 0) {
            assertEquals(EventType.NONE, server.service(1).type());
        }
    }

    @Test
    void takesOrPassesOn() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.noPings();
            net.settle();
            List<Integer> seen = new ArrayList<>();
            net.server.intercept(datagram -> {
                seen.add(datagram.data().remaining());
                return datagram.data().remaining() == 21;
            });
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[11], 0));
            net.client.flush();
            receiveOne(net.server);
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[12], 0));
            assertEquals(12, net.receive(net.atServer).length);
            assertEquals(List.of(21, 22), seen);
        }
    }

    @Test
    void datagramTellsAll() throws IOException {
        try (Loopback net = Loopback.hosts();
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(LOCALHOST));
                ENetConnection all = new ENetConnection()) {
            all.createHostBound("*", 0);
            int[] count = new int[1];
            all.intercept(datagram -> {
                assertSame(all, datagram.connection());
                assertEquals(LOCALHOST, datagram.address());
                assertEquals(socket.getLocalPort(), datagram.port());
                assertEquals(socket.getLocalSocketAddress(), datagram.socketAddress());
                ByteBuffer data = datagram.data();
                assertTrue(data.isReadOnly());
                assertTrue(data.isDirect());
                assertThrows(ReadOnlyBufferException.class, () -> data.put(0, (byte) 1));
                assertEquals(0, data.position());
                byte[] bytes = new byte[data.remaining()];
                data.get(bytes);
                assertArrayEquals(Loopback.pattern(bytes.length), bytes);
                count[0]++;
                return true;
            });
            int[] sizes = {1, 2, 100, 4095, 4096};
            for (int size : sizes) {
                send(socket, all.getLocalPort(), Loopback.pattern(size));
            }
            send(socket, all.getLocalPort(), new byte[0]);
            send(socket, all.getLocalPort(), new byte[4097]);
            while (count[0] < sizes.length) {
                assertEquals(EventType.NONE, all.service(1).type());
            }
            int[] port = new int[1];
            all.intercept(datagram -> {
                assertEquals("0:0:0:0:0:0:0:1", datagram.address());
                port[0] = datagram.port();
                count[0] = -1;
                return true;
            });
            net.client.socketSend("::1", all.getLocalPort(), new byte[5]);
            while (count[0] >= 0) {
                assertEquals(EventType.NONE, all.service(1).type());
            }
            assertEquals(net.client.getLocalPort(), port[0]);
        }
    }

    private static void send(DatagramSocket socket, int port, byte[] content) throws IOException {
        socket.send(new DatagramPacket(content, content.length, InetAddress.getByName(LOCALHOST), port));
    }

    /** A query answered on the same port. */
    @Test
    void answersFromInside() throws IOException {
        try (Loopback net = Loopback.connected();
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(LOCALHOST))) {
            net.server.intercept(datagram -> {
                if (datagram.port() != socket.getLocalPort()) {
                    return false;
                }
                net.server.socketSend(datagram.address(), datagram.port(), datagram.data());
                net.server.socketSend(datagram.address(), datagram.port(), new byte[] {9});
                return true;
            });
            send(socket, net.port(), new byte[] {1, 2, 3});
            receiveOne(net.server);
            DatagramPacket answer = new DatagramPacket(new byte[10], 10);
            socket.setSoTimeout(30_000);
            socket.receive(answer);
            assertEquals(3, answer.getLength());
            socket.receive(answer);
            assertEquals(1, answer.getLength());
            assertEquals(net.port(), answer.getPort());
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {1}, 1));
            assertArrayEquals(new byte[] {1}, net.receive(net.atServer));
        }
    }

    @Test
    void whatItThrowsComesOutOfService() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            for (Throwable thrown : List.of(new IllegalArgumentException("a"), new StackOverflowError("b"))) {
                net.server.intercept(datagram -> {
                    if (thrown instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) thrown;
                });
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {1}, 1));
                net.client.service();
                assertSame(thrown, assertThrows(Throwable.class, () -> net.server.service(30_000)));
                net.server.intercept(null);
                assertEquals(EventType.NONE, net.server.checkEvents().type());
                assertArrayEquals(new byte[] {1}, net.receive(net.atServer), "the dropped datagram is sent again");
            }
        }
    }

    /** It is not called again before the program knows, and the first failure is the one that counts. */
    @Test
    void theFirstThrowComesOutAndTheRestIsSeen() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            int[] count = new int[1];
            net.server.intercept(datagram -> {
                if (datagram.data().remaining() == 9) {
                    throw new IllegalStateException("number " + ++count[0]);
                }
                return false;
            });
            for (int i = 0; i < 5; i++) {
                net.client.socketSend(LOCALHOST, net.port(), new byte[9]);
            }
            int thrown = 0;
            while (count[0] < 5) {
                int before = count[0];
                Throwable e = assertThrows(IllegalStateException.class, () -> net.server.service(30_000));
                assertEquals("number " + (before + 1), e.getMessage());
                thrown++;
            }
            assertTrue(thrown <= 5);
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[3], 1));
            assertEquals(3, net.receive(net.atServer).length);
        }
    }

    /** A checked exception that got past the compiler. */
    @Test
    void checkedExceptionsAreWrapped() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            IOException thrown = new IOException("sneaked out");
            net.server.intercept(datagram -> {
                InterceptTest.<RuntimeException>sneak(thrown);
                return false;
            });
            net.client.socketSend(LOCALHOST, net.port(), new byte[5]);
            Throwable e = assertThrows(IllegalStateException.class, () -> net.server.service(30_000));
            assertSame(thrown, e.getCause());
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable e) throws E {
        throw (E) e;
    }

    /** Events that came with the pass that threw are there afterwards. */
    @Test
    void eventsSurviveAThrow() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            int[] count = new int[1];
            net.server.intercept(datagram -> {
                if (++count[0] == 3) {
                    throw new IllegalStateException("third");
                }
                return false;
            });
            for (int i = 0; i < 3; i++) {
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {(byte) i}, 1));
                net.client.flush();
            }
            int thrown = 0;
            while (thrown == 0 || net.atServer.getAvailablePacketCount() < 2) {
                try {
                    net.server.service(1);
                } catch (IllegalStateException e) {
                    assertEquals("third", e.getMessage());
                    thrown++;
                }
            }
            assertEquals(1, thrown);
            assertEquals(0, net.atServer.getPacket()[0]);
            assertEquals(1, net.atServer.getPacket()[0]);
            assertEquals(2, net.receive(net.atServer)[0]);
        }
    }

    @Test
    void whatItMayNotCall() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            List<Throwable> thrown = new ArrayList<>();
            net.server.intercept(datagram -> {
                for (Executable call : List.<Executable>of(
                        net.server::service, () -> net.server.service(1000), net.server::checkEvents,
                        net.server::destroy,
                        net.server::close, () -> net.server.dtlsClientSetup("a", TLSOptions.clientUnsafe()))) {
                    thrown.add(assertThrows(IllegalStateException.class, call));
                }
                return false;
            });
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {1}, 1));
            assertArrayEquals(new byte[] {1}, net.receive(net.atServer));
            assertTrue(thrown.size() >= 6);
            net.server.intercept(null);
            assertEquals(EventType.NONE, net.server.service().type());
            net.server.destroy();
        }
    }

    /** Everything else it may. */
    @Test
    void whatItMayCall() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {5}, 1));
            assertArrayEquals(new byte[] {5}, net.receive(net.atServer));
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {6}, 1));
            net.until("a packet", () -> net.atServer.getAvailablePacketCount() == 1);
            boolean[] done = new boolean[1];
            net.server.intercept(datagram -> {
                if (done[0]) {
                    return false;
                }
                done[0] = true;
                ENetConnection server = net.server;
                assertArrayEquals(new byte[] {6}, net.atServer.getPacket());
                assertEquals(ENetError.OK, net.atServer.send(0, new byte[] {1}, 1));
                server.broadcast(1, new byte[] {2}, 1);
                server.flush();
                server.bandwidthLimit(0, 0);
                server.channelLimit(5);
                server.compress(CompressionMode.ZLIB);
                server.compress(CompressionMode.NONE);
                server.mtu(1000);
                server.wakeup();
                assertEquals(1, server.getPeers().size());
                server.popStatistic(HostStatistic.TOTAL_SENT_DATA);
                ENetPacketPeer peer = server.connectToHost(LOCALHOST, 9);
                peer.peerDisconnect(0);
                server.connectToHost(LOCALHOST, 9).peerDisconnectNow(0);
                server.connectToHost(LOCALHOST, 9).reset();
                net.atServer.ping();
                net.atServer.throttleConfigure(1000, 2, 2);
                net.atServer.setTimeout(0, 0, 0);
                assertEquals(PeerState.CONNECTED, net.atServer.getState());
                return false;
            });
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {7}, 1));
            net.until("the call", () -> done[0]);
            assertArrayEquals(new byte[] {7}, net.receive(net.atServer));
            assertTrue(done[0]);
            net.until("both", () -> net.atClient.getAvailablePacketCount() == 2);
            assertEquals(5, net.server.getMaxChannels());
        }
    }

    /** The very peer whose datagram it is goes away under ENet's feet. */
    @Test
    void endsThePeerFromInside() {
        try (Loopback net = Loopback.hosts()) {
            for (int i = 0; i < 3; i++) {
                net.connect(0);
                net.settle();
                int way = i;
                net.server.intercept(datagram -> {
                    switch (way) {
                        case 0 -> net.atServer.reset();
                        case 1 -> net.atServer.peerDisconnectNow(0);
                        default -> net.atServer.peerDisconnect(0);
                    }
                    net.server.intercept(null);
                    return false;
                });
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[5000], 1));
                net.until("the end", () -> !net.atServer.isActive());
                assertEquals(0, net.atServer.getAvailablePacketCount());
                net.atClient.reset();
                net.settle();
                net.seen().clear();
            }
        }
    }

    @Test
    void replacesItself() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            List<String> calls = new ArrayList<>();
            ENetIntercept third = datagram -> {
                calls.add("third");
                net.server.intercept(null);
                assertEquals(5, datagram.data().remaining(), "still good");
                return true;
            };
            ENetIntercept second = datagram -> {
                calls.add("second");
                net.server.intercept(third);
                assertEquals(5, datagram.data().remaining(), "still good");
                assertEquals(2, datagram.data().get(0));
                return true;
            };
            net.server.intercept(datagram -> {
                calls.add("first");
                net.server.intercept(second);
                assertEquals(1, datagram.data().get(0));
                return true;
            });
            for (byte i = 1; i <= 4; i++) {
                net.client.socketSend(LOCALHOST, net.port(), new byte[] {i, 0, 0, 0, 0});
            }
            net.until("all of them", () -> calls.size() == 3);
            net.settle();
            assertEquals(List.of("first", "second", "third"), calls);
        }
    }

    /** It sees nothing of what checkEvents and flush do, for they receive nothing. */
    @Test
    void onlyServiceCallsIt() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            int[] count = new int[1];
            net.server.intercept(datagram -> {
                count[0]++;
                return false;
            });
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[1], 1));
            net.client.flush();
            net.server.checkEvents();
            net.server.flush();
            net.atServer.ping();
            assertEquals(0, count[0]);
            net.receive(net.atServer);
            assertTrue(count[0] > 0);
        }
    }

    /** A throw in the pass that brings a DISCONNECT does not take the event away, nor leave the peer behind. */
    @Test
    void aThrowDoesNotHideADisconnect() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.server.intercept(datagram -> {
                if (datagram.data().remaining() == 9) {
                    throw new IllegalStateException("nine");
                }
                return false;
            });
            net.client.socketSend(LOCALHOST, net.port(), new byte[9]);
            net.atClient.peerDisconnectNow(3);
            boolean thrown = false;
            boolean gone = false;
            while (!thrown || !gone) {
                try {
                    gone |= net.server.service(30_000).type() == EventType.DISCONNECT;
                } catch (IllegalStateException e) {
                    thrown = true;
                }
                assertEquals(!gone, net.atServer.isActive());
            }
            assertTrue(net.server.getPeers().isEmpty());
        }
    }

    /** Two that called one another's connection would wait for ever. */
    @Test
    void otherConnectionsAreOutOfReach() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            int[] refused = new int[1];
            net.server.intercept(datagram -> {
                assertEquals(net.port(), net.server.getLocalPort());
                for (Runnable call : List.<Runnable>of(
                        net.client::getLocalPort, net.atClient::getState, net.client::flush)) {
                    assertThrows(IllegalStateException.class, call::run);
                    refused[0]++;
                }
                return false;
            });
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[5], 1));
            assertEquals(5, net.receive(net.atServer).length);
            assertTrue(refused[0] >= 3);
        }
    }
}
