package io.github.enet4j.agones;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.enet4j.support.Patience;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Why calls that have to fail do. */
final class Failures {
    private Failures() {
    }

    static AgonesException of(CompletableFuture<?> future) {
        ExecutionException e = assertThrows(
                ExecutionException.class, () -> future.get(Patience.SECONDS, TimeUnit.SECONDS));
        return assertInstanceOf(AgonesException.class, e.getCause());
    }
}
