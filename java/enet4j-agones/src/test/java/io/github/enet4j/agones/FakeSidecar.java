package io.github.enet4j.agones;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The sidecar as Agones's REST description has it: paths, methods, bodies, answers and the statuses of refusals. It
 * keeps what it is told, in place of Kubernetes, over an absence too.
 */
final class FakeSidecar implements AutoCloseable {
    private static final String PREFIX = "agones.dev/sdk-";

    final List<String> requests = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final Set<String> players = new LinkedHashSet<>();
    private final Set<String> list = new LinkedHashSet<>();
    private final List<OutputStream> watchers = new ArrayList<>();
    private String state = "Scheduled";
    private long playerCapacity = 2;
    private long count = 1;
    private long capacity = 10;
    private int listCapacity = 2;
    private int status;
    private String answer = "";
    private boolean silent;
    private boolean endless;
    private int port;
    private HttpServer http;
    private ExecutorService threads;

    FakeSidecar() {
        this(0);
    }

    private FakeSidecar(int port) {
        this.port = port;
        start();
    }

    /** For scripts/check-deployment: serves at a port for ever, and prints what it is told. */
    public static void main(String[] arguments) throws InterruptedException {
        FakeSidecar sidecar = new FakeSidecar(Integer.parseInt(arguments[0]));
        for (int printed = 0;; Thread.sleep(50)) {
            synchronized (sidecar) {
                sidecar.requests.subList(printed, sidecar.requests.size()).forEach(System.out::println);
                printed = sidecar.requests.size();
            }
        }
    }

    int port() {
        return port;
    }

    synchronized void start() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        port = http.getAddress().getPort();
        threads = Executors.newCachedThreadPool();
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    void stop() {
        http.stop(0);
        threads.shutdownNow();
    }

    @Override
    public void close() {
        stop();
    }

    /** From now on every call gets this; status 0 for the usual answers. */
    synchronized void answerAll(int withStatus, String text) {
        status = withStatus;
        answer = text;
    }

    /** Takes calls from now on, and breaks the connection instead of answering. */
    synchronized void silence(boolean on) {
        silent = on;
    }

    /** Begins answers from now on, with that many bytes, and never ends them. */
    synchronized void answerWithoutEnd(boolean on, int bytes) {
        endless = on;
        answer = " ".repeat(bytes);
    }

    synchronized String state() {
        return state;
    }

    synchronized int count(String request) {
        return (int) requests.stream().filter(each -> each.startsWith(request)).count();
    }

    /** A change that did not come from the game server: an allocation, say. */
    synchronized void become(String newState) {
        state = newState;
        tellWatchers(json(Map.of("result", gameServer())));
    }

    /** A label that the Fleet gives, not the game server. */
    synchronized void label(String key, String value) {
        labels.put(key, value);
        become(state);
    }

    synchronized void tellWatchers(String line) {
        for (OutputStream watcher : watchers) {
            try {
                watcher.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                watcher.flush();
            } catch (IOException e) {
                continue; // it has gone
            }
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (path.equals("/watch/gameserver")) {
            watch(exchange);
            return;
        }
        int code = 200;
        String text;
        synchronized (this) {
            requests.add((exchange.getRequestMethod() + " " + path + " " + body).trim());
            if (silent) {
                exchange.close();
                return;
            }
            if (endless) {
                exchange.sendResponseHeaders(200, Long.MAX_VALUE);
                exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                return;
            }
            try {
                text = status != 0 ? answer : json(respond(exchange.getRequestMethod(), path, JSON.std.mapFrom(
                        body.isEmpty() ? "{}" : body)));
                code = status != 0 ? status : 200;
            } catch (Refusal e) {
                code = e.status;
                text = json(Map.of("code", e.grpc, "message", e.getMessage(), "details", List.of()));
            }
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void watch(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        synchronized (this) {
            requests.add("GET /watch/gameserver");
            watchers.add(exchange.getResponseBody());
            become(state);
        }
    }

    private Object respond(String method, String path, Map<String, Object> body) {
        switch (method + " " + path) {
            case "POST /ready" -> become("Ready");
            case "POST /allocate" -> become("Allocated");
            case "POST /shutdown" -> become("Shutdown");
            case "POST /health" -> { }
            case "POST /reserve" -> {
                Long.parseLong((String) body.get("seconds"));
                become("Reserved");
            }
            case "PUT /metadata/label" -> labels.put(PREFIX + body.get("key"), (String) body.get("value"));
            case "PUT /metadata/annotation" -> annotations.put(PREFIX + body.get("key"), (String) body.get("value"));
            case "GET /gameserver" -> {
                return gameServer();
            }
            default -> {
                return path.startsWith("/alpha/player/") ? player(method, path.substring(14), body)
                        : countsAndLists(method, path, body);
            }
        }
        return Map.of();
    }

    private Object player(String method, String path, Map<String, Object> body) {
        String id = (String) body.get("playerID");
        switch (method + " " + path) {
            case "POST connect" -> {
                if (!players.contains(id) && players.size() >= playerCapacity) {
                    throw new Refusal(500, 2, "players are already at capacity");
                }
                return Map.of("bool", players.add(id));
            }
            case "POST disconnect" -> {
                return Map.of("bool", players.remove(id));
            }
            case "PUT capacity" -> {
                playerCapacity = Long.parseLong(String.valueOf(body.get("count")));
                return Map.of();
            }
            case "GET capacity" -> {
                return Map.of("count", Long.toString(playerCapacity));
            }
            case "GET count" -> {
                return Map.of("count", Integer.toString(players.size()));
            }
            case "GET connected" -> {
                return Map.of("list", List.copyOf(players));
            }
            default -> {
                return Map.of("bool", players.contains(path.substring("connected/".length()).replace("%20", " ")));
            }
        }
    }

    private Object countsAndLists(String method, String path, Map<String, Object> body) {
        switch (method + " " + path) {
            case "PATCH /v1beta1/counters/players" -> change(body);
            case "GET /v1beta1/counters/players", "GET /v1beta1/lists/ids" -> { }
            case "POST /v1beta1/lists/ids:addValue" -> add((String) body.get("value"));
            case "POST /v1beta1/lists/ids:removeValue" -> {
                if (!list.remove(body.get("value"))) {
                    throw new Refusal(404, 5, "not in the list");
                }
            }
            default -> throw new Refusal(404, 5, "not found: " + path);
        }
        return path.contains("counters") ? counter() : list();
    }

    private void change(Map<String, Object> body) {
        if (body.containsKey("capacity")) {
            capacity = Long.parseLong((String) body.get("capacity"));
        }
        long changed = body.containsKey("count") ? Long.parseLong((String) body.get("count"))
                : count + Long.parseLong((String) body.getOrDefault("countDiff", "0"));
        if (changed < 0 || changed > capacity) {
            throw new Refusal(400, 11, "out of range");
        }
        count = changed;
    }

    private void add(String value) {
        if (list.contains(value)) {
            throw new Refusal(409, 6, "already in the list");
        }
        if (list.size() >= listCapacity) {
            throw new Refusal(400, 11, "out of range");
        }
        list.add(value);
    }

    private Map<String, Object> counter() {
        return Map.of("name", "players", "count", Long.toString(count), "capacity", Long.toString(capacity));
    }

    private Map<String, Object> list() {
        return Map.of("name", "ids", "capacity", Integer.toString(listCapacity), "values", List.copyOf(list));
    }

    private Map<String, Object> gameServer() {
        return Map.of(
                "object_meta", Map.of("name", "game-1", "namespace", "default", "uid", "1234",
                        "labels", Map.copyOf(labels), "annotations", Map.copyOf(annotations)),
                "spec", Map.of("health", Map.of("period_seconds", 5, "failure_threshold", 3)),
                "status", Map.of("state", state, "address", "192.0.2.7",
                        "ports", List.of(Map.of("name", "game", "port", 7001)),
                        "counters", Map.of("players", counter()), "lists", Map.of("ids", list())));
    }

    private static String json(Object value) {
        try {
            return JSON.std.asString(value);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;
        private final int grpc;

        Refusal(int status, int grpc, String message) {
            super(message);
            this.status = status;
            this.grpc = grpc;
        }
    }
}
