package io.github.enet4j.benchmarks;

import io.github.enet4j.benchmarks.codec.CodecContender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A contender as the driver sees it: a process that it gives tasks, and one that plays the peers of a fan-out. */
final class Competitor implements AutoCloseable {
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": ([-0-9.eE+]+)");
    private static final long PATIENCE_SECONDS = 120;
    private static final List<String> GODOT =
            List.of("scripts/godot", "run", "java/enet4j-benchmarks/godot/fanout.gd");

    private final String title;
    private final Set<Plan.Field> fields;
    private final List<String> command;
    private final List<String> peersCommand;
    private Running worker;

    private Competitor(String title, Set<Plan.Field> fields, List<String> command, List<String> peersCommand) {
        this.title = title;
        this.fields = fields;
        this.command = command;
        this.peersCommand = peersCommand;
    }

    /** All of them, stock ENet, to which the others are compared, first. */
    static List<Competitor> all(Path natives) {
        List<String> stock = List.of(natives.resolve("enet_bench").toString());
        List<String> core = List.of(natives.resolve("enet_bench_enet4j").toString());
        List<Competitor> all = new ArrayList<>();
        all.add(new Competitor("C ENet 1.3.18", Contender.ENET_ROWS, stock, stock));
        all.add(new Competitor("enet4j core from C", Contender.ENET_ROWS, core, stock));
        for (Contender contender : Contender.values()) {
            List<String> java = worker(contender.name());
            boolean enet = contender.fields().contains(Plan.Field.ENET);
            all.add(new Competitor(contender.title(), contender.fields(), java, enet ? stock : java));
        }
        for (CodecContender contender : CodecContender.values()) {
            all.add(new Competitor(
                    contender.title(), Set.of(Plan.Field.CALLS), worker(contender.name()), List.of()));
        }
        List<String> calls = worker("RPC");
        all.add(new Competitor("enet4j SceneMultiplayer", Set.of(Plan.Field.GODOT), calls, calls));
        all.add(new Competitor("Godot, headless", Set.of(Plan.Field.GODOT), GODOT, calls));
        return all;
    }

    private static List<String> worker(String name) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms512m", "-Xmx512m", "-cp",
                System.getProperty("java.class.path"), Worker.class.getName(), name);
    }

    String title() {
        return title;
    }

    boolean takesPartIn(Plan.Row row) {
        return fields.contains(row.field());
    }

    /** The figures by name; throws when the contender fails, which ends its process, but not the comparison. */
    Map<String, Double> run(Plan.Row row) throws IOException {
        if (worker == null) {
            worker = new Running(command);
        }
        try {
            worker.tell(row.command());
            if (!row.needsPeers()) {
                return worker.answer();
            }
            int port = worker.answer().get("listening").intValue();
            try (Running peers = new Running(peersCommand)) {
                peers.tell(row.peersCommand() + " " + port);
                return worker.answer();
            }
        } catch (IOException e) {
            worker.close();
            worker = null;
            throw e;
        }
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
        }
    }

    /** A process that reads and writes lines. */
    private static final class Running implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        Running(List<String> command) throws IOException {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            /* However the driver ends. */
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            output = new BufferedReader(new InputStreamReader(process.getInputStream()));
        }

        void tell(String line) throws IOException {
            process.getOutputStream().write((line + "\n").getBytes());
            process.getOutputStream().flush();
        }

        Map<String, Double> answer() throws IOException {
            Thread patience = new Thread(() -> {
                try {
                    TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
                    process.destroyForcibly();
                } catch (InterruptedException e) {
                    /* it has answered */
                }
            });
            patience.setDaemon(true);
            patience.start();
            String line = output.readLine();
            while (line != null && !line.startsWith("{")) {
                line = output.readLine(); /* a library that talks */
            }
            patience.interrupt();
            if (line == null) {
                throw new IOException("the process has ended without an answer");
            }
            Map<String, Double> fields = new LinkedHashMap<>();
            Matcher matcher = FIELD.matcher(line);
            while (matcher.find()) {
                fields.put(matcher.group(1), Double.parseDouble(matcher.group(2)));
            }
            return fields;
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
