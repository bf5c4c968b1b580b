package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program is told about why a connection has ended. */
@ExtendWith(NoLeaks.class)
class DisconnectReasonTest {
    /** The event says the same as the peer; the peer of a DISCONNECT is returned. */
    private static ENetPacketPeer awaitEnd(Loopback net, ENetConnection at, DisconnectReason reason) {
        return awaitEnd(at, reason, at == net.server ? net.client : net.server);
    }

    private static ENetPacketPeer awaitEnd(ENetConnection at, DisconnectReason reason, ENetConnection other) {
        for (int i = 0; i < 30_000; i++) {
            other.service();
            ENetEvent event = at.service(1);
            if (event.type() == EventType.DISCONNECT) {
                assertEquals(reason, event.getDisconnectReason());
                assertEquals(reason, event.peer().getDisconnectReason());
                return event.peer();
            }
            assertNull(event.getDisconnectReason());
        }
        throw new AssertionError("no DISCONNECT came");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void byEitherSide(boolean later) {
        try (Loopback net = Loopback.connected()) {
            assertNull(net.atClient.getDisconnectReason());
            if (later) {
                net.atClient.peerDisconnectLater(7);
            } else {
                net.atClient.peerDisconnect(7);
            }
            assertNull(net.atClient.getDisconnectReason());
            awaitEnd(net, net.server, DisconnectReason.REMOTE);
            awaitEnd(net, net.client, DisconnectReason.LOCAL);
        }
    }

    @Test
    void withoutAnEvent() {
        try (Loopback net = Loopback.connected()) {
            net.atClient.peerDisconnectNow(1);
            assertEquals(DisconnectReason.LOCAL, net.atClient.getDisconnectReason());
            awaitEnd(net, net.server, DisconnectReason.REMOTE);
            net.connect(0);
            net.atClient.reset();
            assertEquals(DisconnectReason.RESET, net.atClient.getDisconnectReason());
            ENetPacketPeer connecting = net.client.connectToHost(LOCALHOST, net.port());
            connecting.peerDisconnect(1);
            assertEquals(DisconnectReason.LOCAL, connecting.getDisconnectReason());
            ENetPacketPeer unfinished = net.client.connectToHost(LOCALHOST, net.port());
            net.client.destroy();
            assertEquals(DisconnectReason.RESET, unfinished.getDisconnectReason());
            assertEquals(DisconnectReason.LOCAL, connecting.getDisconnectReason(), "it had ended before");
        }
    }

    @Test
    void nobodyAnswersAnyMore() {
        try (Loopback net = Loopback.connected()) {
            net.client.destroy();
            net.client.createHost();
            net.atServer.setTimeout(1, 1, 1);
            net.atServer.send(0, new byte[1], 1);
            assertEquals(net.atServer, awaitEnd(net, net.server, DisconnectReason.TIMEOUT));
        }
    }

    /** We asked, and nobody confirms. */
    @Test
    void nobodyConfirmsTheEnd() {
        try (Loopback net = Loopback.connected()) {
            net.client.destroy();
            net.client.createHost();
            net.atServer.setTimeout(1, 1, 1);
            net.atServer.peerDisconnect(0);
            awaitEnd(net, net.server, DisconnectReason.LOCAL);
        }
    }

    /** Unlike after the mere goodbye, packets were lost. */
    @Test
    void nobodyConfirmsWhatWasQueued() {
        try (Loopback net = Loopback.connected()) {
            net.client.destroy();
            net.client.createHost();
            net.atServer.setTimeout(1, 1, 1);
            net.atServer.send(0, new byte[1], 1);
            net.atServer.peerDisconnectLater(0);
            awaitEnd(net, net.server, DisconnectReason.TIMEOUT);
        }
    }

    @Test
    void nobodyAnswersTheAttempt() throws Exception {
        try (Loopback net = Loopback.hosts();
                DatagramSocket mute = new DatagramSocket(0, InetAddress.getByName(LOCALHOST))) {
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, mute.getLocalPort());
            peer.setTimeout(1, 1, 1);
            assertEquals(peer, awaitEnd(net, net.client, DisconnectReason.CONNECT_TIMEOUT));
        }
    }

    /** A client that was killed and comes back from the same port: the connection that it had is given up. */
    @Test
    void anotherConnectionTakesItsPlace() {
        try (Loopback net = Loopback.hosts()) {
            net.client.destroy();
            net.client.createHostBound(LOCALHOST, 0);
            net.connect(0);
            int port = net.client.getLocalPort();
            net.client.destroy();
            net.client.createHostBound(LOCALHOST, port);
            net.client.connectToHost(LOCALHOST, net.port());
            assertEquals(net.atServer, awaitEnd(net, net.server, DisconnectReason.RESET));
        }
    }

    /** Nothing of an earlier connection in the same slot is left. */
    @Test
    void dtls() {
        Identity identity = Identity.selfSigned("secp256r1", "localhost");
        try (Loopback net = Loopback.hosts()) {
            net.server.dtlsServerSetup(identity.server());
            net.client.dtlsClientSetup("elsewhere", identity.client());
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, net.port());
            assertEquals(peer, awaitEnd(net, net.client, DisconnectReason.DTLS));
            assertEquals(DtlsError.Kind.HOSTNAME_MISMATCH, peer.getDtlsError().kind());

            for (boolean asked : new boolean[] {false, true}) {
                net.client.destroy();
                net.client.createHost();
                net.client.dtlsClientSetup("localhost", identity.client());
                net.connect(0);
                if (asked) {
                    net.atClient.peerDisconnect(3);
                    awaitEnd(net, net.server, DisconnectReason.REMOTE);
                    assertNull(net.atServer.getDtlsError());
                } else {
                    net.client.destroy();
                    net.client.createHost();
                    awaitEnd(net, net.server, DisconnectReason.DTLS);
                    assertEquals(DtlsError.Kind.CLOSED, net.atServer.getDtlsError().kind());
                }
            }
        }
    }

    /** A client that was killed comes back from its port: the old connection ends right before the new one. */
    @Test
    void replacedByANewConnection() {
        try (Loopback net = Loopback.connected(); ENetConnection first = new ENetConnection()) {
            first.createHostBound(LOCALHOST, 0);
            int port = first.getLocalPort();
            net.add(first).connectToHost(LOCALHOST, net.port());
            ENetPacketPeer old = net.await(net.server, EventType.CONNECT).peer();
            assertEquals(ENetError.OK, old.send(0, new byte[] {1}, ENetPacketPeer.FLAG_RELIABLE));
            first.destroy();
            first.createHostBound(LOCALHOST, port);
            ENetPacketPeer atClient = first.connectToHost(LOCALHOST, net.port());
            assertEquals(old, awaitEnd(net.server, DisconnectReason.RESET, first));
            ENetEvent event = net.server.service();
            assertEquals(EventType.CONNECT, event.type());
            assertEquals(port, event.peer().getRemotePort());
            assertEquals(ENetError.OK, event.peer().send(0, new byte[] {2}, ENetPacketPeer.FLAG_RELIABLE));
            net.server.flush();
            assertArrayEquals(new byte[] {2}, net.receive(atClient));
        }
    }
}
