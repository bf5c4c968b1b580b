import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A chat: what one types, all others read. A client's first message is its name.
 *
 * <pre>
 *   Chat serve [PORT]            until Ctrl-C
 *   Chat join HOST PORT NAME     until the end of what is typed (Ctrl-D)
 * </pre>
 */
public class Chat {
    private static final int LONGEST = 1000; // bytes that somebody may say, or be called

    public static void main(String[] args) {
        if (args.length >= 1 && args[0].equals("serve")) {
            serve(args.length > 1 ? Integer.parseInt(args[1]) : 7777);
        } else if (args.length == 4 && args[0].equals("join")) {
            join(args[1], Integer.parseInt(args[2]), args[3]);
        } else {
            System.out.println("Chat serve [PORT], or Chat join HOST PORT NAME");
        }
    }

    private static void serve(int port) {
        ENetConnection host = new ENetConnection();
        host.createHostBound("*", port, 200, 1, 0, 0);
        host.maximumPacketSize(3 * LONGEST); // a name and a text
        Runtime.getRuntime().addShutdownHook(new Thread(() ->
                host.getPeers().forEach(peer -> peer.peerDisconnectNow(0))));
        System.out.println("listening on UDP port " + host.getLocalPort() + ", until Ctrl-C");
        while (true) {
            ENetEvent event = host.service(1000);
            ENetPacketPeer peer = event.peer();
            // tag::serve[]
            if (event.type() == EventType.RECEIVE) {
                String text = new String(event.getPacket(), StandardCharsets.UTF_8);
                if (peer.attachment() == null) {
                    peer.attach(text);
                    tellOthers(host, text + " is here", peer);
                } else {
                    tellOthers(host, peer.attachment() + ": " + text, peer);
                }
            } else if (event.type() == EventType.DISCONNECT && peer.attachment() != null) {
                tellOthers(host, peer.attachment() + " has left (" + event.getDisconnectReason() + ")", peer);
            }
            // end::serve[]
        }
    }

    // tag::others[]
    private static void tellOthers(ENetConnection host, String text, ENetPacketPeer except) {
        System.out.println(text);
        host.broadcastExcept(0, text.getBytes(StandardCharsets.UTF_8), ENetPacketPeer.FLAG_RELIABLE, except);
    }
    // end::others[]

    private static void join(String address, int port, String name) {
        try (ENetConnection host = new ENetConnection()) {
            host.createHost(1, 0, 0, 0);
            ENetPacketPeer server = host.connectToHost(address, port, 1, 0);
            if (host.service(3000).type() != EventType.CONNECT) {
                System.out.println("nobody answers at " + address + " port " + port);
                return;
            }
            say(server, name);
            Thread typing = new Thread(() -> readTyped(server));
            typing.setDaemon(true);
            typing.start();
            while (true) {
                ENetEvent event = host.service(1000);
                if (event.type() == EventType.RECEIVE) {
                    System.out.println(new String(event.getPacket(), StandardCharsets.UTF_8));
                } else if (event.type() == EventType.DISCONNECT) {
                    System.out.println("the end: " + event.getDisconnectReason());
                    return;
                }
            }
        }
    }

    /** On a thread of its own: what it sends leaves at once, though the other one waits in service. */
    private static void readTyped(ENetPacketPeer server) {
        BufferedReader typed = new BufferedReader(new InputStreamReader(System.in));
        try {
            for (String line = typed.readLine(); line != null; line = typed.readLine()) {
                say(server, line);
            }
        } catch (IOException e) {
            System.out.println("what is typed can't be read: " + e);
        }
        server.peerDisconnectLater(0); // when all has arrived
    }

    private static void say(ENetPacketPeer server, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST) {
            System.out.println("too long: " + bytes.length + " bytes");
        } else {
            server.putPacket(bytes);
        }
    }
}
