package io.github.enet4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that reads tasks and writes results, a line each. */
final class LineProcess implements AutoCloseable {
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": ([-0-9.eE+]+)");
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final BufferedReader output;

    LineProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        /* However the driver ends. */
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        output = new BufferedReader(new InputStreamReader(process.getInputStream()));
    }

    void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes());
        process.getOutputStream().flush();
    }

    /** The figures of the next result by name. */
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
