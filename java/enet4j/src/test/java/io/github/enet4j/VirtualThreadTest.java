package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many virtual threads wait in service, and keep their carriers from nobody. Where there is a JDK 25. */
@Timeout(300)
class VirtualThreadTest {
    private static final int ATTEMPTS = 3;

    private static Optional<Path> jdk25() throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        if (Runtime.version().feature() >= 25) {
            return Optional.of(home);
        }
        Path beside = home.getParent();
        try (Stream<Path> homes = Files.list(beside)) {
            return homes.filter(path -> path.getFileName().toString().matches(".*\\b25\\b.*"))
                    .filter(path -> Files.isExecutable(path.resolve("bin/java"))).findFirst();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void keepTheirCarriersFromNobody(int carriers) throws Exception {
        Optional<Path> jdk = jdk25();
        assumeTrue(jdk.isPresent(), "no JDK 25 beside this one");
        Map<String, Double> figures = Map.of();
        for (int attempt = 0; attempt < ATTEMPTS && !isFast(figures); attempt++) {
            figures = probe(jdk.get(), carriers);
            System.out.println(carriers + " carriers: " + figures);
            for (String what : List.of("virtual.connected", "virtual.finished")) {
                assertEquals(200, figures.get(what), what);
            }
            assertTrue(figures.get("sends") > 200, "only " + figures.get("sends") + " sends beside 200 that wait");
            assertEquals(0, figures.get("pinned"), "events of carriers that were held");
            assertTrue(figures.get("wakeup") < 5000, "wakeup took effect after " + figures.get("wakeup") + " ms");
        }
        assertTrue(isFast(figures), "in none of " + ATTEMPTS + " attempts");
    }

    /**
     * Virtual threads share one or two threads of the system's, which are few among those of other programs on the
     * machine: far from what they reach by themselves (all ticks, a p99 below 3 times that of platform threads), and
     * far from what carriers that are held would give (no ticks, seconds).
     */
    private static boolean isFast(Map<String, Double> figures) {
        return figures.containsKey("ticks") && figures.get("ticks") >= 0.6
                && figures.get("virtual.p99") <= 3 * figures.get("platform.p99") + 500;
    }

    private static Map<String, Double> probe(Path jdk, int carriers) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                jdk.resolve("bin/java").toString(), "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
                "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
                "-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers,
                "-cp", System.getProperty("java.class.path"), VirtualThreadProbe.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0, out);
            return out.lines().map(line -> line.split(" "))
                    .collect(Collectors.toMap(words -> words[0], words -> Double.valueOf(words[1])));
        } finally {
            process.destroyForcibly();
        }
    }
}
