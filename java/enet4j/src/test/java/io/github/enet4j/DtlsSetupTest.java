package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Setting DTLS up: what is refused, in which order it may be done, and what stays as it was. */
@ExtendWith(NoLeaks.class)
class DtlsSetupTest {
    private final Identity identity = Identity.selfSigned("secp256r1", "localhost");

    @Test
    void options() {
        TLSOptions server = identity.server();
        assertTrue(server.isServer());
        assertFalse(server.isUnsafeClient());
        assertSame(identity.key(), server.getPrivateKey());
        assertEquals(identity.chain(), server.getOwnCertificate());
        assertEquals(List.of(), server.getTrustedCaChain());
        assertEquals("", server.getCommonNameOverride());

        TLSOptions client = TLSOptions.client(identity.chain(), "name");
        assertFalse(client.isServer());
        assertFalse(client.isUnsafeClient());
        assertEquals("name", client.getCommonNameOverride());
        assertEquals(identity.chain(), client.getTrustedCaChain());
        assertEquals(List.of(), client.getOwnCertificate());
        assertNull(client.getPrivateKey());
        assertEquals("", TLSOptions.client(identity.chain()).getCommonNameOverride());

        assertTrue(TLSOptions.clientUnsafe().isUnsafeClient());
        assertEquals(List.of(), TLSOptions.clientUnsafe().getTrustedCaChain());
        assertEquals(identity.chain(), TLSOptions.clientUnsafe(identity.chain()).getTrustedCaChain());
        assertEquals(List.of(), TLSOptions.client().getTrustedCaChain());

        assertThrows(IllegalArgumentException.class, () -> TLSOptions.client(List.of()));
        assertThrows(IllegalArgumentException.class, () -> TLSOptions.clientUnsafe(List.of()));
        assertThrows(IllegalArgumentException.class, () -> TLSOptions.server(identity.key(), List.of()));
        assertThrows(NullPointerException.class, () -> TLSOptions.server(null, identity.chain()));
        assertThrows(NullPointerException.class, () -> TLSOptions.client(null));
        assertThrows(NullPointerException.class, () -> TLSOptions.client(identity.chain(), null));
        assertThrows(NullPointerException.class, () -> TLSOptions.client(Collections.singleton(null)));
    }

    @Test
    void refused() throws NoSuchAlgorithmException {
        try (ENetConnection host = new ENetConnection()) {
            assertError(ENetError.UNCONFIGURED, () -> host.dtlsServerSetup(identity.server()));
            assertError(ENetError.UNCONFIGURED, () -> host.dtlsClientSetup("localhost"));
            assertError(ENetError.UNCONFIGURED, () -> host.refuseNewConnections(true));
            assertError(ENetError.UNCONFIGURED, () -> host.renewCertificate(identity.server()));
            assertError(ENetError.UNCONFIGURED, () -> host.handshakeLimit(1, 1));
            host.createHostBound(LOCALHOST, 0);
            assertError(ENetError.UNCONFIGURED, () -> host.renewCertificate(identity.server()));
            assertError(ENetError.UNCONFIGURED, () -> host.handshakeLimit(1, 1));
            assertNull(host.getDtlsCounters());
            host.refuseNewConnections(true); // nothing, as in Godot
            assertError(ENetError.INVALID_PARAMETER, () -> host.dtlsServerSetup(identity.client()));
            assertError(ENetError.INVALID_PARAMETER, () -> host.dtlsClientSetup("localhost", identity.server()));
            assertError(ENetError.INVALID_PARAMETER, () -> host.dtlsClientSetup("", identity.client()));
            assertError(ENetError.INVALID_PARAMETER, () -> host.dtlsClientSetup("x".repeat(256), identity.client()));
            assertError(ENetError.INVALID_PARAMETER, () -> host.dtlsClientSetup("a\0b", identity.client()));
            assertThrows(NullPointerException.class, () -> host.dtlsClientSetup(null));
            assertThrows(NullPointerException.class, () -> host.dtlsClientSetup("localhost", null));
            assertThrows(NullPointerException.class, () -> host.dtlsServerSetup(null));
            PrivateKey other = Identity.key("secp256r1-other");
            assertError(ENetError.INVALID_PARAMETER,
                    () -> host.dtlsServerSetup(TLSOptions.server(other, identity.chain())));
            PrivateKey rsa = Identity.key("rsa2048");
            assertError(ENetError.INVALID_PARAMETER,
                    () -> host.dtlsServerSetup(TLSOptions.server(rsa, identity.chain())));
            KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            assertError(ENetError.INVALID_PARAMETER,
                    () -> host.dtlsServerSetup(TLSOptions.server(edwards.getPrivate(), identity.chain())));
            assertError(ENetError.INVALID_PARAMETER,
                    () -> host.dtlsServerSetup(
                            TLSOptions.server(identity.key(), Collections.nCopies(40, identity.root()))));

            host.dtlsServerSetup(identity.server());
            assertError(ENetError.FAILED, () -> host.dtlsServerSetup(identity.server()));
            assertError(ENetError.INVALID_PARAMETER, () -> host.renewCertificate(identity.client()));
            assertError(ENetError.INVALID_PARAMETER,
                    () -> host.renewCertificate(TLSOptions.server(rsa, identity.chain())));
            assertThrows(NullPointerException.class, () -> host.renewCertificate(null));
            assertThrows(IllegalArgumentException.class, () -> host.handshakeLimit(-1, 0));
            assertThrows(IllegalArgumentException.class, () -> host.handshakeLimit(0, -1));
            assertError(ENetError.FAILED, () -> host.dtlsClientSetup("localhost", TLSOptions.clientUnsafe()));
            assertError(ENetError.INVALID_PARAMETER, () -> host.dtlsServerSetup(identity.client()));
            host.destroy();
            assertThrows(IllegalStateException.class, () -> host.dtlsServerSetup(identity.server()));
            host.createHostBound(LOCALHOST, 0); // a new host, plain again
            assertNull(host.getDtlsCounters());
            host.dtlsServerSetup(identity.server());
        }
    }

    @Test
    void notOnAClient() {
        try (ENetConnection client = new ENetConnection()) {
            client.createHost();
            client.dtlsClientSetup("localhost", identity.client());
            assertError(ENetError.UNCONFIGURED, () -> client.renewCertificate(identity.server()));
            assertError(ENetError.UNCONFIGURED, () -> client.handshakeLimit(1, 1));
        }
    }

    /** Signed by an authority as people make them by mistake: one of its own kind, or one for clients. */
    @ParameterizedTest
    @CsvSource({"ku=keyCertSign, key usage", "eku=clientAuth, extended key usage", "ku=digitalSignature, ''"})
    void certificatesForOtherUses(String extension, String reason, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost", "-alias", "own",
                "-ext", extension, "-storetype", "PKCS12", "-storepass", "secret", "-keystore", file.toString())
                .inheritIO().start();
        assertEquals(0, keytool.waitFor());
        KeyStore store = KeyStore.getInstance(file.toFile(), "secret".toCharArray());
        TLSOptions options = TLSOptions.server((PrivateKey) store.getKey("own", "secret".toCharArray()),
                List.of((X509Certificate) store.getCertificate("own")));
        try (ENetConnection host = new ENetConnection()) {
            host.createHostBound(LOCALHOST, 0);
            if (reason.isEmpty()) {
                host.dtlsServerSetup(options);
                return;
            }
            ENetException refused = assertThrows(ENetException.class, () -> host.dtlsServerSetup(options));
            assertEquals(ENetError.INVALID_PARAMETER, refused.error());
            assertTrue(refused.getMessage().contains("not for a server: its " + reason), refused.getMessage());
            host.dtlsServerSetup(identity.server()); // nothing is set up by what was refused
        }
    }

    /** Who is connected stays, who comes sees the new certificate. */
    @Test
    void renewed() {
        Identity next = Identity.selfSigned("rsa2048", "next");
        try (Loopback net = Loopback.hosts()) {
            net.server.dtlsServerSetup(identity.server());
            net.client.dtlsClientSetup("localhost", identity.client());
            ENetPacketPeer before = net.client.connectToHost(LOCALHOST, net.port());
            net.until("the connection", () -> before.getState() == PeerState.CONNECTED);
            net.server.renewCertificate(next.server());
            net.server.renewCertificate(next.server());
            ENetConnection late = net.add(new ENetConnection());
            late.createHost();
            late.dtlsClientSetup("next", next.client());
            ENetPacketPeer after = late.connectToHost(LOCALHOST, net.port());
            net.until("the connection with the new one", () -> after.getState() == PeerState.CONNECTED);
            assertEquals(ENetError.OK, before.send(0, new byte[5], 1));
            assertEquals(EventType.RECEIVE, net.await(net.server, EventType.RECEIVE).type());
            assertEquals(PeerState.CONNECTED, before.getState());
        }
    }

    /** The second of two that come at once has its turn a second later. */
    @Test
    void limitedHandshakes() {
        try (Loopback net = Loopback.hosts()) {
            net.server.dtlsServerSetup(identity.server());
            net.server.handshakeLimit(1, 1);
            ENetPacketPeer[] peers = new ENetPacketPeer[2];
            for (int i = 0; i < peers.length; i++) {
                ENetConnection client = net.add(new ENetConnection());
                client.createHost();
                client.dtlsClientSetup("localhost", identity.client());
                peers[i] = client.connectToHost(LOCALHOST, net.port());
            }
            net.until("the first", () -> Arrays.stream(peers).anyMatch(p -> p.getState() == PeerState.CONNECTED));
            assertEquals(1, net.server.getDtlsCounters().started());
            net.until("the second", () -> Arrays.stream(peers).allMatch(p -> p.getState() == PeerState.CONNECTED));
            assertEquals(2, net.server.getDtlsCounters().started());
        }
    }

    /** A wildcard address and its port stay; the set-up may follow connectToHost. */
    @Test
    void orderOfCallsAndAddress() {
        try (Loopback net = Loopback.hosts()) {
            ENetConnection server = net.add(new ENetConnection());
            server.createHostBound("*", 0);
            int port = server.getLocalPort();
            server.dtlsServerSetup(identity.server());
            assertEquals(port, server.getLocalPort());
            ENetConnection client = net.add(new ENetConnection());
            client.createHostBound("0.0.0.0", 0);
            int clientPort = client.getLocalPort();
            ENetPacketPeer peer = client.connectToHost(LOCALHOST, port);
            client.dtlsClientSetup("localhost", identity.client());
            net.until("the connection", () -> peer.getState() == PeerState.CONNECTED);
            assertEquals(clientPort, client.getLocalPort());
            assertEquals(clientPort, net.await(server, EventType.CONNECT).peer().getRemotePort());
        }
    }

    /** A thread that waits in service goes on with DTLS. */
    @Test
    void whileAnotherThreadWaits() throws InterruptedException {
        try (Loopback net = Loopback.hosts()) {
            Thread serving = new Thread(() -> {
                for (int i = 0; i < 2; i++) {
                    net.server.service(10_000);
                }
            });
            serving.start();
            while (serving.getState() != Thread.State.RUNNABLE) {
                Thread.sleep(1);
            }
            Thread.sleep(50);
            net.server.dtlsServerSetup(identity.server());
            net.client.dtlsClientSetup("localhost", identity.client());
            ENetPacketPeer peer = net.client.connectToHost(LOCALHOST, net.port());
            assertEquals(EventType.CONNECT, net.client.service(10_000).type());
            peer.send(0, new byte[1], 1);
            net.client.flush();
            serving.join(10_000);
            assertFalse(serving.isAlive());
        }
    }

    @Test
    void notFromInsideAnIntercept() {
        try (Loopback net = Loopback.connected()) {
            net.server.intercept(datagram -> {
                net.server.dtlsServerSetup(identity.server());
                return false;
            });
            net.client.socketSend(LOCALHOST, net.port(), new byte[10]);
            assertThrows(IllegalStateException.class, () -> {
                while (true) {
                    net.server.service(100);
                }
            });
        }
    }
}
