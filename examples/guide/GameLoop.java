import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.EventType;
import java.nio.ByteBuffer;

/** A game that steps 20 times a second whatever the network does. GameLoop [PORT [SECONDS]]; ends by itself. */
public class GameLoop {
    private static final int TICK_MS = 50;
    private static final int MOST_EVENTS = 1000; // between two ticks, so that a flood does not stop the game

    private int players;
    private long received;

    public static void main(String[] args) {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 7777;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        try (ENetConnection host = new ENetConnection()) {
            host.createHostBound("*", port);
            System.out.println("listening on UDP port " + host.getLocalPort() + " for " + seconds + " s");
            new GameLoop().run(host, seconds * 1000L / TICK_MS);
            host.getPeers().forEach(peer -> peer.peerDisconnectNow(0));
        }
    }

    // tag::loop[]
    private void run(ENetConnection host, long ticks) {
        long start = System.nanoTime();
        for (long tick = 0; tick < ticks; tick++) {
            long due = start + tick * TICK_MS * 1_000_000L;     // a late tick does not delay the ones after it
            int events = 0;
            ENetEvent event;
            do {
                event = host.service(millisUntil(due));         // sends, receives, and waits for the rest of the tick
                handle(event);
                events++;
            } while (event.type() != EventType.NONE && events < MOST_EVENTS || millisUntil(due) > 0);
            step(tick);
            ByteBuffer state = ByteBuffer.allocate(16).putLong(tick).putLong(received).flip();
            host.broadcast(1, state, 0);                        // unreliable: the next one replaces it anyway
            host.flush();                                       // now, not at the next service call
        }
    }

    private static int millisUntil(long due) {
        return (int) Math.max(0, (due - System.nanoTime() + 999_999) / 1_000_000);
    }
    // end::loop[]

    private void handle(ENetEvent event) {
        switch (event.type()) {
            case CONNECT -> players++;
            case DISCONNECT -> players--;
            case RECEIVE -> received += event.getPacket().length;
            case NONE, ERROR -> { }
        }
    }

    private void step(long tick) {
        if (tick % 20 == 0) {
            System.out.println("tick " + tick + ": " + players + " players, " + received + " bytes received");
        }
    }
}
