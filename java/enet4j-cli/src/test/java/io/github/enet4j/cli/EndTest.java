package io.github.enet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How commands end that would go on, in processes of their own. */
class EndTest {
    private static Process start(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(
                List.of(java, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Who reads a line and goes, as head does. */
    @Test
    void readerGoes() throws IOException, InterruptedException {
        Process proxy = start("proxy", "127.0.0.1:0", "127.0.0.1:9", "--every", "0.05");
        try (BufferedReader in = output(proxy)) {
            assertTrue(in.readLine().startsWith("enet4j proxy"));
        }
        try {
            assertTrue(proxy.waitFor(60, TimeUnit.SECONDS), "it goes on");
            assertEquals(141, proxy.exitValue());
        } finally {
            proxy.destroyForcibly();
        }
    }

    /** SIGTERM, which is as Ctrl-C: the summary comes all the same. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void interrupted() throws IOException, InterruptedException {
        Process load = start("load", "127.0.0.1:9", "-n", "1", "-d", "600");
        try (BufferedReader in = output(load)) {
            assertTrue(in.readLine().startsWith("enet4j load"));
            load.toHandle().destroy();
            String rest = in.lines().collect(Collectors.joining("\n"));
            assertTrue(rest.contains("connected    0 of 1"), rest);
        } finally {
            load.destroyForcibly();
        }
    }
}
