package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What GraalVM has to know of is all there: each class and method that C looks up, each resource that Java reads. */
class NativeImageMetadataTest {
    private static final Pattern CLASS_LOOKUP = Pattern.compile("FindClass\\(\\w+, \"([\\w/]+)\"\\)");
    private static final Pattern OWN_CLASS_LOOKUP = Pattern.compile("find\\(\\w+, package, \"(\\w+)\"\\)");
    /** A class, or a method of the class before it. */
    private static final Pattern ENTRY =
            Pattern.compile("\"name\": \"([\\w.<>]+)\"(?:, \"parameterTypes\": \\[([^]]*)])?");
    private static final Pattern MEMBER_LOOKUP =
            Pattern.compile("Get(?:Static)?(Method|Field)ID\\([^\"]*\"([\\w<>]+)\",\\s*\"([^\"]+)\"\\)");

    @Test
    void namesWhatIsLookedUpFromNativeCode() throws IOException {
        String sources = sources();
        Set<String> expected = new TreeSet<>();
        CLASS_LOOKUP.matcher(sources).results().map(match -> match.group(1).replace('/', '.')).forEach(expected::add);
        OWN_CLASS_LOOKUP.matcher(sources).results().map(match -> "io.github.enet4j." + match.group(1))
                .forEach(expected::add);
        assertTrue(expected.contains("java.lang.Thread"), "the pattern finds no look-ups");
        assertTrue(expected.contains("io.github.enet4j.Native"), "the pattern finds no look-ups of ours");

        Set<String> classes = new TreeSet<>();
        Matcher names = Pattern.compile("\\{\\s*\"name\": \"(\\w+(?:\\.\\w+)+)\"").matcher(jniConfig());
        while (names.find()) {
            classes.add(names.group(1));
        }
        // Classes of objects that Java passes in are not looked up by name, but their methods are.
        expected.add("io.github.enet4j.Interception");
        assertEquals(expected, classes);
    }

    @Test
    void namesTheMembersLookedUp() throws IOException {
        String config = jniConfig();
        List<String> lookups = new ArrayList<>();
        Matcher members = MEMBER_LOOKUP.matcher(sources());
        while (members.find()) {
            assertEquals("Method", members.group(1), "jni-config.json has no fields yet");
            String parameters = MethodType.fromMethodDescriptorString(members.group(3), null).parameterList().stream()
                    .map(type -> '"' + type.getName() + '"').collect(Collectors.joining(", "));
            lookups.add("{\"name\": \"" + members.group(2) + "\", \"parameterTypes\": [" + parameters + "]}");
        }
        assertFalse(lookups.isEmpty(), "the pattern finds no look-ups");
        lookups.forEach(lookup -> assertTrue(config.contains(lookup), lookup));
    }

    @Test
    void everyMethodNamedExists() throws ReflectiveOperationException, IOException {
        Class<?> owner = null;
        Matcher entries = ENTRY.matcher(jniConfig());
        int count = 0;
        while (entries.find()) {
            String name = entries.group(1);
            if (entries.group(2) == null) {
                owner = Class.forName(name);
                continue;
            }
            boolean constructor = name.equals("<init>");
            String parameters = entries.group(2).replace("\"", "");
            Stream<? extends Executable> members =
                    Stream.of(constructor ? owner.getDeclaredConstructors() : owner.getDeclaredMethods());
            assertTrue(members.anyMatch(member -> (constructor || member.getName().equals(name))
                    && Stream.of(member.getParameterTypes()).map(Class::getName).collect(Collectors.joining(", "))
                            .equals(parameters)), owner + " " + entries.group());
            count++;
        }
        assertEquals(6, count);
    }

    @Test
    void includesTheResources() throws IOException {
        List<Pattern> patterns = Pattern.compile("\"pattern\": \"([^\"]+)\"")
                .matcher(read("resource-config.json")).results()
                .map(match -> Pattern.compile(match.group(1).replace("\\\\", "\\"))).toList();
        String folder = "io/github/enet4j/";
        List<String> resources = new ArrayList<>(List.of(folder + "version.txt"));
        NativePlatform.RELEASED.forEach(name -> resources.add(folder + name + "/" + NativePlatform.file(name)));
        for (String resource : resources) {
            assertTrue(patterns.stream().anyMatch(pattern -> pattern.matcher(resource).matches()), resource);
        }
        String other = folder + "linux-x86-64/libother.so";
        assertFalse(patterns.stream().anyMatch(pattern -> pattern.matcher(other).matches()));
    }

    private static String jniConfig() throws IOException {
        return read("jni-config.json");
    }

    private static String read(String file) throws IOException {
        String resource = "/META-INF/native-image/io.github.enet4j/enet4j/" + file;
        try (InputStream in = NativeImageMetadataTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The C code that uses JNI, in one string. */
    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../../native/jni"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(path -> path.toString().endsWith(".c")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }
}
