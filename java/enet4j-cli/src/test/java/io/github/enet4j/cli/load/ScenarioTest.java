package io.github.enet4j.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.multiplayer.TransferMode;
import java.util.List;
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

    @ParameterizedTest
    @ValueSource(strings = {
        "", "7", "[1]", "node: A", "node: [", "node: A\nmethods: [m]\ncalls: [{method: n}]",
        "node: A\nmethods: [m]\ncalls: [{method: m, rate: 0}]", "node: A\nmethods: [m]\ncalls: [{method: m, rte: 1}]",
        "node: A\nmethods: [m]\ncalls: [{method: m, transfer: fast}]", "methods: [m]\ncalls: [{method: m}]",
        "node: A\nmethods: [m]\ncalls: [{method: m}]\nanswer: x", "node: A\nmethods: m\ncalls: [{method: m}]",
        "!!javax.script.ScriptEngineManager []"})
    void mistakesAreTold(String text) {
        IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> Scenario.parse(text));
        assertTrue(failure.getMessage().contains("scenario"), failure::getMessage);
    }
}
