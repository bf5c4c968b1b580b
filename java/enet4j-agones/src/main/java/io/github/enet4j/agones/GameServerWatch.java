package io.github.enet4j.agones;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A listener of {@link AgonesSdk#watch}, until it is closed.
 *
 * @since 0.1.0
 */
public final class GameServerWatch implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.github.enet4j.agones");

    private final Sidecar sidecar;
    private final Consumer<GameServer> listener;
    private final Backoff backoff = new Backoff();
    private CompletableFuture<?> stream;
    private boolean closed;

    GameServerWatch(Sidecar sidecar, Consumer<GameServer> listener) {
        this.sidecar = sidecar;
        this.listener = listener;
        connect();
    }

    /** No more calls of the listener but one that has begun. May be repeated. */
    @Override
    public synchronized void close() {
        closed = true;
        if (stream != null) {
            stream.cancel(true);
        }
    }

    private synchronized boolean isClosed() {
        return closed || sidecar.isClosed();
    }

    /** It stays open, with a line for each change, until one side ends. */
    private synchronized void connect() {
        if (isClosed()) {
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(sidecar.uri("/watch/gameserver")).build();
        CompletableFuture<HttpResponse<Void>> opened = sidecar.http().sendAsync(request, this::takeLines);
        stream = opened;
        opened.whenComplete((response, failure) -> Sidecar.after(backoff.nextMillis()).execute(this::connect));
    }

    private BodySubscriber<Void> takeLines(ResponseInfo info) {
        return info.statusCode() == 200
                ? new LimitedBody<>(BodySubscribers.fromLineSubscriber(new Lines()), true)
                : BodySubscribers.discarding();
    }

    private final class Lines implements Flow.Subscriber<String> {
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(String line) {
            try {
                take(line);
            } catch (Throwable e) {
                LOGGER.log(System.Logger.Level.ERROR, "while watching the game server", e);
            }
            subscription.request(1);
        }

        private void take(String line) {
            if (line.isBlank() || isClosed()) {
                return;
            }
            Map<String, Object> json = Json.read(line);
            if (!json.containsKey("result")) {
                throw new AgonesException(0, "instead of the game server: " + line, null);
            }
            backoff.reset();
            listener.accept(GameServer.of(Json.object(json, "result")));
        }

        @Override
        public void onError(Throwable failure) {
            return; // the response ends with it, too
        }

        @Override
        public void onComplete() {
            return;
        }
    }
}
