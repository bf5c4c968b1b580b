package io.github.enet4j.server;

import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import java.time.Duration;

/** The program of a JVM that is asked to end: it prints its port, and has a last word for its clients. */
final class SignalledServer {
    /** The packet for which it exits, in its listener, and with which status. */
    static final int EXIT = 3;

    private SignalledServer() {
    }

    public static void main(String[] args) {
        ENetServer server = ENetServer.builder(loop -> new ENetListener() {
            @Override
            public void received(ENetPacketPeer peer, ENetEvent event) {
                if (event.getPacket()[0] == EXIT) {
                    peer.putPacket("last word".getBytes());
                    System.exit(EXIT);
                }
            }

            @Override
            public void draining() {
                loop.connections().get(0).getPeers().forEach(peer -> peer.putPacket("last word".getBytes()));
            }
        }).bind("127.0.0.1", 0).drainOnShutdown(Duration.ofSeconds(20)).start();
        System.out.println(server.getLocalPort());
    }
}
