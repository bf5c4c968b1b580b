package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading from a packed jar, in JVMs with a cache folder and a temporary folder of their own. */
class NativeLoaderTest {
    private static final String LOADED = "LOADED";
    private static final String PLATFORM = NativePlatform.current();
    private static final String FILE = NativePlatform.file(PLATFORM);
    private static final Path CLASSES = Path.of("target/classes").toAbsolutePath();
    private static final Path PACKAGE = Path.of("io/github/enet4j");
    private static final Path LIBRARY = CLASSES.resolve(PACKAGE).resolve(PLATFORM).resolve(FILE);

    @TempDir
    Path folder;

    private Path jar;
    private Path cache;
    private Path temporary;

    @BeforeEach
    void packJar() throws IOException {
        jar = pack("all.jar", path -> true);
        cache = folder.resolve("cache/enet4j");
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    @Test
    void putsTheLibraryIntoTheCacheOnce() throws Exception {
        assertEquals(LOADED, run());
        Path file = cached();
        assertEquals(LibraryFolder.hash(Files.readAllBytes(LIBRARY)), file.getParent().getFileName().toString());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
        Object inode = Files.getAttribute(file, "unix:ino");

        assertEquals(LOADED, run());
        assertEquals(inode, Files.getAttribute(cached(), "unix:ino"));
        assertEquals(List.of(), list(temporary));
    }

    @Test
    void replacesAFileThatIsNotWhatItShouldBe() throws Exception {
        assertEquals(LOADED, run());
        Files.writeString(cached(), "not a library");
        assertEquals(LOADED, run());
        assertEquals(-1, Files.mismatch(LIBRARY, cached()));
    }

    @Test
    void avoidsAFolderThatOthersCanWriteTo() throws Exception {
        assertEquals(LOADED, run());
        Files.setPosixFilePermissions(cached().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(cached(), "not a library");
        assertEquals(LOADED, run());
        assertEquals("not a library", Files.readString(cached()));
        assertEquals(List.of(), list(temporary), "the temporary copy is gone");
    }

    @Test
    void usesATemporaryFolderWhereThereIsNoCache() throws Exception {
        Files.createDirectories(cache.getParent());
        Files.writeString(cache, "a file in the way");
        assertEquals(LOADED, run());
        assertEquals(List.of(), list(temporary));
    }

    @Test
    void usesOnlyTheChosenFolder() throws Exception {
        Path chosen = folder.resolve("chosen");
        assertEquals(LOADED, run("-D" + NativeLoader.FOLDER_PROPERTY + "=" + chosen));
        assertEquals(1, list(chosen).size());
        assertFalse(Files.exists(cache));

        Files.writeString(folder.resolve("file"), "a file in the way");
        String failure = run("-D" + NativeLoader.FOLDER_PROPERTY + "=" + folder.resolve("file"));
        assertContains(failure, "can't load its native library for " + PLATFORM);
        assertContains(failure, folder.resolve("file") + ": ");
        assertContains(failure, "-D" + NativeLoader.FOLDER_PROPERTY + "=FOLDER");
    }

    @Test
    void loadsTheFileNamedAndNoOther() throws Exception {
        assertEquals(LOADED, run("-D" + NativeLoader.PATH_PROPERTY + "=" + LIBRARY));
        assertFalse(Files.exists(cache));
        String failure = run("-D" + NativeLoader.PATH_PROPERTY + "=/nowhere/" + FILE);
        assertContains(failure, "/nowhere/" + FILE);
        assertContains(failure, "-D" + NativeLoader.PATH_PROPERTY);
        assertFalse(Files.exists(cache));
    }

    @Test
    void refusesALibraryOfAnotherVersion() throws Exception {
        Path other = patched(ENet4j.version(), "9".repeat(ENet4j.version().length()));
        String failure = run("-D" + NativeLoader.PATH_PROPERTY + "=" + other);
        assertContains(failure, "is of enet4j " + "9".repeat(ENet4j.version().length()) + ", these classes are of "
                + ENet4j.version());
    }

    @Test
    void refusesALibraryWithOtherMethods() throws Exception {
        Path other = patched("popStatistic", "popStatistik");
        String failure = run("-D" + NativeLoader.PATH_PROPERTY + "=" + other);
        assertContains(failure, "is of enet4j " + ENet4j.version() + ", and does not fit these classes");
    }

    @Test
    void saysWhichPlatformsThereAre() throws Exception {
        String failure = run("-D" + NativeLoader.PLATFORM_PROPERTY + "=plan9-x86-64");
        assertContains(failure, "plan9-x86-64/libenet4j.so: not on the class path or module path");
        assertContains(failure, "Libraries are here for " + PLATFORM);
        assertContains(failure, "released for linux-x86-64, ");
    }

    @Test
    void findsTheLibraryInAJarOfItsOwn() throws Exception {
        Path slim = pack("slim.jar", path -> !isNative(path));
        Path natives = pack("natives.jar", NativeLoaderTest::isNative);
        jar = slim;
        assertContains(run(), "Libraries are here for no platform");
        jar = Path.of(slim + ":" + natives);
        assertEquals(LOADED, run());
    }

    @Test
    void findsTheLibraryOnTheSystemsPathWhereNoJarHasIt() throws Exception {
        jar = pack("slim.jar", path -> !isNative(path));
        assertEquals(LOADED, run("-Djava.library.path=" + LIBRARY.getParent()));
    }

    @Test
    void loadsInSeveralJvmsAtOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(start());
        }
        for (Process process : processes) {
            assertEquals(LOADED, output(process));
        }
        assertEquals(List.of(FILE), list(cached().getParent()));
    }

    @Test
    void loadsInSeveralClassLoadersAtOnce() throws Exception {
        System.setProperty(NativeLoader.FOLDER_PROPERTY, folder.resolve("copies").toString());
        URL[] path = {jar.toUri().toURL(), Path.of("target/test-classes").toUri().toURL()};
        try (URLClassLoader first = new URLClassLoader(path, new WithoutUs());
                URLClassLoader second = new URLClassLoader(path, new WithoutUs())) {
            assertEquals(LOADED, probe(first));
            assertEquals(LOADED, probe(second));
            assertNotEquals(first.loadClass(Native.class.getName()), second.loadClass(Native.class.getName()));
        } finally {
            System.clearProperty(NativeLoader.FOLDER_PROPERTY);
        }
        String hash = LibraryFolder.hash(Files.readAllBytes(LIBRARY));
        assertEquals(List.of(hash, hash + "-1"), list(folder.resolve("copies")));
    }

    @Test
    void removesWhatIsLeftOver() throws Exception {
        assertEquals(LOADED, run());
        Path stale = aged(Files.createDirectory(cache.resolve("0".repeat(32))), 100);
        Path recent = aged(Files.createDirectory(cache.resolve("1".repeat(32))), 80);
        Path foreign = aged(Files.createDirectory(cache.resolve("notes")), 100);
        Path part = aged(Files.writeString(cached().resolveSibling(FILE + "1.part"), "half"), 2);
        Path newPart = Files.writeString(cached().resolveSibling(FILE + "2.part"), "half");
        assertEquals(LOADED, run());
        assertEquals(List.of(false, true, true, false, true), Stream.of(stale, recent, foreign, part, newPart)
                .map(Files::exists).toList());
    }

    private static String probe(ClassLoader loader) throws Exception {
        Constructor<?> constructor = loader.loadClass(LoaderProbe.class.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (String) ((Callable<?>) constructor.newInstance()).call();
    }

    /** Everything but enet4j itself, so that a class loader below it has to load that anew. */
    private static final class WithoutUs extends ClassLoader {
        WithoutUs() {
            super(NativeLoaderTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.github.enet4j.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }

        @Override
        public URL getResource(String name) {
            return null;
        }
    }

    private String run(String... options) throws Exception {
        return output(start(options));
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto", "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED"));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", jar + ":target/test-classes", LoaderProbe.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_CACHE_HOME", cache.getParent().toString());
        builder.environment().remove("XDG_RUNTIME_DIR");
        return builder.start();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "a deadlock?");
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            process.destroyForcibly();
        }
    }

    private Path pack(String name, Predicate<Path> wanted) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> files = Files.walk(CLASSES)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                Path entry = CLASSES.relativize(path);
                if (wanted.test(entry)) {
                    packed.putNextEntry(new JarEntry(entry.toString()));
                    Files.copy(path, packed);
                }
            }
        }
        return file;
    }

    private static boolean isNative(Path entry) {
        return entry.startsWith(PACKAGE)
                && NativePlatform.RELEASED.contains(PACKAGE.relativize(entry).getName(0).toString());
    }

    /** A library that holds one text in the place of another. */
    private Path patched(String from, String to) throws IOException {
        String content = Files.readString(LIBRARY, StandardCharsets.ISO_8859_1);
        assertTrue(content.contains(from));
        return Files.writeString(folder.resolve(FILE), content.replace(from, to), StandardCharsets.ISO_8859_1);
    }

    private Path cached() throws IOException {
        return cache.resolve(LibraryFolder.hash(Files.readAllBytes(LIBRARY))).resolve(FILE);
    }

    private static List<String> list(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Path aged(Path path, int days) throws IOException {
        return Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
    }

    private static void assertContains(String text, String part) {
        assertTrue(text.contains(part), text);
    }
}
