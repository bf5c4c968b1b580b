package io.github.enet4j.agones;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.support.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each call, as the sidecar sees it, and each answer, as the program does. */
class AgonesSdkTest {
    private final FakeSidecar sidecar = new FakeSidecar();
    private final AgonesSdk sdk = new AgonesSdk(sidecar.port(), Duration.ofSeconds(10));

    @AfterEach
    void end() {
        sdk.close();
        sidecar.close();
    }

    @Test
    void life() {
        Patience.get(sdk.ready());
        assertEquals("Ready", sidecar.state());
        Patience.get(sdk.health());
        Patience.get(sdk.reserve(Duration.ofMinutes(2)));
        assertEquals("Reserved", sidecar.state());
        Patience.get(sdk.allocate());
        assertEquals("Allocated", sidecar.state());
        Patience.get(sdk.shutdown());
        assertEquals("Shutdown", sidecar.state());
        assertEquals(List.of("POST /ready {}", "POST /health {}", "POST /reserve {\"seconds\":\"120\"}",
                "POST /allocate {}", "POST /shutdown {}"), sidecar.requests);
    }

    @Test
    void theGameServerWithLabelsAndAnnotations() {
        Patience.get(sdk.setLabel("map", "desert"));
        Patience.get(sdk.setAnnotation("motto", "\"quoted\"\nline \u00e9"));
        Patience.get(sdk.ready());
        GameServer it = Patience.get(sdk.gameServer());
        assertEquals(new GameServer("game-1", "default", "Ready", "192.0.2.7", Map.of("game", 7001),
                Map.of("agones.dev/sdk-map", "desert"), Map.of("agones.dev/sdk-motto", "\"quoted\"\nline \u00e9"),
                Map.of("players", new Counter(1, 10)), Map.of("ids", new ValueList(List.of(), 2)), 5), it);
    }

    @Test
    void counters() {
        assertEquals(new Counter(1, 10), Patience.get(sdk.getCounter("players")));
        Patience.get(sdk.addToCount("players", 4));
        Patience.get(sdk.addToCount("players", -2));
        assertEquals(new Counter(3, 10), Patience.get(sdk.getCounter("players")));
        Patience.get(sdk.setCounterCapacity("players", 20));
        Patience.get(sdk.setCount("players", 20));
        assertEquals(new Counter(20, 20), Patience.get(sdk.getCounter("players")));
        assertEquals(400, Failures.of(sdk.addToCount("players", 1)).status());
        AgonesException none = Failures.of(sdk.getCounter("a/b c"));
        assertEquals(404, none.status());
        assertTrue(none.getMessage().contains("/v1beta1/counters/a%2Fb%20c"), none.getMessage());
    }

    @Test
    void lists() {
        assertEquals(new ValueList(List.of("amy"), 2), Patience.get(sdk.addToList("ids", "amy")));
        assertEquals(409, Failures.of(sdk.addToList("ids", "amy")).status());
        Patience.get(sdk.addToList("ids", "bob"));
        assertEquals(400, Failures.of(sdk.addToList("ids", "eve")).status());
        assertEquals(new ValueList(List.of("bob"), 2), Patience.get(sdk.removeFromList("ids", "amy")));
        assertEquals(404, Failures.of(sdk.removeFromList("ids", "amy")).status());
        assertEquals(List.of("bob"), Patience.get(sdk.getList("ids")).values());
    }

    @Test
    void playerTracking() {
        PlayerTracking players = sdk.players();
        assertTrue(Patience.get(players.connect("amy b")));
        assertFalse(Patience.get(players.connect("amy b")));
        assertTrue(Patience.get(players.isConnected("amy b")));
        assertTrue(Patience.get(players.connect("bob")));
        assertEquals(500, Failures.of(players.connect("eve")).status());
        Patience.get(players.setCapacity(3));
        assertEquals(3, Patience.get(players.getCapacity()));
        assertTrue(Patience.get(players.connect("eve")));
        assertTrue(Patience.get(players.disconnect("bob")));
        assertFalse(Patience.get(players.disconnect("bob")));
        assertEquals(2, Patience.get(players.getCount()));
        assertEquals(List.of("amy b", "eve"), Patience.get(players.getConnected()));
    }

    /** What the description does not say, or says otherwise, is no failure; what is no JSON is. */
    @Test
    void strangeAnswers() {
        sidecar.answerAll(200, "{\"status\": 7, \"object_meta\": {\"labels\": [1], \"new\": {\"deep\": null}}}");
        assertEquals(new GameServer("", "", "", "", Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), 0),
                Patience.get(sdk.gameServer()));
        sidecar.answerAll(200, "{\"count\": 5, \"capacity\": \"many\"}");
        assertEquals(new Counter(5, 0), Patience.get(sdk.getCounter("players")));
        sidecar.answerAll(200, "");
        Patience.get(sdk.ready());
        for (String text : List.of("<html>", "[1]", "null", "{\"a\":", "{\"a\":".repeat(100_000))) {
            sidecar.answerAll(200, text);
            assertEquals(0, Failures.of(sdk.gameServer()).status());
        }
        sidecar.answerAll(500, "out of luck");
        AgonesException failure = Failures.of(sdk.ready());
        assertEquals(500, failure.status());
        assertTrue(failure.getMessage().contains("out of luck"), failure.getMessage());
    }

    @Test
    void thePortOfTheEnvironment() {
        assertTrue(AgonesSdk.fromPort(null).isEmpty());
        assertTrue(AgonesSdk.fromPort(" ").isEmpty());
        AgonesSdk.fromPort("9358").orElseThrow().close();
        assertThrows(IllegalStateException.class, () -> AgonesSdk.fromPort("tcp://10.0.0.1:9358"));
        assertThrows(IllegalStateException.class, () -> AgonesSdk.fromPort("0"));
    }

    @Test
    void wrongArguments() {
        assertThrows(IllegalArgumentException.class, () -> new AgonesSdk(65536, Duration.ofSeconds(1)));
        assertThrows(NullPointerException.class, () -> sdk.setLabel(null, "a"));
        assertThrows(NullPointerException.class, () -> sdk.setAnnotation("a", null));
        assertThrows(NullPointerException.class, () -> sdk.getCounter(null));
        assertThrows(NullPointerException.class, () -> sdk.addToList("a", null));
        assertThrows(NullPointerException.class, () -> sdk.players().connect(null));
        assertThrows(NullPointerException.class, () -> sdk.watch(null));
        assertThrows(NullPointerException.class, () -> sdk.reportHealth(null, Duration.ofSeconds(1)));
        assertTrue(sidecar.requests.isEmpty());
    }
}
