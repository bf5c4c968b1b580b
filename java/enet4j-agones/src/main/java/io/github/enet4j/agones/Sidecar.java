package io.github.enet4j.agones;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Calls to the process that Agones runs beside the game server. It may come later, and go and come back. */
final class Sidecar {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
    private final String address;
    private final long patienceNanos;
    private volatile boolean closed;

    Sidecar(int port, Duration patience) {
        address = "http://localhost:" + port;
        patienceNanos = patience.toNanos();
    }

    HttpClient http() {
        return http;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    URI uri(String path) {
        return URI.create(address + path);
    }

    /** A name of the program's as one segment of a path. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static Executor after(long millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }

    CompletableFuture<Map<String, Object>> get(String path) {
        return repeat(request(path).GET(), true, () -> true);
    }

    /** A call that does no harm when it is made twice. */
    CompletableFuture<Map<String, Object>> call(String method, String path, Map<String, ?> body) {
        return callWhile(() -> true, method, path, body);
    }

    /** The same, for as long as it is wanted. */
    CompletableFuture<Map<String, Object>> callWhile(
            BooleanSupplier wanted, String method, String path, Map<String, ?> body) {
        return repeat(request(path).method(method, BodyPublishers.ofString(Json.write(body))), true, wanted);
    }

    /** A call that is made again only when it certainly did not arrive. */
    CompletableFuture<Map<String, Object>> callOnce(String method, String path, Map<String, ?> body) {
        return repeat(request(path).method(method, BodyPublishers.ofString(Json.write(body))), false, () -> true);
    }

    /** The same as a call, but tried a single time. */
    CompletableFuture<Map<String, Object>> tryOnce(String method, String path, Map<String, ?> body) {
        HttpRequest request = request(path).method(method, BodyPublishers.ofString(Json.write(body))).build();
        return send(request).thenApply(response -> read(request, response));
    }

    /** With a limit for the whole answer: the one that a request can have ends with the answer's headers. */
    private CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
        CompletableFuture<HttpResponse<String>> sent = http.sendAsync(request, info -> new LimitedBody<>(
                BodySubscribers.ofString(StandardCharsets.UTF_8), false));
        CompletableFuture<HttpResponse<String>> limited =
                sent.copy().orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        limited.whenComplete((response, failure) -> sent.cancel(true)); // which closes what still comes
        return limited;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Content-Type", "application/json");
    }

    private CompletableFuture<Map<String, Object>> repeat(
            HttpRequest.Builder request, boolean harmless, BooleanSupplier wanted) {
        Attempts attempts = new Attempts(request.build(), harmless, wanted);
        attempts.run();
        return attempts.result;
    }

    /** One call, until it is answered or given up. */
    private final class Attempts implements Runnable {
        private final CompletableFuture<Map<String, Object>> result = new CompletableFuture<>();
        private final Backoff backoff = new Backoff();
        private final long end = System.nanoTime() + patienceNanos;
        private final HttpRequest request;
        private final boolean harmless;
        private final BooleanSupplier wanted;

        Attempts(HttpRequest request, boolean harmless, BooleanSupplier wanted) {
            this.request = request;
            this.harmless = harmless;
            this.wanted = wanted;
        }

        @Override
        public void run() {
            if (closed || !wanted.getAsBoolean()) {
                result.completeExceptionally(new AgonesException(0, "ended before " + describe(request), null));
                return;
            }
            send(request).whenComplete(this::answered);
        }

        private void answered(HttpResponse<String> response, Throwable thrown) {
            Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
            boolean again = failure instanceof ConnectException
                    || harmless && (failure instanceof IOException || failure instanceof TimeoutException
                    || response != null && isPassing(response));
            long delay = backoff.nextMillis();
            if (again && System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay) - end < 0) {
                after(delay).execute(this);
            } else if (failure != null) {
                result.completeExceptionally(
                        new AgonesException(0, "no answer to " + describe(request) + ": " + failure, failure));
            } else {
                complete(request, response, result);
            }
        }
    }

    private static void complete(
            HttpRequest request, HttpResponse<String> response, CompletableFuture<Map<String, Object>> result) {
        try {
            result.complete(read(request, response));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private static Map<String, Object> read(HttpRequest request, HttpResponse<String> response) {
        if (response.statusCode() / 100 == 2) {
            return Json.read(response.body());
        }
        throw new AgonesException(response.statusCode(),
                describe(request) + " was answered with " + response.statusCode() + ": " + response.body(), null);
    }

    /** Bad gateway, unavailable, gateway timeout: said while it starts or can't reach Kubernetes. */
    private static boolean isPassing(HttpResponse<?> response) {
        return response.statusCode() >= 502 && response.statusCode() <= 504;
    }

    private static String describe(HttpRequest request) {
        return request.method() + " " + request.uri().getRawPath();
    }
}
