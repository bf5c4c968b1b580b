package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packed jars of enet4j, and JVMs that load it from there ({@link LoaderProbe}) with folders of their own. */
final class LoaderJvm {
    static final String LOADED = "LOADED";
    static final String PLATFORM = NativePlatform.current();
    static final String FILE = NativePlatform.file(PLATFORM);
    static final Path PACKAGE = Path.of("io/github/enet4j");
    private static final Path CLASSES = Path.of("target/classes").toAbsolutePath();
    static final Path LIBRARY = CLASSES.resolve(PACKAGE).resolve(PLATFORM).resolve(FILE);

    final Path cache;
    final Path temporary;
    /** What the JVM has on its class path beside the probe; changeable, like all of these. */
    String jar;
    final Map<String, String> environment = new HashMap<>();
    /** What starts the JVM, if anything does: its command line follows. */
    List<String> starter = List.of();

    private final Path folder;
    private final Path probe;

    LoaderJvm(Path folder) throws IOException {
        this.folder = folder;
        cache = folder.resolve("cache/enet4j");
        temporary = Files.createDirectory(folder.resolve("tmp"));
        jar = pack("all.jar", path -> true).toString();
        probe = pack("probe.jar", Path.of("target/test-classes").toAbsolutePath(),
                path -> path.getFileName().toString().startsWith("LoaderProbe"));
        environment.put("XDG_CACHE_HOME", cache.getParent().toString());
    }

    String run(String... options) throws Exception {
        return output(start(List.of(options)));
    }

    Process start(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(starter);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
                "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + temporary));
        command.addAll(options);
        command.addAll(List.of("-cp", jar + ":" + probe, LoaderProbe.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("XDG_RUNTIME_DIR");
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** What it said, but for what later JDKs say themselves about the missing folders of these tests. */
    static String output(Process process) throws IOException, InterruptedException {
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "a deadlock?");
            String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return all.replaceFirst("(?m)^WARNING: java\\.io\\.tmpdir directory does not exist\\R", "").strip();
        } finally {
            process.destroyForcibly();
        }
    }

    /** A jar with those of enet4j's files. */
    Path pack(String name, Predicate<Path> wanted) throws IOException {
        return pack(name, CLASSES, wanted);
    }

    private Path pack(String name, Path classes, Predicate<Path> wanted) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                Path entry = classes.relativize(path);
                if (wanted.test(entry)) {
                    packed.putNextEntry(new JarEntry(entry.toString()));
                    Files.copy(path, packed);
                }
            }
        }
        return file;
    }

    static boolean isNative(Path entry) {
        return entry.startsWith(PACKAGE)
                && NativePlatform.RELEASED.contains(PACKAGE.relativize(entry).getName(0).toString());
    }

    /** Where the library comes to lie in the cache. */
    Path cached() throws IOException {
        return cached(cache);
    }

    static Path cached(Path cache) throws IOException {
        return cache.resolve(LibraryFolder.hash(Files.readAllBytes(LIBRARY))).resolve(FILE);
    }

    static List<String> list(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static Path aged(Path path, int days) throws IOException {
        return Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
    }

    static void assertContains(String text, String part) {
        assertTrue(text.contains(part), text);
    }
}
