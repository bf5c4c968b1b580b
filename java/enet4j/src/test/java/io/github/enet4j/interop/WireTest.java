package io.github.enet4j.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The datagrams that Java programs cause are those of stock ENet in the same conversation, but for what is masked. The
 * C tests compare the same without a mask, below the public API.
 */
class WireTest {
    /* The machine may pause at a moment that makes ENet send in another order; what is wrong stays wrong each time. */
    private static final int ATTEMPTS = 5;

    @Test
    void sameDatagramsAsStockEnet() {
        Map<WireScript.Mode, CompletableFuture<String>> runs = new EnumMap<>(WireScript.Mode.class);
        for (WireScript.Mode mode : WireScript.Mode.values()) {
            String golden = WireScript.golden(mode).text();
            runs.put(mode, CompletableFuture.supplyAsync(() -> run(mode, golden)));
        }
        runs.forEach((mode, run) -> assertEquals(WireScript.golden(mode).text(), run.join(), mode.name()));
    }

    private static String run(WireScript.Mode mode, String golden) {
        String text = WireScenario.run(mode).text();
        for (int attempt = 1; attempt < ATTEMPTS && !text.equals(golden); attempt++) {
            text = WireScenario.run(mode).text();
        }
        return text;
    }
}
