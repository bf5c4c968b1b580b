package io.github.enet4j.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.multiplayer.TransferMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
    @Test
    void everythingSet() {
        Scenario scenario = Scenario.parse("""
                node: Main/Arena
                methods: [move, hello, moved]
                calls:
                  - method: move
                    arguments: [1, 2.5, "text", [true, null], $due]
                    rate: 20
                    transfer: unreliable_ordered
                    channel: 2
                    target: 0
                  - method: hello
                answer: moved
                """);
        assertEquals("Main/Arena", scenario.node());
        assertEquals("moved", scenario.answer());
        Scenario.Call move = scenario.calls().get(0);
        assertEquals(5, move.arguments().size());
        assertEquals("$due", move.arguments().get(4));
        assertEquals(TransferMode.UNRELIABLE_ORDERED, move.transfer());
        assertEquals(new Scenario.Call("hello", List.of(), 10, TransferMode.RELIABLE, 0, 1), scenario.calls().get(1));
    }

    /** In docs/tools.md. */
    @Test
    void theDocumentedOne() throws IOException {
        Matcher block = Pattern.compile("(?s)```yaml\n(.*?)```")
                .matcher(Files.readString(Path.of("../../docs/tools.md")));
        assertTrue(block.find());
        Scenario scenario = Scenario.parse(block.group(1));
        assertEquals(List.of("echo", "shoot"), scenario.calls().stream().map(Scenario.Call::method).toList());
        assertEquals("reply", scenario.answer());
    }

    @Test
    void nullIsAnArgument() {
        Scenario scenario = Scenario.parse("node: A\nmethods: [m]\ncalls: [{method: m, arguments: [null, {a: ~}]}]");
        assertNull(scenario.calls().get(0).arguments().get(0));
        GodotClient.check(scenario);
    }

    /** What Godot does not have shows before the load begins, not in its threads. */
    @ParameterizedTest
    @ValueSource(strings = {
        "channel: -1", "channel: 254", "arguments: [2026-01-01]", "arguments: [[1, !!set {a}]]"})
    void godotHasNoSuch(String what) {
        Scenario scenario = Scenario.parse("node: A\nmethods: [m]\ncalls: [{method: m, " + what + "}]");
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> GodotClient.check(scenario));
        assertTrue(failure.getMessage().startsWith("scenario: "), failure::getMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "7", "[1]", "node: A", "node: [", "node: A\nmethods: [m]\ncalls: [{method: n}]",
        "node: A\nmethods: [m]\ncalls: [{method: m, rate: 0}]", "node: A\nmethods: [m]\ncalls: [{method: m, rte: 1}]",
        "node: A\nmethods: [m]\ncalls: [{method: m, transfer: fast}]", "methods: [m]\ncalls: [{method: m}]",
        "node: A\nmethods: [m]\ncalls: [{method: m}]\nanswer: x", "node: A\nmethods: m\ncalls: [{method: m}]",
        "node: A\nmethods: [m, null]\ncalls: [{method: x}]", "~: 3", "node: A\nmethods: [m]\ncalls: []",
        "node: A\nmethods: [m]\ncalls: [{method: m, channel: 1.5}]",
        "node: A\nmethods: [m]\ncalls: [{method: m, target: 9999999999}]",
        "!!javax.script.ScriptEngineManager []"})
    void mistakesAreTold(String text) {
        IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> Scenario.parse(text));
        assertTrue(failure.getMessage().contains("scenario"), failure::getMessage);
    }
}
