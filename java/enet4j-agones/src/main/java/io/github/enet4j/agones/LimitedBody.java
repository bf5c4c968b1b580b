package io.github.enet4j.agones;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Another subscriber, for as long as not more comes than Agones has to say: memory is the game's. */
final class LimitedBody<T> implements BodySubscriber<T> {
    private static final long MOST = 4 << 20; // Kubernetes keeps objects of up to 1.5 MiB

    private final BodySubscriber<T> body;
    private final boolean eachLine;
    private Flow.Subscription subscription;
    private long bytes;

    /** The limit is for the whole body, or for each line of it. */
    LimitedBody(BodySubscriber<T> body, boolean eachLine) {
        this.body = body;
        this.eachLine = eachLine;
    }

    @Override
    public CompletionStage<T> getBody() {
        return body.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        body.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (bytes > MOST) {
            return; // was on its way
        }
        buffers.forEach(this::count);
        if (bytes > MOST) {
            subscription.cancel();
            body.onError(new IOException("more than " + MOST + " bytes"));
        } else {
            body.onNext(buffers);
        }
    }

    private void count(ByteBuffer buffer) {
        bytes += buffer.remaining();
        for (int i = buffer.limit() - 1; eachLine && i >= buffer.position(); i--) {
            if (buffer.get(i) == '\n') {
                bytes = buffer.limit() - 1 - i;
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.onError(failure);
    }

    @Override
    public void onComplete() {
        if (bytes <= MOST) {
            body.onComplete();
        }
    }
}
