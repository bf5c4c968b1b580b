package io.github.enet4j.agones;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Says that the server is well, while it is. A report that does not arrive is made good by the next one. */
final class HealthReport implements Runnable {
    private static final System.Logger LOGGER = System.getLogger("io.github.enet4j.agones");

    private final Sidecar sidecar;
    private final BooleanSupplier healthy;
    private CompletableFuture<?> report = CompletableFuture.completedFuture(null);
    private String trouble = "";

    HealthReport(Sidecar sidecar, BooleanSupplier healthy) {
        this.sidecar = sidecar;
        this.healthy = healthy;
    }

    @Override
    public void run() {
        if (!report.isDone()) {
            return; // a slow sidecar gets one at a time
        }
        try {
            if (!healthy.getAsBoolean()) {
                log("the server is not well, and Agones is not told that it is");
                return;
            }
        } catch (Throwable e) { // or there would be no further report
            log("it can't be said whether the server is well, and Agones is told nothing: " + e);
            return;
        }
        report = sidecar.tryOnce("POST", "/health", Map.of()).whenComplete((answer, failure) ->
                log(failure == null ? "" : "the sidecar of Agones does not take reports: " + failure));
    }

    /** What has changed, and not the same each time. */
    private synchronized void log(String now) {
        if (now.isEmpty() && !trouble.isEmpty()) {
            LOGGER.log(System.Logger.Level.INFO, "Agones is told again that the server is well");
        } else if (!now.equals(trouble)) {
            LOGGER.log(System.Logger.Level.WARNING, now);
        }
        trouble = now;
    }
}
