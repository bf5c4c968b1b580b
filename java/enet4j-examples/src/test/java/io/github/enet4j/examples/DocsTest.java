package io.github.enet4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documentation can't rot: code in it is that of files which are compiled and run, or compiles, links lead
 * somewhere, files that are named exist.
 *
 * <p>A line {@code <!-- FILE TAG -->} before a code block says whose code it is: what stands in FILE between
 * {@code tag::TAG[]} and {@code end::TAG[]}, or without TAG all of it. {@code -Ddocs.write=true} writes the blocks
 * anew.
 */
class DocsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    /** Languages of blocks that are nowhere but in the documentation, and who looks at them. */
    private static final Map<String, String> CHECKED = Map.of(
            "java", "unquotedJavaCompiles", "xml", "dependenciesAreModules", "gdscript", "GodotClientTest",
            "yaml", "ScenarioTest of enet4j-cli", "", "filesInCommandsExist, DocumentedCommandsTest of enet4j-cli");
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>io.github.enet4j</groupId>\\s*<artifactId>([\\w-]+)</artifactId>"
                    + "\\s*<version>([^<]+)</version>\\s*</dependency>\\s*");
    private static final Pattern BLOCK =
            Pattern.compile("(?m)(?:^<!-- (\\S+)(?: (\\S+))? -->\n+)?^```([a-z]*)\n(.*?)^```$", Pattern.DOTALL);
    private static final String VERSION = "(?m)^    <version>(.*)</version>$";
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern NAMED_FILE =
            Pattern.compile("`((?:scripts|examples|docs|java|native|cmake)/[\\w./-]+)[ `]");

    /** README, guide and Kotlin, where all code is that of an example; elsewhere it may be a few lines of its own. */
    private static boolean isGuide(Path page) {
        return page.equals(ROOT.resolve("README.md")) || page.equals(ROOT.resolve("docs/kotlin.md"))
                || page.startsWith(ROOT.resolve("docs/guide"));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> examples = Files.walk(ROOT.resolve("examples"))) {
            return Stream.of(top, docs, examples).flatMap(paths -> paths)
                    .filter(path -> path.toString().endsWith(".md")).sorted().toList();
        }
    }

    @Test
    void codeIsThatOfTheExamples() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path page : pages()) {
            String text = Files.readString(page);
            String current = BLOCK.matcher(text).replaceAll(block -> Matcher.quoteReplacement(
                    block.group(1) != null ? quoted(block) : unquoted(page, block, problems)));
            if (!text.equals(current)) {
                if (Boolean.getBoolean("docs.write")) {
                    Files.writeString(page, current);
                } else {
                    problems.add(ROOT.relativize(page) + " shows other code than the examples have; to write it anew:"
                            + " mvn verify -pl java/enet4j-examples -am -Dtest=DocsTest -Ddocs.write=true"
                            + " -Dsurefire.failIfNoSpecifiedTests=false");
                }
            }
        }
        assertEquals(List.of(), problems);
    }

    private static String unquoted(Path page, MatchResult block, List<String> problems) {
        String language = block.group(3);
        if (isGuide(page) ? !language.isEmpty() : !CHECKED.containsKey(language)) {
            problems.add(ROOT.relativize(page) + " has code of no example: " + block.group(4));
        }
        return block.group();
    }

    interface Unquoted {
        void found(String page, String code);
    }

    /** The blocks in that language that say no file. */
    static void unquoted(String language, Unquoted action) throws IOException {
        for (Path page : pages()) {
            BLOCK.matcher(Files.readString(page)).results()
                    .filter(block -> block.group(1) == null && block.group(3).equals(language))
                    .forEach(block -> action.found(ROOT.relativize(page).toString(), block.group(4)));
        }
    }

    @Test
    void unquotedJavaCompiles(@TempDir Path folder) throws IOException {
        Snippets snippets = new Snippets();
        unquoted("java", snippets::add);
        assertEquals(List.of(), snippets.errors(folder));
        assertFalse(snippets.count() == 0, "no code was found");
    }

    /** In projects to start from, which are not part of the build. */
    @Test
    void projectsHaveTheVersionsOfTheBuild() throws IOException {
        String build = Files.readString(ROOT.resolve("pom.xml"));
        String version = first(VERSION, build);
        String kotlin = first("<kotlin.version>(.*)</kotlin.version>", build);
        assertEquals(version, first("<artifactId>enet4j[\\w-]*</artifactId>\\s*<version>(.*)</version>",
                Files.readString(ROOT.resolve("examples/godot-quick-start/pom.xml"))));
        for (String project : List.of("quick-start", "kotlin")) {
            Path folder = ROOT.resolve("examples").resolve(project);
            String maven = Files.readString(folder.resolve("pom.xml"));
            String gradle = Files.readString(folder.resolve("build.gradle.kts"));
            assertEquals(version, first("<artifactId>enet4j[\\w-]*</artifactId>\\s*<version>(.*)</version>", maven));
            assertEquals(version, first("implementation\\(\"io.github.enet4j:[\\w-]+:(.*)\"\\)", gradle));
            if (project.equals("kotlin")) {
                assertEquals(kotlin, first("<kotlin.version>(.*)</kotlin.version>", maven));
                assertEquals(kotlin, first("kotlin\\(\"jvm\"\\) version \"(.*)\"", gradle));
            }
        }
    }

    private static String first(String expression, String text) {
        Matcher matcher = Pattern.compile(expression).matcher(text);
        assertTrue(matcher.find(), expression);
        return matcher.group(1);
    }

    @Test
    void dependenciesAreModules() throws IOException {
        String version = first(VERSION, Files.readString(ROOT.resolve("pom.xml")));
        List<String> wrong = new ArrayList<>();
        unquoted("xml", (page, code) -> {
            Matcher dependency = DEPENDENCY.matcher(code);
            if (!dependency.matches() || !dependency.group(2).equals(version)
                    || !Files.exists(ROOT.resolve("java").resolve(dependency.group(1)).resolve("pom.xml"))) {
                wrong.add(page + ": " + code);
            }
        });
        assertEquals(List.of(), wrong);
    }

    private static String quoted(MatchResult block) {
        String head = block.group().substring(0, block.start(4) - block.start());
        try {
            return head + region(block.group(1), block.group(2)) + "```";
        } catch (IOException e) {
            throw new IllegalArgumentException(block.group(1) + " is quoted and can't be read", e);
        }
    }

    private static String region(String file, String tag) throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve(file));
        if (tag != null) {
            int from = indexOf(lines, "tag::" + tag + "[]", file);
            lines = lines.subList(from + 1, indexOf(lines, "end::" + tag + "[]", file));
        }
        lines = lines.stream().filter(line -> !line.matches(".*\\b(tag|end)::[\\w-]+\\[\\].*")).toList();
        int indent = lines.stream().filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length()).min().orElse(0);
        return lines.stream().map(line -> line.substring(Math.min(indent, line.length())) + "\n")
                .collect(Collectors.joining());
    }

    private static int indexOf(List<String> lines, String mark, String file) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(mark)) {
                return i;
            }
        }
        throw new IllegalArgumentException(file + " has no " + mark);
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (String link : links(Files.readString(page))) {
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
                if (!Files.exists(target) || parts.length > 1 && !anchors(target).contains(parts[1])) {
                    broken.add(ROOT.relativize(page) + ": " + link);
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    /** Those within the repository. */
    private static List<String> links(String text) {
        String prose = BLOCK.matcher(text).replaceAll("").replaceAll("`[^`\n]*`", "");
        return LINK.matcher(prose).results()
                .map(link -> link.group(1) != null ? link.group(1) : link.group(2))
                .filter(link -> !link.matches("[a-z]+:.*")).toList();
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(BLOCK.matcher(Files.readString(page)).replaceAll("")).results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void filesThatAreNamedExist() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            NAMED_FILE.matcher(Files.readString(page)).results().map(name -> name.group(1))
                    .filter(name -> !name.matches(".*/(target|vendor)(/.*)?"))  // which a build makes
                    .filter(name -> !Files.exists(ROOT.resolve(name)))
                    .forEach(name -> missing.add(ROOT.relativize(page) + ": " + name));
        }
        assertEquals(List.of(), missing);
    }

    /** What commands do, and what is shown of their output, is of one run, and not looked at. */
    @Test
    void filesInCommandsExist() throws IOException {
        List<String> missing = new ArrayList<>();
        Pattern file = Pattern.compile("(?m)(?:^|[ '])((?:scripts|examples)/[\\w./-]*\\w)");
        unquoted("", (page, code) -> file.matcher(code).results().map(name -> name.group(1))
                .filter(name -> !Files.exists(ROOT.resolve(name)))
                .forEach(name -> missing.add(page + ": " + name)));
        assertEquals(List.of(), missing);
    }

    @Test
    void theReadmeFits() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));
        assertFalse(lines.size() > 250, "a README of " + lines.size() + " lines: move things to docs/guide");
    }
}
