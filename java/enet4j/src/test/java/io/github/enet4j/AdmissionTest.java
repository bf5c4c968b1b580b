package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The callback that decides who may connect. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class AdmissionTest {
    private record Asked(String address, int port, long data) {
    }

    /** A refused and an admitted client; that one is the only peer that the server has ever had. */
    private static void checkBoth(Loopback net, ENetConnection other) {
        List<Asked> asked = new ArrayList<>();
        net.server.admission((address, port, data) -> {
            asked.add(new Asked(address, port, data));
            return data == 0xfffffffdL;
        });
        ENetPacketPeer refused = other.connectToHost(LOCALHOST, net.port(), 1, 5);
        net.until("the question", () -> !asked.isEmpty());
        Asked first = asked.get(0);
        assertEquals(new Asked(LOCALHOST, other.getLocalPort(), 5), first);
        assertEquals(List.of(), net.server.getPeers());
        assertTrue(net.server.getGateCounters().refused() >= 1);
        net.client.connectToHost(LOCALHOST, net.port(), 1, -3);
        ENetPacketPeer admitted = net.await(net.server, EventType.CONNECT).peer();
        assertEquals(net.client.getLocalPort(), admitted.getRemotePort());
        net.await(net.client, EventType.CONNECT);
        assertEquals(List.of(admitted), net.server.getPeers());
        assertEquals(PeerState.CONNECTING, refused.getState());
        net.assertNothingSeen();
        /* It goes on asking, and is let in once nobody minds. */
        net.server.admission(null);
        net.await(net.server, EventType.CONNECT);
        net.await(other, EventType.CONNECT);
        assertEquals(2, net.server.getPeers().size());
    }

    @ParameterizedTest
    @EnumSource
    void refusesAndAdmits(CompressionMode compression) {
        try (Loopback net = Loopback.hosts()) {
            ENetConnection other = net.newClient();
            for (ENetConnection host : List.of(net.server, net.client, other)) {
                host.compress(compression);
            }
            checkBoth(net, other);
        }
    }

    @ParameterizedTest
    @EnumSource
    void atAGate(ConnectGate gate) {
        try (Loopback net = Loopback.hosts()) {
            net.server.connectGate(gate);
            checkBoth(net, net.newClient());
        }
    }

    @Test
    void withAChecksum() {
        try (Loopback net = Loopback.hosts()) {
            ENetConnection other = net.newClient();
            for (ENetConnection host : List.of(net.server, net.client, other)) {
                host.checksum(true);
            }
            checkBoth(net, other);
        }
    }

    @Test
    void withDtls() {
        Identity identity = Identity.selfSigned("secp256r1", "localhost");
        try (Loopback net = Loopback.hosts()) {
            ENetConnection other = net.newClient();
            net.server.dtlsServerSetup(identity.server());
            net.client.dtlsClientSetup("localhost", identity.client());
            other.dtlsClientSetup("localhost", identity.client());
            checkBoth(net, other);
        }
    }

    /** Each is thrown by service, its client refused, and the next request decided anew. */
    @Test
    void whatItThrowsComesOutOfService() {
        for (Throwable thrown : List.of(new IllegalArgumentException("a"), new StackOverflowError("b"))) {
            try (Loopback net = Loopback.hosts()) {
                int[] calls = new int[1];
                net.server.admission((address, port, data) -> {
                    if (calls[0]++ > 0) {
                        return true;
                    }
                    if (thrown instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) thrown;
                });
                net.client.connectToHost(LOCALHOST, net.port());
                net.client.flush();
                Throwable seen = assertThrows(thrown.getClass(), () -> {
                    while (calls[0] == 0) {
                        net.server.service(1);
                    }
                });
                assertSame(thrown, seen);
                assertEquals(List.of(), net.server.getPeers());
                net.await(net.server, EventType.CONNECT);
                assertTrue(calls[0] >= 2);
            }
        }
    }

    /** What an interceptor may not do either. It may change the callback, which goes for the next request. */
    @Test
    void whatItMayDo() {
        try (Loopback net = Loopback.connected(); ENetConnection elsewhere = new ENetConnection()) {
            elsewhere.createHost();
            List<Class<?>> thrown = new ArrayList<>();
            net.server.admission((address, port, data) -> {
                for (Runnable call : List.<Runnable>of(
                        net.server::service, net.server::checkEvents, net.server::destroy, elsewhere::getPeers)) {
                    thrown.add(assertThrows(IllegalStateException.class, call::run).getClass());
                }
                assertEquals(1, net.server.getPeers().size());
                assertEquals(ENetError.OK, net.atServer.send(0, new byte[] {7}, ENetPacketPeer.FLAG_RELIABLE));
                net.server.admission(null);
                return true;
            });
            net.newClient().connectToHost(LOCALHOST, net.port());
            net.await(net.server, EventType.CONNECT);
            assertEquals(4, thrown.size());
            assertEquals(7, net.receive(net.atClient)[0]);
        }
    }

    @Test
    void needsAHost() {
        try (ENetConnection none = new ENetConnection()) {
            Loopback.assertError(ENetError.UNCONFIGURED, () -> none.admission((address, port, data) -> true));
        }
    }
}
