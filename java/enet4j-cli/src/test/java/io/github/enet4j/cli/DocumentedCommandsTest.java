package io.github.enet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** The commands that README and docs show have those options. What they print is of one run, and not looked at. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("../..");

    /** At a prompt, or in a sentence with something to work on. */
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^\\$ enet4j (.*)$|`enet4j ((?:ping|echo|load|proxy) [^`]*:\\d+[^`]*)`");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @Test
    void commandsAreUnderstood() throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            for (Path page : Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md")).toList()) {
                Matcher command = COMMAND.matcher(Files.readString(page));
                while (command.find()) {
                    String arguments = command.group(1) != null ? command.group(1) : command.group(2);
                    seen++;
                    try {
                        Main.commandLine().parseArgs(WORD.matcher(arguments).results()
                                .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
                                .toArray(String[]::new));
                    } catch (ParameterException e) {
                        wrong.add(page.getFileName() + ": " + arguments + ": " + e.getMessage());
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(seen > 10, "only " + seen + " commands were found");
    }
}
