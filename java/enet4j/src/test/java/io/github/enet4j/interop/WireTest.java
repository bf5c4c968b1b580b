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
    /* The machine may pause at a moment that makes ENet send in another order. Only such an attempt is made anew. */
    private static final int ATTEMPTS = 5;
    private static final long PAUSE_NANOSECONDS = 1_000_000;

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
        String text = golden;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            WireScenario scenario = WireScenario.run(mode);
            text = scenario.script().text();
            if (text.equals(golden) || scenario.longestPause() < PAUSE_NANOSECONDS) {
                return text;
            }
            System.out.println(mode + ": attempt " + attempt + " differs, with a pause of "
                    + scenario.longestPause() / 1000 + " us in it");
        }
        return text;
    }
}
