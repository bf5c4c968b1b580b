import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.server.ENetClients;
import io.github.enet4j.server.ENetListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CompletionException;

/**
 * Many clients that play with a server of one's own, in its own messages: here a time that an echo server sends back.
 * (For packets that mean nothing the command {@code enet4j load} does more.) Ends by itself; status 1 if clients did
 * not get in or were lost.
 *
 * <pre>LoadTest [HOST [PORT [CLIENTS [SECONDS]]]]</pre>
 */
public class LoadTest implements ENetListener {
    private static final int MESSAGES_PER_SECOND = 10;

    private static final ConcurrentLinkedQueue<Long> ROUND_TRIPS = new ConcurrentLinkedQueue<>(); // ns

    /** Of this loop, whose thread alone calls all methods. */
    private final List<ENetPacketPeer> players = new ArrayList<>();

    // tag::bot[]
    @Override
    public void connected(ENetPacketPeer peer, long data) {
        players.add(peer);
    }

    @Override
    public void tick(long number) {
        byte[] message = ByteBuffer.allocate(32).putLong(System.nanoTime()).array();
        players.removeIf(peer -> !peer.isActive());
        players.forEach(peer -> peer.send(0, message, ENetPacketPeer.FLAG_RELIABLE));
    }

    @Override
    public void received(ENetPacketPeer peer, ENetEvent event) {
        ROUND_TRIPS.add(System.nanoTime() - ByteBuffer.wrap(event.getPacket()).getLong());
    }
    // end::bot[]

    public static void main(String[] args) throws InterruptedException {
        String address = args.length > 0 ? args[0] : "127.0.0.1";
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 7777;
        int count = args.length > 2 ? Integer.parseInt(args[2]) : 20;
        int seconds = args.length > 3 ? Integer.parseInt(args[3]) : 10;
        int lost = 0;
        try (ENetClients clients = ENetClients.builder(loop -> new LoadTest()).threads(1).sockets(count, 1)
                .tick(Duration.ofMillis(1000 / MESSAGES_PER_SECOND)).start()) {
            System.out.println("connecting " + count + " clients to " + address + " port " + port);
            List<CompletableFuture<ENetPacketPeer>> attempts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                attempts.add(clients.connect(address, port, 1, 0));
            }
            try {
                attempts.forEach(CompletableFuture::join);
            } catch (CompletionException e) {
                System.out.println("not all got in: " + e.getCause().getMessage());
                System.exit(1);
            }
            Thread.sleep(seconds * 1000L);
            lost = (int) attempts.stream().filter(peer -> !peer.join().isActive()).count();
        }
        long[] sorted = ROUND_TRIPS.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.println(sorted.length + " answers, " + lost + " clients lost; round trip: half within "
                + at(sorted, 0.5) + " ms, 99 of 100 within " + at(sorted, 0.99) + " ms " + Arrays.toString(args));
        System.exit(lost > 0 ? 1 : 0);
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : Math.round(sorted[(int) (share * (sorted.length - 1))] / 1e4) / 100.0;
    }
}
