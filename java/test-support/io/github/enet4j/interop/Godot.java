package io.github.enet4j.interop;

import static org.junit.jupiter.api.Assertions.fail;

import io.github.enet4j.CompressionMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Headless Godot running one of the scripts in src/test/godot, which say in JSON lines what happens to them. */
public final class Godot implements AutoCloseable {
    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,}]+))");
    private static final int PATIENCE_SECONDS = 20;
    private static final String END = "";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile boolean tolerant;
    private final List<String> log = new ArrayList<>();

    /** Fails where there is no Godot: who runs these tests wants to know. */
    public Godot(String script, String... arguments) {
        this("run", MODULE.resolve("src/test/godot").resolve(script), arguments);
    }

    private Godot(String verb, Path what, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(MODULE.resolve("../../scripts/godot").toString());
        command.add(verb);
        command.add(what.toString());
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::read, "godot output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Has the editor look through the project in a folder, which then knows its classes and ids. */
    public static void importProject(Path folder) {
        try (Godot editor = new Godot("import", folder)) {
            editor.output();
        }
    }

    public static String name(CompressionMode mode) {
        return mode == CompressionMode.RANGE_CODER ? "range" : mode.name().toLowerCase();
    }

    private void read() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            in.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add(e.toString());
        }
        lines.add(END);
    }

    /** The fields of the next event of that name; those between are skipped, but for an error, which fails the test. */
    public Map<String, String> await(String event) {
        return await(event, PATIENCE_SECONDS);
    }

    /** The same, with patience of its own. */
    public Map<String, String> await(String event, int seconds) {
        return awaitAny(seconds, event);
    }

    /** The same for the next event of any of those names. */
    public Map<String, String> awaitAny(String... events) {
        return awaitAny(PATIENCE_SECONDS, events);
    }

    private Map<String, String> awaitAny(int seconds, String... events) {
        List<String> wanted = List.of(events);
        try {
            for (;;) {
                String line = lines.poll(seconds, TimeUnit.SECONDS);
                if (line == null || line.equals(END)) {
                    return fail("no event of " + wanted + " from Godot, which said:\n" + String.join("\n", log));
                }
                log.add(line);
                Map<String, String> fields = parse(line);
                if (fields.containsKey("event") && wanted.contains(fields.get("event"))) {
                    return fields;
                }
                if (!line.startsWith("{") && !tolerant || "error".equals(fields.get("event"))) {
                    return fail("Godot, asked for " + wanted + ", said:\n" + String.join("\n", log));
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that it says until it ends, for scripts that do not speak JSON. */
    public String output() {
        StringBuilder output = new StringBuilder();
        try {
            for (;;) {
                String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (line == null) {
                    return fail("Godot does not end; it said:\n" + output);
                }
                if (line.equals(END)) {
                    return output.toString();
                }
                output.append(line).append('\n');
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> parse(String line) {
        Map<String, String> fields = new HashMap<>();
        for (Matcher matcher = FIELD.matcher(line); matcher.find();) {
            fields.put(matcher.group(1), matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        return fields;
    }

    /** What the engine logs about what others send does not fail the test any more. */
    public void tolerateErrors() {
        tolerant = true;
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Waits for its end. */
    public int exitStatus() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return fail("Godot does not end; it said:\n" + String.join("\n", log));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
