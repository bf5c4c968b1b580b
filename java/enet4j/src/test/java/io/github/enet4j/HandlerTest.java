package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Packets that go to a handler: which, how, in what order, and what the handler may do meanwhile. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class HandlerTest {
    private static final int RELIABLE = ENetPacketPeer.FLAG_RELIABLE;
    private static final int FOREVER = 100_000;

    /** One packet, copied while it was there. */
    private record Got(ENetPacketPeer peer, int channel, int flags, byte[] contents) {
    }

    private static final class Surprise extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final List<Got> got = new ArrayList<>();

    private void keep(ENetPacketPeer peer, int channel, int flags, ByteBuffer packet) {
        byte[] contents = new byte[packet.remaining()];
        packet.get(contents);
        got.add(new Got(peer, channel, flags, contents));
    }

    /** What came, as {@link #send} numbers it. */
    private List<Integer> numbers() {
        return got.stream().map(one -> (int) one.contents[0]).toList();
    }

    private List<Integer> numbersOf(ENetPacketPeer peer) {
        return got.stream().filter(one -> one.peer == peer).map(one -> (int) one.contents[0]).toList();
    }

    /** Sends packets of one byte each, the numbers from first to last, which arrive all at once. */
    private static void send(ENetPacketPeer at, int first, int last) {
        for (int i = first; i <= last; i++) {
            assertEquals(ENetError.OK, at.send(0, new byte[] {(byte) i}, RELIABLE));
        }
        at.connection().flush();
    }

    /** Services both until the server's handler has got so many packets; the server has no events meanwhile. */
    private void untilGot(Loopback net, int count) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (got.size() < count && System.nanoTime() - end < 0) {
            assertEquals(EventType.NONE, net.client.service().type());
            assertEquals(EventType.NONE, net.server.service(1, this::keep).type());
        }
        assertEquals(count, got.size());
    }

    @Test
    void getsAllPacketsInTheirOrder() {
        int[] sizes = {0, 1, 64, 1408, 1409, 3000, 100_000, 1 << 20, 5, 0};
        try (Loopback net = Loopback.connected()) {
            for (int size : sizes) {
                for (int channel = 0; channel < 3; channel++) {
                    assertEquals(ENetError.OK, net.atClient.send(channel, Loopback.pattern(size), RELIABLE));
                }
            }
            untilGot(net, 3 * sizes.length);
            for (int channel = 0; channel < 3; channel++) {
                int its = channel;
                List<Got> there = got.stream().filter(one -> one.channel == its).toList();
                for (int i = 0; i < sizes.length; i++) {
                    assertArrayEquals(Loopback.pattern(sizes[i]), there.get(i).contents, "size " + sizes[i]);
                    assertEquals(RELIABLE, there.get(i).flags);
                    assertSame(net.atServer, there.get(i).peer);
                }
            }
            assertEquals(0, net.atServer.getAvailablePacketCount());
            net.assertNothingSeen();
        }
    }

    @Test
    void tellsTheFlags() {
        try (Loopback net = Loopback.connected()) {
            for (int flags : new int[] {0, RELIABLE, ENetPacketPeer.FLAG_UNSEQUENCED}) {
                net.atClient.send(200, new byte[] {(byte) flags}, flags);
                untilGot(net, got.size() + 1);
            }
            got.forEach(one -> assertEquals(one.contents[0], one.flags));
            assertEquals(200, got.get(0).channel);
        }
    }

    /** Each time, also when the handler has changed it the last time. */
    @Test
    void theBufferIsReadOnlyAndFresh() {
        try (Loopback net = Loopback.connected()) {
            int[] sizes = {100, 1408, 10, 2000, 300, 50_000, 1500, 0};
            for (int size : sizes) {
                assertEquals(ENetError.OK, net.atClient.send(0, Loopback.pattern(size), RELIABLE));
            }
            List<ByteBuffer> seen = new ArrayList<>();
            long end = System.nanoTime() + 60_000_000_000L;
            while (seen.size() < sizes.length && System.nanoTime() - end < 0) {
                net.client.service();
                net.server.service(1, (peer, channel, flags, packet) -> {
                    assertTrue(packet.isReadOnly() && packet.isDirect());
                    assertEquals(ByteOrder.BIG_ENDIAN, packet.order());
                    byte[] contents = new byte[packet.remaining()];
                    packet.get(contents).reset().get(contents);
                    assertArrayEquals(Loopback.pattern(sizes[seen.size()]), contents);
                    packet.order(ByteOrder.LITTLE_ENDIAN).position(packet.limit()).mark().limit(packet.capacity());
                    seen.add(packet);
                });
            }
            assertEquals(sizes.length, seen.size());
            assertSame(seen.get(0), seen.get(1));
        }
    }

    @Test
    void comesAfterTheConnect() {
        try (Loopback net = Loopback.connected(); ENetConnection second = new ENetConnection()) {
            second.createHost();
            ENetPacketPeer atSecond = second.connectToHost(LOCALHOST, net.port());
            while (net.server.getGateCounters().halfOpen() == 0) {
                second.service();
                net.server.service();
            }
            send(net.atClient, 1, 5);
            while (atSecond.getState() != PeerState.CONNECTED) {
                second.service(1);
            }
            send(atSecond, 11, 15);
            ENetPacketPeer newer = null;
            while (got.size() < 10) {
                ENetEvent event = net.server.service(1, this::keep);
                if (event.type() == EventType.CONNECT) {
                    newer = event.peer();
                    assertEquals(List.of(), numbers().stream().filter(number -> number > 10).toList());
                }
            }
            assertEquals(List.of(1, 2, 3, 4, 5), numbersOf(net.atServer));
            assertEquals(List.of(11, 12, 13, 14, 15), numbersOf(newer));
        }
    }

    /** Which the end of a DTLS session brings: in the same call. */
    @Test
    void comesBeforeTheDisconnect() {
        Identity identity = Identity.selfSigned("secp256r1", "localhost");
        try (Loopback net = Loopback.hosts()) {
            net.server.dtlsServerSetup(identity.server());
            net.client.dtlsClientSetup("localhost", identity.client());
            net.connect(0);
            send(net.atClient, 1, 5);
            net.client.destroy();
            ENetEvent event = net.server.service(FOREVER, this::keep);
            assertEquals(EventType.DISCONNECT, event.type());
            assertSame(net.atServer, event.peer());
            assertEquals(List.of(1, 2, 3, 4, 5), numbers());
        }
    }

    /** Both ways of servicing are about the same packets. */
    @Test
    void goesOnWithWhatServiceHasLeft() {
        try (Loopback net = Loopback.connected()) {
            send(net.atClient, 1, 10);
            assertEquals(EventType.RECEIVE, net.server.service(FOREVER).type());
            assertEquals(EventType.RECEIVE, net.server.checkEvents().type());
            assertEquals(EventType.NONE, net.server.service(0, this::keep).type());
            assertEquals(List.of(3, 4, 5, 6, 7, 8, 9, 10), numbers());
            assertEquals(2, net.atServer.getAvailablePacketCount());
            assertArrayEquals(new byte[] {1}, net.atServer.getPacket());
            assertArrayEquals(new byte[] {2}, net.atServer.getPacket());
        }
    }

    @Test
    void whatItThrowsLosesNothing() {
        try (Loopback net = Loopback.connected()) {
            send(net.atClient, 1, 10);
            Surprise surprise = new Surprise();
            ENetPacketHandler throwing = (peer, channel, flags, packet) -> {
                keep(peer, channel, flags, packet);
                if (got.size() % 3 == 0) {
                    throw surprise;
                }
            };
            assertSame(surprise, assertThrows(Surprise.class, () -> net.server.service(FOREVER, throwing)));
            assertEquals(List.of(1, 2, 3), numbers());
            ENetEvent event = net.server.service(0);
            assertEquals(EventType.RECEIVE, event.type());
            assertArrayEquals(new byte[] {4}, event.getPacket());
            assertThrows(Surprise.class, () -> net.server.service(0, throwing));
            assertEquals(List.of(1, 2, 3, 5, 6, 7), numbers());
            assertEquals(EventType.NONE, net.server.service(0, this::keep).type());
            assertEquals(List.of(1, 2, 3, 5, 6, 7, 8, 9, 10), numbers());
            assertEquals(0, net.atServer.getAvailablePacketCount());
        }
    }

    /** In a JVM that has no direct memory for it. */
    /** As for want of stack: here since the lock believes that the thread is in another connection's interceptor. */
    private void failBehindThree(Loopback net, ENetConnection other) {
        ConnectionLock.expectIntercepts();
        send(net.atClient, 1, 5);
        ENetPacketHandler failing = (peer, channel, flags, packet) -> {
            keep(peer, channel, flags, packet);
            if (got.size() == 3) {
                other.lock.beginIntercept();
                throw new Surprise();
            }
        };
        try {
            assertThrows(RuntimeException.class, () -> {
                while (got.size() < 5) {
                    net.client.service();
                    net.server.service(1, failing);
                }
            });
        } finally {
            other.lock.endIntercept();
        }
    }

    @Test
    void goesOnWhenTheLockCouldNotBeTakenAgain() {
        try (Loopback net = Loopback.connected(); ENetConnection other = new ENetConnection()) {
            failBehindThree(net, other);
            untilGot(net, 5);
            assertEquals(List.of(1, 2, 3, 4, 5), numbers());
        }
        got.clear();
        try (Loopback net = Loopback.connected(); ENetConnection other = new ENetConnection()) {
            failBehindThree(net, other);
            net.server.destroy(); // and nothing leaks
        }
    }

    @Test
    void aPacketTooLargeForTheMemoryWaitsAtItsPeer() throws Exception {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:MaxDirectMemorySize=1m", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), HandlerTest.class.getName())
                .redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertTrue(output.endsWith("fine"), output);
        } finally {
            process.destroyForcibly();
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        HandlerTest test = new HandlerTest();
        try (Loopback net = Loopback.connected()) {
            send(net.atClient, 1, 2);
            net.atClient.send(0, Loopback.pattern(1 << 20), RELIABLE);
            send(net.atClient, 3, 4);
            int failures = 0;
            while (test.got.size() < 4) {
                net.client.service();
                try {
                    net.server.service(1, test::keep);
                } catch (OutOfMemoryError e) {
                    failures++;
                }
            }
            assertEquals(1, failures);
            assertEquals(List.of(1, 2, 3, 4), test.numbers());
            assertArrayEquals(Loopback.pattern(1 << 20), net.atServer.getPacket());
        }
        NoLeaks.assertNone();
        System.out.print("fine");
    }

    @Test
    void disconnectingAPeerEndsItsPackets() {
        try (Loopback net = Loopback.connected()) {
            ENetPacketPeer first = net.atServer;
            ENetPacketPeer atFirst = net.atClient;
            ENetConnection second = net.newClient();
            ENetPacketPeer atSecond = second.connectToHost(LOCALHOST, net.port());
            net.await(net.server, EventType.CONNECT);
            net.await(second, EventType.CONNECT);
            net.settle();
            send(atFirst, 1, 5);
            send(atSecond, 11, 15);
            while (got.size() < 7) {
                assertEquals(EventType.NONE, net.server.service(1, (peer, channel, flags, packet) -> {
                    keep(peer, channel, flags, packet);
                    if (numbersOf(first).size() == 2) {
                        first.peerDisconnect(0);
                    }
                }).type());
            }
            assertEquals(List.of(1, 2), numbersOf(first));
            assertEquals(0, first.getAvailablePacketCount());
            net.await(net.server, EventType.DISCONNECT);
        }
    }

    @Test
    void mayDestroyTheConnection() throws InterruptedException {
        try (Loopback net = Loopback.connected()) {
            net.atClient.send(0, new byte[2000], RELIABLE);
            send(net.atClient, 1, 9);
            net.atClient.send(0, new byte[2000], RELIABLE);
            net.client.flush();
            ENetConnection host = net.server;
            assertEquals(EventType.NONE, host.service(FOREVER, (peer, channel, flags, packet) -> {
                keep(peer, channel, flags, packet);
                host.destroy();
                assertFalse(peer.isActive());
                assertThrows(IllegalStateException.class, () -> host.service(0, this::keep));
                host.createHostBound(LOCALHOST, 0);
                assertEquals(EventType.NONE, host.service(0, this::keep).type(), "of the new one");
            }).type());
            assertEquals(1, got.size());
            net.client.close();
            host.close();
            NoLeaks.assertNone();
        }
    }

    @Test
    void mayDoEverythingButServiceTheSame() {
        try (Loopback net = Loopback.connected(); ENetConnection other = new ENetConnection()) {
            other.createHost();
            send(net.atClient, 1, 2);
            int[] came = {0};
            net.server.service(FOREVER, (peer, channel, flags, packet) -> {
                keep(peer, channel, flags, packet);
                assertThrows(IllegalStateException.class, net.server::service);
                assertThrows(IllegalStateException.class, net.server::checkEvents);
                assertThrows(IllegalStateException.class, () -> net.server.service(FOREVER, this::keep));
                assertEquals(ENetError.OK, peer.send(1, packet.reset(), RELIABLE));
                net.server.broadcast(2, new byte[3], RELIABLE);
                net.server.flush();
                assertEquals(EventType.NONE, other.service().type());
                net.client.service(0, (atClient, back, itsFlags, contents) -> {
                    assertThrows(IllegalStateException.class, net.server::service);
                    came[0] += contents.remaining();
                });
                assertEquals(List.of(peer), net.server.getPeers());
                assertEquals(PeerState.CONNECTED, peer.getState());
                assertEquals(2, peer.getUnreadData());
            });
            assertEquals(List.of(1, 2), numbers());
            assertEquals(2 * (1 + 3), came[0]);
            net.server.service();
            assertEquals(0, net.atServer.getUnreadData());
        }
    }

    /** What comes while packets are handed out waits for the next call, or the call might never end. */
    @Test
    void endsHoweverMuchComes() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            ENetPacketHandler provoking = (peer, channel, flags, packet) -> {
                keep(peer, channel, flags, packet);
                if (got.size() < 100) {
                    send(net.atClient, got.size(), got.size());
                }
            };
            send(net.atClient, 0, 0);
            assertEquals(EventType.NONE, net.server.service(FOREVER, provoking).type());
            assertEquals(1, got.size());
            assertEquals(EventType.NONE, net.server.service(FOREVER, provoking).type());
            assertEquals(2, got.size());
        }
    }

    @Test
    void buffersThatAreKeptDoNoHarm() {
        try (Loopback net = Loopback.connected()) {
            List<ByteBuffer> kept = new ArrayList<>();
            for (int size : new int[] {10, 100_000, 200_000}) {
                net.atClient.send(0, Loopback.pattern(size), RELIABLE);
                int before = kept.size();
                while (kept.size() == before) {
                    net.client.service();
                    net.server.service(1, (peer, channel, flags, packet) -> kept.add(packet));
                }
            }
            assertNotSame(kept.get(1), kept.get(2), "more memory");
            net.server.destroy();
            System.gc();
            long sum = 0;
            for (ByteBuffer buffer : kept) {
                for (buffer.clear(); buffer.hasRemaining();) {
                    sum += buffer.get();
                }
            }
            assertTrue(sum != 0);
        }
    }
}
