package hello;

import io.github.enet4j.ENet4j;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Says hello over ENet and waits for the echo.
 *
 * <pre>
 *   HelloENet                      both ends in this process
 *   HelloENet serve PORT           echoes to one client, then ends
 *   HelloENet greet ADDRESS PORT   greets that server
 * </pre>
 */
public final class HelloENet {
    private static final long PATIENCE_SECONDS = 30;

    private HelloENet() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        if (!ENet4j.isAvailable()) {
            System.err.println(ENet4j.unavailabilityCause().getMessage());
            System.exit(1);
        }
        if (arguments.length == 0) {
            try (ENetConnection server = new ENetConnection()) {
                server.createHostBound("127.0.0.1", 0);
                Thread thread = new Thread(() -> serve(server));
                thread.start();
                greet("127.0.0.1", server.getLocalPort());
                thread.join();
            }
        } else if (arguments[0].equals("serve")) {
            try (ENetConnection server = new ENetConnection()) {
                server.createHostBound("*", Integer.parseInt(arguments[1]));
                System.out.println("serving at " + server.getLocalPort());
                serve(server);
            }
        } else {
            greet(arguments[1], Integer.parseInt(arguments[2]));
        }
        System.out.println("enet4j " + ENet4j.version() + " on Java " + System.getProperty("java.version") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ": all is well");
    }

    private static void serve(ENetConnection server) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            ENetEvent event = server.service(100);
            if (event.type() == EventType.RECEIVE) {
                byte[] packet = event.getPacket();
                event.peer().send(event.channel(), packet, ENetPacketPeer.FLAG_RELIABLE);
            } else if (event.type() == EventType.DISCONNECT) {
                return;
            }
        }
        throw new IllegalStateException("nobody came and went within " + PATIENCE_SECONDS + " s");
    }

    private static void greet(String address, int port) {
        byte[] hello = "Hello, ENet!".getBytes(StandardCharsets.UTF_8);
        try (ENetConnection client = new ENetConnection()) {
            client.createHost();
            client.connectToHost(address, port);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (System.nanoTime() < end) {
                ENetEvent event = client.service(100);
                if (event.type() == EventType.CONNECT) {
                    event.peer().send(0, hello, ENetPacketPeer.FLAG_RELIABLE);
                } else if (event.type() == EventType.RECEIVE) {
                    System.out.println(new String(event.getPacket(), StandardCharsets.UTF_8));
                    event.peer().peerDisconnect(0);
                } else if (event.type() == EventType.DISCONNECT) {
                    return;
                }
            }
        }
        throw new IllegalStateException("no echo within " + PATIENCE_SECONDS + " s");
    }
}
