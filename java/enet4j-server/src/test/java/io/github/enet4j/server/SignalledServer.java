package io.github.enet4j.server;

import java.time.Duration;

/** The program of a JVM that gets SIGTERM: it prints its port, and has a last word for its clients. */
final class SignalledServer {
    private SignalledServer() {
    }

    public static void main(String[] args) {
        ENetServer server = ENetServer.builder(loop -> new ENetListener() {
            @Override
            public void draining() {
                loop.connections().get(0).getPeers().forEach(peer -> peer.putPacket("last word".getBytes()));
            }
        }).bind("127.0.0.1", 0).drainOnShutdown(Duration.ofSeconds(20)).start();
        System.out.println(server.getLocalPort());
    }
}
