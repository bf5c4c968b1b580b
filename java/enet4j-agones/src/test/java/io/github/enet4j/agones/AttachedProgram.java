package io.github.enet4j.agones;

import io.github.enet4j.server.ENetListener;
import io.github.enet4j.server.ENetServer;
import java.time.Duration;

/** The program of a JVM that gets SIGTERM: a server that lives with the sidecar at the port that it is given. */
final class AttachedProgram {
    private AttachedProgram() {
    }

    public static void main(String[] args) {
        ENetServer server = ENetServer.builder(loop -> new ENetListener() { })
                .bind("127.0.0.1", 0).drainOnShutdown(Duration.ofSeconds(5)).start();
        AgonesSdk agones = new AgonesSdk(Integer.parseInt(args[0]), Duration.ofSeconds(20));
        agones.attach(server, Duration.ofSeconds(1)).thenRun(() -> System.out.println("ready"));
    }
}
