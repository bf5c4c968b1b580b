package io.github.enet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    /** Who reads a line and goes, as head does, ends a command that would go on for ever. */
    @Test
    void readerGoes() throws IOException, InterruptedException {
        Process proxy = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "proxy", "127.0.0.1:0", "127.0.0.1:9",
                "--every", "0.05").redirectErrorStream(false).start();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(proxy.getInputStream(), StandardCharsets.UTF_8))) {
            assertTrue(in.readLine().startsWith("enet4j proxy"));
        }
        try {
            assertTrue(proxy.waitFor(60, TimeUnit.SECONDS), "it goes on");
            assertEquals(141, proxy.exitValue());
        } finally {
            proxy.destroyForcibly();
        }
    }
}
