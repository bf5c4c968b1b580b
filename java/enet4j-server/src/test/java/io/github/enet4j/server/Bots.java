package io.github.enet4j.server;

import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.support.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Clients of a server under test. */
final class Bots {
    private Bots() {
    }

    static ENetClients quiet(int sockets) {
        return ENetClients.builder(loop -> new ENetListener() { }).sockets(sockets, 64).start();
    }

    static List<ENetPacketPeer> connect(ENetClients clients, int port, int count) {
        List<CompletableFuture<ENetPacketPeer>> attempts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            attempts.add(clients.connect("127.0.0.1", port, 2, i));
        }
        return attempts.stream().map(Patience::get).toList();
    }
}
