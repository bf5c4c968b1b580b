package io.github.enet4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** A command that runs in the test's JVM: its status, and what it wrote. */
final class Cli {
    private final StringWriter written = new StringWriter();
    private final CommandLine line = Main.commandLine();
    private final Thread thread;
    private volatile int status = -1;

    private Cli(String[] arguments) {
        PrintWriter writer = new PrintWriter(written);
        line.setOut(writer);
        line.setErr(writer);
        thread = new Thread(() -> status = line.execute(arguments), "enet4j " + String.join(" ", arguments));
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts it. */
    static Cli start(String... arguments) {
        return new Cli(arguments);
    }

    /** Runs it to its end. */
    static Cli run(String... arguments) {
        Cli cli = new Cli(arguments);
        cli.join();
        return cli;
    }

    /** Waits for its end; the status. */
    int join() {
        try {
            thread.join(60_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (thread.isAlive()) {
            throw new AssertionError("does not end; it wrote:\n" + output());
        }
        return status;
    }

    int status() {
        return status;
    }

    String output() {
        line.getOut().flush();
        return written.toString();
    }

    /** Waits until the output holds something that matches, and returns its first group. */
    String await(String pattern) {
        var compiled = Pattern.compile(pattern);
        for (long end = System.nanoTime() + 30_000_000_000L; System.nanoTime() < end;) {
            var matcher = compiled.matcher(output());
            if (matcher.find()) {
                return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("no " + pattern + " in:\n" + output());
    }
}
