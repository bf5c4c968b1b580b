package io.github.enet4j.examples;

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
import org.junit.jupiter.api.io.TempDir;

/** What the compiler does not check in the Javadoc of the libraries. */
class JavadocTest {
    private static final Path MODULES = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> LIBRARIES = List.of(
            "enet4j", "enet4j-agones", "enet4j-micrometer", "enet4j-multiplayer", "enet4j-server", "enet4j-testing");

    /** A comment, the annotations behind it, and the declaration. */
    private static final Pattern DECLARATION = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^/;]*?\\)?\\s)*?"
                    + "(?:(?:public |static |final |sealed |abstract )+"
                    + "(?:class|interface|enum|record|@interface) (\\w+)|(?:package|module) ([\\w.]+))",
            Pattern.DOTALL);
    private static final Pattern SAMPLE = Pattern.compile("<pre>\\{@code\n(.*?)\n[ *]*\\}</pre>", Pattern.DOTALL);

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String library : LIBRARIES) {
            try (Stream<Path> all = Files.walk(MODULES.resolve(library + "/src/main/java"))) {
                all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        }
        return files;
    }

    private static boolean isPublic(String declaration) {
        return declaration.contains("public ") || !declaration.matches("(?s).*(class|interface|enum|record) \\w+");
    }

    @Test
    void allThatIsPublicSaysSinceWhen() throws IOException {
        List<String> missing = new ArrayList<>();
        int seen = 0;
        for (Path file : files()) {
            String text = Files.readString(file);
            if (file.toString().contains("/jfr/") || file.toString().contains("/project/")) {
                continue; // not exported
            }
            Matcher declaration = DECLARATION.matcher(text);
            while (declaration.find()) {
                String what = declaration.group().substring(declaration.end(1) - declaration.start());
                if (isPublic(what)) {
                    seen++;
                    if (!declaration.group(1).contains("@since ")) {
                        missing.add(MODULES.relativize(file) + ": "
                                + (declaration.group(2) != null ? declaration.group(2) : declaration.group(3)));
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(seen > 100, "only " + seen + " declarations were found");
    }

    @Test
    void samplesCompile(@TempDir Path folder) throws IOException {
        Snippets samples = new Snippets();
        for (Path file : files()) {
            SAMPLE.matcher(Files.readString(file)).results().forEach(sample -> samples.add(
                    MODULES.relativize(file).toString(), sample.group(1).replaceAll("(?m)^ *\\* ?", "")));
        }
        assertEquals(List.of(), samples.errors(folder));
        assertTrue(samples.count() > 10, "only " + samples.count() + " samples were found");
    }

    /** Those are not in the jars; links to their pages are. */
    @Test
    void noFileOfTheRepositoryIsNamed() throws IOException {
        List<String> named = new ArrayList<>();
        for (Path file : files()) {
            Matcher comment = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL).matcher(Files.readString(file));
            while (comment.find()) {
                String text = comment.group().replaceAll("(?s)<a\\s.*?</a>", "");
                if (Pattern.compile("\\b(docs|examples)/\\w|\\w\\.md\\b").matcher(text).find()) {
                    named.add(MODULES.relativize(file).toString());
                }
            }
        }
        assertEquals(List.of(), named);
    }
}
