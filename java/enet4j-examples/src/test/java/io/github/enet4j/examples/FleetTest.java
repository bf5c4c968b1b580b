package io.github.enet4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import simulate.Simulate;

/** The simulation of examples/fleet, with a small game; its container is scripts/check-deployment's business. */
class FleetTest {
    private static final Path SIMULATE = Path.of("../../examples/fleet/simulate");

    @TempDir
    private Path folder;

    private String play(String out, String... changes) throws IOException {
        Path inputs = Files.createDirectories(folder.resolve(out));
        Files.copy(SIMULATE.resolve("costs.properties"), inputs.resolve("costs.properties"));
        String small = Files.readString(SIMULATE.resolve("assumptions.properties"))
                .replace("players.peak=1000000", "players.peak=20000")
                .replace("event.players=50000", "event.players=1000");
        Files.writeString(inputs.resolve("assumptions.properties"), small + String.join("\n", changes) + "\n");
        Simulate.main(new String[] {inputs.toString(), inputs.toString()});
        assertTrue(Files.readString(inputs.resolve("day.svg")).endsWith("</svg>\n"));
        return Files.readString(inputs.resolve("plan.md"));
    }

    @Test
    void theSameInputsGiveTheSamePlan() throws IOException {
        String plan = play("first");
        assertEquals(plan, play("second"));
        assertTrue(plan.contains("THREADS | 2 |"), plan);
    }

    /** What the page says follows from the inputs: dearer packets, smaller servers. */
    @Test
    void costsCount() throws IOException {
        assertTrue(play("dear", "dtls.in.micros=100").contains("PLAYERS | 4"));
        assertTrue(play("few", "server.most=50").contains("PLAYERS | 50 |"));
    }

    /** The page that is kept here is that of the costs that are kept here. */
    @Test
    void thePlanIsOfTheseCosts() throws IOException {
        List<String> costs = Files.readAllLines(SIMULATE.resolve("costs.properties"));
        String join = costs.stream().filter(line -> line.startsWith("dtls.join.micros=")).findFirst().orElseThrow();
        String micros = join.substring(join.indexOf('=') + 1);
        assertTrue(Files.readString(SIMULATE.resolve("plan.md")).contains("A join takes " + micros + " µs."));
    }
}
