package io.github.enet4j.server.crowd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link CrowdServer} as its clients' process has it. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final int threads;
    private final int port;

    ServerProcess(int threads, int peers) throws IOException {
        this.threads = threads;
        process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                CrowdServer.class.getName(), "" + threads, "" + peers)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        port = Integer.parseInt(readLine());
    }

    int port() {
        return port;
    }

    /** One for each loop. */
    List<LoopStats> loops() {
        try {
            process.outputWriter().write("stats\n");
            process.outputWriter().flush();
            List<LoopStats> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(LoopStats.ofLine(readLine()));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readLine() throws IOException {
        String line = process.inputReader().readLine();
        if (line == null) {
            throw new IOException("the server has ended");
        }
        return line;
    }

    long residentMegabytes() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
