package fleet;

import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.server.ENetClients;
import io.github.enet4j.server.ENetListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Players for a try: {@code Bots ADDRESS PORT COUNT}. They play, two in a room, until the server says goodbye. */
final class Bots implements ENetListener {
    private static final int SECONDS = 60;

    private final List<ENetPacketPeer> peers = new ArrayList<>();
    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicInteger farewells = new AtomicInteger();
    private final AtomicBoolean playing = new AtomicBoolean();
    private final CountDownLatch left;

    private Bots(int count) {
        left = new CountDownLatch(count);
    }

    @Override
    public void connected(ENetPacketPeer peer, long data) {
        peers.add(peer);
    }

    @Override
    public void received(ENetPacketPeer peer, ENetEvent event) {
        event.getPacket();
        heard.incrementAndGet();
        if (playing.compareAndSet(false, true)) {
            System.out.println("playing");
        }
    }

    @Override
    public void disconnected(ENetPacketPeer peer, DisconnectReason reason, long data) {
        if (reason == DisconnectReason.REMOTE) {
            farewells.incrementAndGet();
        }
        peers.remove(peer);
        left.countDown();
    }

    @Override
    public void tick(long number) {
        peers.forEach(peer -> peer.send(0, new byte[40], ENetPacketPeer.FLAG_RELIABLE));
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[2]);
        Bots bots = new Bots(count);
        try (ENetClients clients = ENetClients.builder(loop -> bots).tick(Duration.ofMillis(50)).start()) {
            List<CompletableFuture<ENetPacketPeer>> attempts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                attempts.add(clients.connect(arguments[0], Integer.parseInt(arguments[1]), 2, i / 2));
            }
            for (CompletableFuture<ENetPacketPeer> attempt : attempts) {
                attempt.get(SECONDS, TimeUnit.SECONDS);
            }
            System.out.println(count + " have come");
            bots.left.await(SECONDS, TimeUnit.SECONDS);
            System.out.println(bots.heard + " packets heard, " + bots.farewells + " farewells");
        }
        System.exit(bots.farewells.get() == count && bots.heard.get() > 0 ? 0 : 1);
    }
}
