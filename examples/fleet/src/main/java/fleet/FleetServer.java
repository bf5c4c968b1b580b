package fleet;

import io.github.enet4j.ConnectGate;
import io.github.enet4j.ENet4j;
import io.github.enet4j.agones.AgonesSdk;
import io.github.enet4j.agones.GameServer;
import io.github.enet4j.server.ENetServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A server of a fleet: rooms of players, each of whose packets goes to all others in the room. It runs by itself, or
 * under Agones when that is there. Settings come from the environment: PORT, PLAYERS, THREADS, HEALTH_PORT and
 * DRAIN_SECONDS.
 */
public final class FleetServer {
    private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(2);
    private static final int COUNT_SECONDS = 5;
    private static final int EMPTY_COUNTS = 12; // a minute, in which those may come for whom it was allocated

    private final Rooms rooms = new Rooms();
    private final Duration drain = Duration.ofSeconds(setting("DRAIN_SECONDS", 20));
    private final int players = setting("PLAYERS", 2000);
    private final ENetServer server = ENetServer.builder(rooms::listener)
            .bind("*", setting("PORT", 7777))
            .threads(setting("THREADS", Runtime.getRuntime().availableProcessors()))
            .maxPeers(players + players / 20) // since the lobby's view is some seconds old
            .connectGate(ConnectGate.WHEN_BUSY)
            .setup(connection -> connection.maximumQueuedData(1 << 20))
            .drainOnShutdown(drain)
            .start();
    private volatile GameServer self;
    private int emptyCounts;

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0 && arguments[0].equals("--check")) {
            // For whoever builds an image: loads the native library and leaves it where io.github.enet4j.folder says.
            System.out.println("enet4j " + ENet4j.version() + (ENet4j.isAvailable() ? "" : ": no native library"));
            System.exit(ENet4j.isAvailable() ? 0 : 1);
        }
        new FleetServer().start();
    }

    private void start() throws IOException {
        rooms.open(server);
        HealthPage page = new HealthPage(setting("HEALTH_PORT", 8080), server);
        server.terminated().whenComplete((nothing, failure) -> page.close());
        AgonesSdk.fromEnvironment().ifPresent(this::joinFleet);
        System.out.println("listening on port " + server.getLocalPort() + ", health on port " + page.port());
    }

    /* ---- Under Agones ---- */

    private void joinFleet(AgonesSdk agones) {
        agones.setCounterCapacity("players", players);
        agones.watch(seen -> self = seen);
        agones.attach(server, HEALTH_INTERVAL);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        timer.scheduleAtFixedRate(() -> report(agones), COUNT_SECONDS, COUNT_SECONDS, TimeUnit.SECONDS);
        server.terminated().whenComplete((nothing, failure) -> timer.shutdownNow());
    }

    /** How many there are, and not how many more: no mistake adds up. */
    private void report(AgonesSdk agones) {
        int present = Math.min(rooms.players(), players);
        emptyCounts = present == 0 ? emptyCounts + 1 : 0;
        GameServer seen = self;
        boolean retiring = seen != null && seen.labels().containsKey("retiring"); // fleet.yaml says when
        agones.setCount("players", present);
        if (retiring) {
            agones.setCounterCapacity("players", present); // its free places are none for the autoscaler
        }
        if (retiring && present == 0) {
            server.drain(drain);
        } else if (seen != null && seen.state().equals("Allocated") && emptyCounts >= EMPTY_COUNTS) {
            agones.ready(); // from now on it may be removed
        }
    }

    static int setting(String name, int otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : Integer.parseInt(value.trim());
    }
}
