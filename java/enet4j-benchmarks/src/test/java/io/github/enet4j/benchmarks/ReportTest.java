package io.github.enet4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That rounds which failed are told, and are no speed. */
class ReportTest {
    private static final String BASE = "C ENet";
    private static final String OTHER = "Other";
    private static final Plan.Metric SPEED = new Plan.Metric("mbps", "goodput", "MB/s", true);
    private static final Plan.Metric HEAP = new Plan.Metric("heap", "heap", "B/packet", false);
    private static final Plan.Row BULK =
            new Plan.Row("Bulk", "64 B", "bulk 64 1", Plan.Field.ALL, List.of(SPEED, HEAP));

    @TempDir
    Path folder;

    private Results results = new Results();

    @BeforeEach
    void measureBase() {
        for (int round = 1; round <= 7; round++) {
            results.add(BULK, BASE, round, Map.of("mbps", 50.0));
        }
        results.finish(BULK, new Results.Taken("2026-01-01", "abc", 7, 0, 0));
    }

    /** Round by round; a null is one that gave no answer. */
    private void measure(Double... speeds) {
        for (int i = 0; i < speeds.length; i++) {
            results.add(BULK, OTHER, i + 1, speeds[i] == null ? Map.of() : Map.of("mbps", speeds[i], "heap", 8.0));
        }
    }

    private String lineOfOther() throws IOException {
        new Report(List.of(BULK), List.of(BASE, OTHER), BASE, List.of(), results).write(folder);
        return Files.readAllLines(folder.resolve("results.md")).stream()
                .filter(line -> line.startsWith("| " + OTHER)).findFirst().orElse(null);
    }

    @Test
    void saysNothingWhereNoRoundFailed() throws IOException {
        measure(10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0);
        assertEquals(
                "| Other | 40.0 (10.0 to 70.0) | 0.80 (0.20 to 1.40) | 8.00 (8.00 to 8.00) |", lineOfOther());
    }

    @Test
    void roundThatMovedNothingIsNoSpeedAndIsTold() throws IOException {
        measure(10.0, 0.0, 30.0, 40.0, 50.0, 60.0, 70.0);
        assertEquals("| Other (1 of 7 rounds failed, figures of the other 6) | 45.0 (10.0 to 70.0) "
                + "| 0.90 (0.20 to 1.40) | 8.00 (8.00 to 8.00) |", lineOfOther());
        String plot = Files.readString(folder.resolve("bulk.svg"));
        assertTrue(plot.contains("45.0  (0.90 x)  1 of 7 failed<"), plot);
    }

    @Test
    void roundWithoutAnswerIsToldAsWell() throws IOException {
        measure(null, 20.0, 30.0, 40.0, 50.0, Double.NaN, null);
        assertEquals("| Other (3 of 7 rounds failed, figures of the other 4, in brackets their extremes) "
                + "| 35.0 (20.0 to 50.0) | 0.70 (0.40 to 1.00) | 8.00 (8.00 to 8.00) |", lineOfOther());
    }

    @Test
    void whoNeverSucceededIsInTheTable() throws IOException {
        measure(0.0, 0.0, null, 0.0, 0.0, 0.0, 0.0);
        assertEquals("| Other (7 of 7 rounds failed) | | | |", lineOfOther());
        assertTrue(Files.readString(folder.resolve("bulk.svg")).contains("7 of 7 failed<"));
    }

    @Test
    void whoTakesNoPartIsNot() throws IOException {
        assertNull(lineOfOther());
        assertFalse(Files.readString(folder.resolve("bulk.svg")).contains(OTHER));
    }

    /** What was measured stays in the file, also the zeros, and gives the same report. */
    @Test
    void fileKeepsRoundsThatFailed() throws IOException {
        measure(10.0, 0.0, 30.0, 40.0, 50.0, 60.0, null);
        String before = lineOfOther();
        new ResultsFile(folder).write(List.of(BULK), List.of(BASE, OTHER), results);
        results = new Results();
        new ResultsFile(folder).read(List.of(BULK), results);
        assertEquals(before, lineOfOther());
        assertEquals(0, results.measured(BULK, OTHER, SPEED).get(1));
    }

    /** A process may grow by nothing. */
    @Test
    void noMemoryIsAFigure() {
        Plan.Row row = new Plan.Row("Memory", "", "memory 1 2", Plan.Field.MEMORY, List.of(HEAP));
        results.add(row, OTHER, 1, Map.of("heap", 0.0));
        results.finish(row, new Results.Taken("2026-01-01", "abc", 1, 0, 0));
        assertEquals(0, results.failed(row, OTHER));
    }

    @Test
    void brackets() {
        assertFalse(Summary.hasInterval(5));
        assertTrue(Summary.hasInterval(6));
        assertEquals(new Summary(4, 1, 7), Summary.of(List.of(7.0, 1.0, 2.0, 4.0, 3.0, 5.0, 6.0)));
        assertEquals(new Summary(5, 2, 8), Summary.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0)));
    }
}
