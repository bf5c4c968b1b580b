package io.github.enet4j.agones;

import io.github.enet4j.server.ENetServer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The SDK of Agones, which a game server talks to through a process beside it, the sidecar, by Agones's published REST
 * interface. {@link #attach} is all that many servers need:
 *
 * <pre>{@code
 * AgonesSdk.fromEnvironment().ifPresent(agones -> agones.attach(server, Duration.ofSeconds(2)));
 * }</pre>
 *
 * <p>All methods may be called from every thread, and none waits. A call is made again, less and less often, while the
 * sidecar can't be reached (it may start later than the server), until the patience is over; then its future fails
 * with an {@link AgonesException}, as it does at once when the sidecar refuses. Nothing else comes of it: a server goes
 * on without its sidecar. Futures complete, and listeners are called, on threads of their own; use
 * {@link io.github.enet4j.server.ENetLoop#execute} to get back to a loop. That a call has been answered means that
 * Agones has taken it, not that it has acted; {@link #watch} tells that.
 *
 * @since 0.1.0
 */
public final class AgonesSdk implements AutoCloseable {
    private static final String PORT_VARIABLE = "AGONES_SDK_HTTP_PORT";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long GOODBYE_SECONDS = 5;
    private static final System.Logger LOGGER = System.getLogger("io.github.enet4j.agones");

    private final Sidecar sidecar;
    private final ScheduledExecutorService reports = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "enet4j-agones");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * For a sidecar on this machine. Nothing is sent yet.
     *
     * @param port     its HTTP port, 1 to 65535
     * @param patience how long a call is tried
     */
    public AgonesSdk(int port, Duration patience) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1 to 65535, not " + port);
        }
        sidecar = new Sidecar(port, patience);
    }

    /**
     * For the sidecar whose port is in the environment variable AGONES_SDK_HTTP_PORT, which Agones sets. The patience
     * is 30 s.
     *
     * @return empty when there is no such variable, so that the same program runs elsewhere, too
     * @throws IllegalStateException if it is no port
     */
    public static Optional<AgonesSdk> fromEnvironment() {
        return fromPort(System.getenv(PORT_VARIABLE));
    }

    static Optional<AgonesSdk> fromPort(String port) {
        if (port == null || port.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AgonesSdk(Integer.parseInt(port.trim()), PATIENCE));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(PORT_VARIABLE + " is no port: " + port, e);
        }
    }

    /* ---- Life ---- */

    /**
     * Lives with a server: says that it is ready, then at each interval that it is well, while its
     * {@link ENetServer#health()} is, and when it has ended, however that came, asks to be shut down; when the JVM is
     * asked to end, by SIGTERM for example, at once, so that nobody is sent there while it drains. The JVM goes on for
     * up to 5 s for that last word.
     *
     * @param server   a server that has been started
     * @param interval how often to report health, at most half of the period in the Fleet
     * @return completes when Agones knows that the server is ready, however long that takes; fails when it refuses,
     *     which is logged, too
     */
    public CompletableFuture<Void> attach(ENetServer server, Duration interval) {
        reportHealth(() -> server.health().healthy(), interval);
        Thread lastWord = new Thread(this::goodbye, "enet4j-agones-end");
        Runtime.getRuntime().addShutdownHook(lastWord);
        server.terminated().whenComplete((nothing, failure) -> sayNow(lastWord));
        BooleanSupplier alive = () -> !server.terminated().isDone();
        return readyAtLast(alive).whenComplete((nothing, failure) -> {
            if (failure != null && alive.getAsBoolean()) {
                LOGGER.log(System.Logger.Level.ERROR, "Agones does not take that the server is ready", failure);
            }
        });
    }

    /** As long as it takes, and not after the last word. */
    private CompletableFuture<Void> readyAtLast(BooleanSupplier alive) {
        return sidecar.callWhile(alive, "POST", "/ready", Map.of()).thenApply(AgonesSdk::nothing)
                .exceptionallyCompose(failure -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    boolean unheard = cause instanceof AgonesException e && e.status() == 0;
                    return unheard && alive.getAsBoolean() && !sidecar.isClosed()
                            ? readyAtLast(alive)
                            : CompletableFuture.failedFuture(cause);
                });
    }

    private static void sayNow(Thread lastWord) {
        try {
            if (Runtime.getRuntime().removeShutdownHook(lastWord)) {
                lastWord.start();
            }
        } catch (IllegalStateException e) {
            return; // the JVM is ending, and does so itself
        }
    }

    private void goodbye() {
        try {
            reports.shutdownNow();
            if (!sidecar.isClosed()) {
                shutdown().get(GOODBYE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            LOGGER.log(System.Logger.Level.WARNING, "Agones could not be told that the server has ended", e);
        }
    }

    /**
     * Says that the server can take players.
     *
     * @return completes when the sidecar has taken it
     */
    public CompletableFuture<Void> ready() {
        return post("/ready");
    }

    /**
     * Says once that the server is well; see {@link #reportHealth} and {@link #attach}.
     *
     * @return completes when the sidecar has taken it
     */
    public CompletableFuture<Void> health() {
        return post("/health");
    }

    /**
     * Says at each interval that the server is well, while it is. One report that is lost does no harm; what goes wrong
     * is logged when it begins and when it ends.
     *
     * @param healthy  whether it is; must not take long
     * @param interval how often, at most half of the period in the Fleet
     */
    public void reportHealth(BooleanSupplier healthy, Duration interval) {
        Objects.requireNonNull(healthy, "healthy");
        reports.scheduleAtFixedRate(
                new HealthReport(sidecar, healthy), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Says that players are on this server, so that Agones does not remove it. A lobby's GameServerAllocation is the
     * usual way to that state.
     *
     * @return completes when the sidecar has taken it
     */
    public CompletableFuture<Void> allocate() {
        return post("/allocate");
    }

    /**
     * Keeps the server from being removed for a time; then it is ready again.
     *
     * @param time how long, in whole seconds; 0 for ever
     * @return completes when the sidecar has taken it
     */
    public CompletableFuture<Void> reserve(Duration time) {
        return sidecar.call("POST", "/reserve", Map.of("seconds", Long.toString(time.toSeconds())))
                .thenApply(AgonesSdk::nothing);
    }

    /**
     * Asks Agones to end this server: it removes it, and Kubernetes sends SIGTERM.
     *
     * @return completes when the sidecar has taken it
     */
    public CompletableFuture<Void> shutdown() {
        return post("/shutdown");
    }

    /* ---- What Agones knows ---- */

    /**
     * The game server as Agones sees it.
     *
     * @return the state of this moment
     */
    public CompletableFuture<GameServer> gameServer() {
        return sidecar.get("/gameserver").thenApply(GameServer::of);
    }

    /**
     * Tells of each change of the game server, and goes on when the sidecar has been away.
     *
     * @param listener is called for one change after another; what it throws is logged
     * @return closes the watch
     */
    public GameServerWatch watch(Consumer<GameServer> listener) {
        return new GameServerWatch(sidecar, Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Sets a label, by which a lobby can choose servers. Agones puts {@code agones.dev/sdk-} before the key.
     *
     * @param key   as Kubernetes allows it: letters, digits, and - _ . in between
     * @param value the same, at most 63 characters
     * @return completes when it is set
     */
    public CompletableFuture<Void> setLabel(String key, String value) {
        return set("/metadata/label", key, value);
    }

    /**
     * Sets an annotation. Agones puts {@code agones.dev/sdk-} before the key.
     *
     * @param key   as for labels
     * @param value any text
     * @return completes when it is set
     */
    public CompletableFuture<Void> setAnnotation(String key, String value) {
        return set("/metadata/annotation", key, value);
    }

    /* ---- Counters, lists, players ---- */

    /**
     * A counter of the game server.
     *
     * @param name its key in the Fleet
     * @return the counter; fails with status 404 when there is none
     */
    public CompletableFuture<Counter> getCounter(String name) {
        return sidecar.get(counter(name)).thenApply(Counter::of);
    }

    /**
     * Sets a counter. Setting what is known by the server itself is more robust than adding: nothing sums up that was
     * lost.
     *
     * @param name  its key in the Fleet
     * @param count 0 to its capacity
     * @return completes when it is set
     */
    public CompletableFuture<Void> setCount(String name, long count) {
        return sidecar.call("PATCH", counter(name), Map.of("count", Long.toString(count)))
                .thenApply(AgonesSdk::nothing);
    }

    /**
     * Sets the capacity of a counter.
     *
     * @param name     its key in the Fleet
     * @param capacity 0 or more
     * @return completes when it is set
     */
    public CompletableFuture<Void> setCounterCapacity(String name, long capacity) {
        return sidecar.call("PATCH", counter(name), Map.of("capacity", Long.toString(capacity)))
                .thenApply(AgonesSdk::nothing);
    }

    /**
     * Adds to a counter. Unlike other calls it is not made again when it may have arrived.
     *
     * @param name   its key in the Fleet
     * @param amount what to add, or to take away below 0
     * @return completes when it is done; fails with status 400 when the counter has no room for it
     */
    public CompletableFuture<Void> addToCount(String name, long amount) {
        return sidecar.callOnce("PATCH", counter(name), Map.of("countDiff", Long.toString(amount)))
                .thenApply(AgonesSdk::nothing);
    }

    /**
     * A list of the game server.
     *
     * @param name its key in the Fleet
     * @return the list; fails with status 404 when there is none
     */
    public CompletableFuture<ValueList> getList(String name) {
        return sidecar.get(list(name)).thenApply(ValueList::of);
    }

    /**
     * Adds to a list. Not made again when it may have arrived.
     *
     * @param name  its key in the Fleet
     * @param value what to add
     * @return the list then; fails with status 409 when it is in already, 400 when there is no room
     */
    public CompletableFuture<ValueList> addToList(String name, String value) {
        return changeList(name, "addValue", value);
    }

    /**
     * Removes from a list. Not made again when it may have arrived.
     *
     * @param name  its key in the Fleet
     * @param value what to remove
     * @return the list then; fails with status 404 when it is not in there
     */
    public CompletableFuture<ValueList> removeFromList(String name, String value) {
        return changeList(name, "removeValue", value);
    }

    /**
     * The older way to count players.
     *
     * @return its calls
     */
    public PlayerTracking players() {
        return new PlayerTracking(sidecar);
    }

    /** Ends reports, watches, and calls that were not answered yet. May be repeated. */
    @Override
    public void close() {
        reports.shutdownNow();
        sidecar.close();
    }

    static Void nothing(Map<String, Object> answer) {
        return null;
    }

    private CompletableFuture<Void> post(String path) {
        return sidecar.call("POST", path, Map.of()).thenApply(AgonesSdk::nothing);
    }

    private CompletableFuture<Void> set(String path, String key, String value) {
        Map<String, String> body = Map.of(
                "key", Objects.requireNonNull(key, "key"), "value", Objects.requireNonNull(value, "value"));
        return sidecar.call("PUT", path, body).thenApply(AgonesSdk::nothing);
    }

    private CompletableFuture<ValueList> changeList(String name, String verb, String value) {
        Map<String, String> body = Map.of("value", Objects.requireNonNull(value, "value"));
        return sidecar.callOnce("POST", list(name) + ":" + verb, body).thenApply(ValueList::of);
    }

    private static String counter(String name) {
        return "/v1beta1/counters/" + Sidecar.segment(name);
    }

    private static String list(String name) {
        return "/v1beta1/lists/" + Sidecar.segment(name);
    }
}
