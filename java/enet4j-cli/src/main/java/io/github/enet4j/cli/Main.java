package io.github.enet4j.cli;

import io.github.enet4j.ENetError;
import io.github.enet4j.ENetException;
import io.github.enet4j.cli.decode.DecodeCommand;
import io.github.enet4j.cli.echo.EchoCommand;
import io.github.enet4j.cli.load.LoadCommand;
import io.github.enet4j.cli.ping.PingCommand;
import io.github.enet4j.cli.proxy.ProxyCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code enet4j}. */
@Command(
        name = "enet4j",
        description = "Look at, load, break and understand ENet traffic: that of Godot's games and of all others.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            PingCommand.class, EchoCommand.class, LoadCommand.class, ProxyCommand.class, DecodeCommand.class,
            GenerateCompletion.class},
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it worked", "1:it did not; a message says why", "2:wrong arguments",
            "99:load: a threshold was crossed", "141:who read the output has gone"},
        footer = {"", "Each command has --help, and a page in docs/tools.md."})
public final class Main {
    /** What a command returns when it could not do what it was asked. */
    public static final int FAILED = 1;

    private static final int WRONG = CommandLine.ExitCode.USAGE;

    private Main() {
    }

    /** Runs a command and ends the JVM with its status. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command. */
    static int run(String... arguments) {
        CommandLine line = commandLine();
        line.setOut(StandardOutput.writer());
        return line.execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOverwrittenOptionsAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler(Main::explain);
        line.setParameterExceptionHandler((e, given) -> wrong(e));
        line.getSubcommands().get("generate-completion").getCommandSpec().usageMessage().hidden(true);
        return line;
    }

    private static int wrong(ParameterException e) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println(line.getColorScheme().errorText("enet4j: " + e.getMessage()));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
        return WRONG;
    }

    /** What users can do something about is a line; the rest is a fault of ours, and wants its stack trace. */
    private static int explain(Exception e, CommandLine line, CommandLine.ParseResult result) throws Exception {
        boolean expected = e instanceof ENetException || e instanceof UncheckedIOException || e instanceof IOException
                || e instanceof IllegalArgumentException || e instanceof Failure;
        if (!expected) {
            throw e;
        }
        PrintWriter err = line.getErr();
        err.println(line.getColorScheme().errorText("enet4j: " + message(e)));
        boolean wrong = e instanceof IllegalArgumentException
                || e instanceof ENetException enet && enet.error() == ENetError.INVALID_PARAMETER;
        return wrong ? WRONG : FAILED;
    }

    private static String message(Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        if (cause instanceof FileSystemException file && file.getReason() == null) {
            /* These say by their class what is wrong, and by their message only with which file. */
            String what = file instanceof NoSuchFileException ? "no such file or folder"
                    : file instanceof AccessDeniedException ? "permission denied" : file.getClass().getSimpleName();
            return file.getFile() + ": " + what;
        }
        return e.getMessage() != null ? e.getMessage() : e.toString();
    }

    /** That of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (InputStream in = Main.class.getResourceAsStream("version.txt")) {
                String version = in == null ? "?" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
                return new String[] {"enet4j " + version + " (Java " + Runtime.version() + ")"};
            }
        }
    }
}
