package io.github.enet4j.agones;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.support.Patience;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sidecar that comes late, goes, comes back, or is in trouble. */
class AbsenceTest {
    private final FakeSidecar sidecar = new FakeSidecar();
    private final AgonesSdk sdk = new AgonesSdk(sidecar.port(), Duration.ofSeconds(20));

    @AfterEach
    void end() {
        sdk.close();
        sidecar.close();
    }

    @Test
    void callsWaitForIt() {
        sidecar.stop();
        CompletableFuture<Void> ready = sdk.ready();
        CompletableFuture<Void> added = sdk.addToCount("players", 1);
        Patience.sleep(300);
        assertFalse(ready.isDone() || added.isDone());
        sidecar.start();
        Patience.get(ready);
        Patience.get(added);
        assertEquals(2, Patience.get(sdk.getCounter("players")).count());
    }

    @Test
    void callsWaitUntilItCanAnswer() {
        sidecar.answerAll(503, "starting");
        CompletableFuture<Void> ready = sdk.ready();
        Patience.until("a second try", () -> sidecar.count("POST /ready") > 1);
        assertFalse(ready.isDone());
        sidecar.answerAll(0, "");
        Patience.get(ready);
    }

    @Test
    void patienceEnds() {
        sidecar.stop();
        try (AgonesSdk hasty = new AgonesSdk(sidecar.port(), Duration.ofMillis(300))) {
            AgonesException failure = Failures.of(hasty.ready());
            assertEquals(0, failure.status());
            assertTrue(failure.getMessage().contains("no answer to POST /ready"), failure.getMessage());
        }
    }

    @Test
    void anAnswerThatDoesNotEndIsNotWaitedFor() {
        sidecar.answerWithoutEnd(true, 3);
        sdk.reportHealth(() -> true, Duration.ofMillis(50));
        CompletableFuture<GameServer> asked = sdk.gameServer();
        Patience.until("calls", () -> sidecar.count("GET /gameserver") == 1 && sidecar.count("POST /health") == 1);
        sidecar.answerWithoutEnd(false, 0);
        assertEquals("game-1", Patience.get(asked).name());
        Patience.until("reports", () -> sidecar.count("POST /health") > 2);
    }

    @Test
    void whatIsTooLargeIsRefused() {
        sidecar.answerWithoutEnd(true, 5_000_000);
        assertTrue(Failures.of(sdk.addToCount("players", 1)).getMessage().contains("bytes"));
        sidecar.answerWithoutEnd(false, 0);
        List<String> states = new CopyOnWriteArrayList<>();
        GameServerWatch watch = sdk.watch(it -> states.add(it.state()));
        Patience.until("a watch", () -> states.size() == 1);
        sidecar.tellWatchers("x".repeat(5_000_000));
        Patience.until("the watch again", () -> sidecar.count("GET /watch") == 2 && states.size() == 2);
        watch.close();
    }

    @Test
    void reportsOutliveAnError() {
        int[] asked = {0};
        sdk.reportHealth(() -> {
            if (asked[0]++ == 1) {
                throw new AssertionError("on purpose");
            }
            return true;
        }, Duration.ofMillis(20));
        Patience.until("reports", () -> sidecar.count("POST /health") > 2);
    }

    /** Who knows whether it has been counted. */
    @Test
    void addingIsNotRepeated() {
        sidecar.silence(true);
        assertEquals(0, Failures.of(sdk.addToCount("players", 1)).status());
        assertEquals(1, sidecar.count("PATCH"));
        CompletableFuture<Void> set = sdk.setCount("players", 7);
        Patience.until("the same again", () -> sidecar.count("PATCH /v1beta1/counters/players {\"count\"") > 1);
        sidecar.silence(false);
        Patience.get(set);
    }

    @Test
    void aWatchGoesOn() {
        List<String> states = new CopyOnWriteArrayList<>();
        GameServerWatch watch = sdk.watch(it -> states.add(it.state()));
        Patience.until("the first state", () -> states.contains("Scheduled"));
        sidecar.become("Ready");
        Patience.until("a change", () -> states.contains("Ready"));
        sidecar.stop();
        sidecar.start();
        Patience.until("the watch again", () -> sidecar.count("GET /watch") == 2);
        sidecar.become("Allocated");
        Patience.until("a change afterwards", () -> states.contains("Allocated"));
        watch.close();
        int before = states.size();
        sidecar.become("Shutdown");
        Patience.sleep(100);
        assertEquals(before, states.size());
        assertEquals(2, sidecar.count("GET /watch"));
    }

    @Test
    void aWatchOutlivesItsListenerAndStrangeLines() {
        List<String> states = new CopyOnWriteArrayList<>();
        GameServerWatch watch = sdk.watch(it -> {
            states.add(it.state());
            throw new AssertionError("on purpose");
        });
        Patience.until("the first state", () -> states.contains("Scheduled"));
        sidecar.tellWatchers("no JSON");
        sidecar.tellWatchers("{\"error\": {\"message\": \"on purpose\"}}");
        sidecar.become("Allocated");
        Patience.until("the next one", () -> states.contains("Allocated"));
        watch.close();
    }

    @Test
    void closingEndsWhatWaits() {
        sidecar.stop();
        CompletableFuture<Void> ready = sdk.ready();
        sdk.close();
        assertTrue(Failures.of(ready).getMessage().contains("ended"));
        sdk.close();
    }
}
