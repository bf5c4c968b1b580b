package io.github.enet4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the picture shows what there is, as far as it reaches. */
class OverviewTest {
    private static final Plan.Metric TIME = new Plan.Metric("ms", "time", "ms", false);

    private final Results results = new Results();

    private Plan.Row row(String title, Map<String, Double> times) {
        Plan.Row row = new Plan.Row("Group", title, "idle 1", Plan.Field.ALL, List.of(TIME));
        times.forEach((contender, ms) -> results.add(row, contender, 1, Map.of("ms", ms)));
        return row;
    }

    private String svg(Plan.Row... rows) {
        return new Overview(List.of("buffers", "arrays"), "handler", "C", results).svg(List.of(rows));
    }

    @Test
    void barInsideTheScaleHasNoArrow() {
        String svg = svg(row("it", Map.of("C", 2.0, "buffers", 1.0, "arrays", 1.0)));
        assertTrue(svg.contains("Group: it<"), svg);
        assertTrue(svg.contains(">2.00 x<"), svg);
        assertFalse(svg.contains("<path") || svg.contains("<circle"), svg);
        assertEquals(2, svg.split("<rect", -1).length - 1); /* the ground, and one bar */
    }

    @Test
    void barThatLeavesTheScaleSaysSoWithItsNumber() {
        String least = svg(row("slow", Map.of("C", 1.0, "buffers", 3000.0)));
        assertTrue(least.contains("<path") && least.contains(">0.0003 x<"), least);
        String most = svg(row("fast", Map.of("C", 100.0, "buffers", 1.0)));
        assertTrue(most.contains("<path") && most.contains(">100.00 x<"), most);
    }

    @Test
    void anotherContenderStandsInByName() {
        String svg = svg(row("it", Map.of("C", 1.0, "arrays", 1.0)));
        assertTrue(svg.contains("Group: it (arrays)<"), svg);
    }

    @Test
    void markedContenderHasItsCircle() {
        assertTrue(svg(row("it", Map.of("C", 4.0, "buffers", 2.0, "handler", 1.0))).contains("<circle cx=\"660.0\""));
    }

    @Test
    void rowWithoutTheBaseIsLeftOut() {
        assertFalse(svg(row("it", Map.of("buffers", 1.0))).contains("Group"));
    }
}
