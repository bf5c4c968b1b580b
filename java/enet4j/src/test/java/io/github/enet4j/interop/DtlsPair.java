package io.github.enet4j.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.enet4j.Crypto;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.TLSOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Two of our hosts, one with DTLS and one without, between which somebody else's DTLS translates; and a key with a
 * certificate for all three.
 */
final class DtlsPair implements AutoCloseable {
    static final String LOCALHOST = "127.0.0.1";
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    /** Godot queues 64 KiB and drops the rest, so that a larger packet would not arrive in unreliable fragments. */
    private static final int LARGEST_UNRELIABLE = 40_000;

    final PrivateKey key;
    final X509Certificate certificate;
    final ENetConnection server = new ENetConnection();
    final ENetConnection client = new ENetConnection();
    ENetPacketPeer atServer;
    ENetPacketPeer atClient;

    DtlsPair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
            key = generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        certificate = Crypto.generateSelfSignedCertificate(key, "CN=localhost");
        server.createHostBound(LOCALHOST, 0);
        client.createHostBound(LOCALHOST, 0);
    }

    void encryptServer() {
        server.dtlsServerSetup(TLSOptions.server(key, List.of(certificate)));
    }

    void encryptClient() {
        client.dtlsClientSetup("localhost", TLSOptions.client(List.of(certificate)));
    }

    /** The paths of certificate and key in PEM. */
    Path certificateFile(Path folder) {
        return write(folder.resolve("certificate.pem"), Crypto.toPem(certificate));
    }

    Path keyFile(Path folder) {
        return write(folder.resolve("key.pem"), Crypto.toPem(key));
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects through what listens at that port. */
    void connect(int port) {
        atClient = client.connectToHost(LOCALHOST, port, Packets.CHANNELS, 5);
        boolean[] connected = new boolean[1];
        until("the connection", () -> {
            ENetEvent event = client.service();
            connected[0] |= event.type() == EventType.CONNECT;
            if (event.type() == EventType.DISCONNECT) {
                fail("disconnected: " + event.peer().getDtlsError());
            }
            event = server.service();
            if (event.type() == EventType.CONNECT) {
                assertEquals(5, event.data());
                atServer = event.peer();
            }
            return connected[0] && atServer != null;
        });
    }

    /** Packets of many sizes both ways; the slow way between must not make ENet drop unreliable ones. */
    void exchange() {
        atClient.throttleConfigure(5000, 32, 0);
        atServer.throttleConfigure(5000, 32, 0);
        for (int flags : Packets.FLAGS) {
            for (int size : Packets.SIZES) {
                if (size > LARGEST_UNRELIABLE && flags != ENetPacketPeer.FLAG_RELIABLE) {
                    continue;
                }
                byte[] packet = Packets.payload(size, 0);
                assertEquals(ENetError.OK, atClient.send(0, packet, flags));
                until("a packet of " + size, () -> serviceBoth() && atServer.getAvailablePacketCount() > 0);
                assertArrayEquals(packet, atServer.getPacket());
                assertEquals(ENetError.OK, atServer.send(0, packet, flags));
                until("its echo", () -> serviceBoth() && atClient.getAvailablePacketCount() > 0);
                assertArrayEquals(packet, atClient.getPacket());
            }
        }
    }

    void disconnect() {
        atClient.peerDisconnect(7);
        until("the end", () -> serviceBoth() && !atClient.isActive() && !atServer.isActive());
    }

    /** Always true, for use in conditions. */
    boolean serviceBoth() {
        client.service();
        server.service();
        return true;
    }

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                fail("waited in vain for " + what);
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
