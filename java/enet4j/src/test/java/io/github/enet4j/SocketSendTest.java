package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw datagrams, seen by a plain socket. */
@ExtendWith(NoLeaks.class)
class SocketSendTest {
    private static byte[] receive(DatagramSocket socket, int fromPort) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
        socket.setSoTimeout(30_000);
        socket.receive(packet);
        assertEquals(fromPort, packet.getPort());
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void goesOutAsItIs(String address) throws IOException {
        try (ENetConnection host = new ENetConnection();
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address))) {
            host.createHostBound("*", 0);
            int port = host.getLocalPort();
            host.compress(CompressionMode.ZLIB);
            host.checksum(true);
            for (int size : new int[] {0, 1, 100, 5000, 60_000}) {
                byte[] content = Loopback.pattern(size);
                host.socketSend(address, socket.getLocalPort(), content);
                assertArrayEquals(content, receive(socket, port));
                ByteBuffer direct = ByteBuffer.allocateDirect(size + 10).position(3).put(content);
                direct.flip().position(3);
                ByteBuffer heap = ByteBuffer.allocate(size + 10).put(direct.duplicate()).flip();
                ByteBuffer slice = ByteBuffer.allocate(size + 10).position(2).slice().put(direct.duplicate()).flip();
                for (ByteBuffer buffer : new ByteBuffer[] {
                    direct.asReadOnlyBuffer(), direct, heap.asReadOnlyBuffer(), heap, slice
                }) {
                    host.socketSend(address, socket.getLocalPort(), buffer);
                    assertArrayEquals(content, receive(socket, port));
                    assertEquals(0, buffer.remaining());
                }
            }
            assertEquals(0, host.popStatistic(HostStatistic.TOTAL_SENT_DATA));
            assertEquals(0, host.popStatistic(HostStatistic.TOTAL_SENT_PACKETS));
        }
    }

    @Test
    void anAddressOfTheJdksWillDo() throws IOException {
        try (ENetConnection host = new ENetConnection();
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            host.createHostBound(LOCALHOST, 0);
            for (InetSocketAddress address : List.of(
                    new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()),
                    InetSocketAddress.createUnresolved(LOCALHOST, socket.getLocalPort()))) {
                host.socketSend(address, new byte[] {1, 2});
                assertArrayEquals(new byte[] {1, 2}, receive(socket, host.getLocalPort()));
            }
            assertError(ENetError.INVALID_PARAMETER,
                    () -> host.socketSend(new InetSocketAddress(LOCALHOST, 0), new byte[1]));
        }
    }

    @Test
    void wrongArguments() {
        try (ENetConnection host = new ENetConnection()) {
            assertError(ENetError.UNCONFIGURED, () -> host.socketSend("", 0, new byte[1]));
            host.createHost();
            for (int port : new int[] {0, -1, 65536}) {
                assertError(ENetError.INVALID_PARAMETER, () -> host.socketSend("", port, new byte[1]));
                assertError(ENetError.INVALID_PARAMETER, () -> host.socketSend("", port, ByteBuffer.allocate(1)));
            }
            for (String address : new String[] {"", "*", "no.such.host.invalid", "1::2::3"}) {
                assertError(ENetError.CANT_RESOLVE, () -> host.socketSend(address, 9, new byte[1]));
                assertError(ENetError.CANT_RESOLVE, () -> host.socketSend(address, 9, ByteBuffer.allocate(1)));
            }
        }
    }

    /** What can't be sent is lost without a word, and the host goes on. */
    @Test
    void failuresAreSilent() {
        try (Loopback net = Loopback.connected()) {
            net.server.socketSend("::1", 9, new byte[1]);
            net.server.socketSend(LOCALHOST, 9, new byte[100_000]);
            net.server.socketSend(LOCALHOST, 9, ByteBuffer.allocate(100_000));
            assertEquals(ENetError.OK, net.atServer.send(0, new byte[] {1}, 1));
            assertArrayEquals(new byte[] {1}, net.receive(net.atClient));
            net.assertNothingSeen();
        }
    }

    /** Bytes that mean nothing to ENet, of every length; whoever sends them, the host goes on. */
    @Test
    void rubbishIsIgnored() {
        try (Loopback net = Loopback.connected()) {
            for (int size = 0; size < 70; size++) {
                for (byte first : new byte[] {0, (byte) 0x8f, (byte) 0xff, (byte) 0xc0, 0x40, (byte) 0x80}) {
                    byte[] rubbish = Loopback.pattern(size);
                    if (size > 1) {
                        rubbish[0] = first;
                        rubbish[1] = (byte) (size % 2 == 0 ? 0xff : 0);
                    }
                    net.server.socketSend(LOCALHOST, net.client.getLocalPort(), rubbish);
                }
                net.pump();
            }
            net.client.socketSend(LOCALHOST, net.port(), new byte[4096]);
            net.client.socketSend(LOCALHOST, net.port(), new byte[4097]);
            net.client.socketSend(LOCALHOST, net.port(), new byte[65_000]);
            assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {1}, 1));
            assertArrayEquals(new byte[] {1}, net.receive(net.atServer));
        }
    }
}
