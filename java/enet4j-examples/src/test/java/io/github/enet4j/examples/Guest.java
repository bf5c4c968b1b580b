package io.github.enet4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.enet4j.Crypto;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.TLSOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client of an example under test, which says something as soon as it is connected. */
final class Guest implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;

    private final ENetConnection connection = new ENetConnection();
    private final ENetPacketPeer server;

    Guest(int port, String firstWord) {
        this(port, firstWord, null);
    }

    /** With DTLS, if there is a certificate. */
    Guest(int port, String firstWord, Path certificate) {
        connection.createHost();
        if (certificate != null) {
            connection.dtlsClientSetup("localhost", TLSOptions.client(Crypto.loadCertificates(certificate)));
        }
        server = connection.connectToHost("127.0.0.1", port);
        assertEquals(EventType.CONNECT, connection.service(PATIENCE_MS).type());
        say(firstWord);
    }

    void say(String text) {
        server.putPacket(text.getBytes(StandardCharsets.UTF_8));
        connection.flush();
    }

    String hear() {
        ENetEvent event = connection.service(PATIENCE_MS);
        assertEquals(EventType.RECEIVE, event.type());
        return new String(event.getPacket(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.peerDisconnectNow(0);
        connection.close();
    }
}
