package io.github.enet4j;

import static io.github.enet4j.LoaderJvm.FILE;
import static io.github.enet4j.LoaderJvm.LIBRARY;
import static io.github.enet4j.LoaderJvm.LOADED;
import static io.github.enet4j.LoaderJvm.PLATFORM;
import static io.github.enet4j.LoaderJvm.aged;
import static io.github.enet4j.LoaderJvm.assertContains;
import static io.github.enet4j.LoaderJvm.list;
import static io.github.enet4j.LoaderJvm.output;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading from a packed jar, in JVMs with a cache folder and a temporary folder of their own. */
class NativeLoaderTest {
    @TempDir
    Path folder;

    private LoaderJvm jvm;

    @BeforeEach
    void packJar() throws IOException {
        jvm = new LoaderJvm(folder);
    }

    @Test
    void putsTheLibraryIntoTheCacheOnce() throws Exception {
        assertEquals(LOADED, jvm.run());
        Path file = jvm.cached();
        assertEquals(LibraryFolder.hash(Files.readAllBytes(LIBRARY)), file.getParent().getFileName().toString());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(jvm.cache)));
        Object inode = Files.getAttribute(file, "unix:ino");

        assertEquals(LOADED, jvm.run());
        assertEquals(inode, Files.getAttribute(jvm.cached(), "unix:ino"));
        assertEquals(List.of(), list(jvm.temporary));
    }

    @Test
    void replacesAFileThatIsNotWhatItShouldBe() throws Exception {
        assertEquals(LOADED, jvm.run());
        Files.writeString(jvm.cached(), "not a library");
        assertEquals(LOADED, jvm.run());
        assertEquals(-1, Files.mismatch(LIBRARY, jvm.cached()));
    }

    @Test
    void avoidsAFolderThatOthersCanWriteTo() throws Exception {
        assertEquals(LOADED, jvm.run());
        Files.setPosixFilePermissions(jvm.cached().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(jvm.cached(), "not a library");
        assertEquals(LOADED, jvm.run());
        assertEquals("not a library", Files.readString(jvm.cached()));
        assertEquals(List.of(), list(jvm.temporary), "the jvm.temporary copy is gone");
    }

    @Test
    void usesATemporaryFolderWhereThereIsNoCache() throws Exception {
        Files.createDirectories(jvm.cache.getParent());
        Files.writeString(jvm.cache, "a file in the way");
        assertEquals(LOADED, jvm.run());
        assertEquals(List.of(), list(jvm.temporary));
    }

    @Test
    void usesOnlyTheChosenFolder() throws Exception {
        Path chosen = folder.resolve("chosen");
        assertEquals(LOADED, jvm.run("-D" + NativeLoader.FOLDER_PROPERTY + "=" + chosen));
        assertEquals(1, list(chosen).size());
        assertFalse(Files.exists(jvm.cache));

        Files.writeString(folder.resolve("file"), "a file in the way");
        String failure = jvm.run("-D" + NativeLoader.FOLDER_PROPERTY + "=" + folder.resolve("file"));
        assertContains(failure, "can't load its native library for " + PLATFORM);
        assertContains(failure, folder.resolve("file") + ": ");
        assertContains(failure, "-D" + NativeLoader.FOLDER_PROPERTY + "=FOLDER");
    }

    /** As a script does with a variable that it has not got. */
    @Test
    void takesWhatIsSetToNothingForNotSet() throws Exception {
        assertEquals(LOADED, jvm.run("-D" + NativeLoader.FOLDER_PROPERTY + "=", "-D" + NativeLoader.PATH_PROPERTY + "=",
                "-D" + NativeLoader.PLATFORM_PROPERTY + "="));
        assertTrue(Files.exists(jvm.cached()));
    }

    @Test
    void loadsTheFileNamedAndNoOther() throws Exception {
        assertEquals(LOADED, jvm.run("-D" + NativeLoader.PATH_PROPERTY + "=" + LIBRARY));
        assertFalse(Files.exists(jvm.cache));
        String failure = jvm.run("-D" + NativeLoader.PATH_PROPERTY + "=/nowhere/" + FILE);
        assertContains(failure, "/nowhere/" + FILE);
        assertContains(failure, "-D" + NativeLoader.PATH_PROPERTY);
        assertFalse(Files.exists(jvm.cache));
    }

    @Test
    void refusesALibraryOfAnotherVersion() throws Exception {
        Path other = patched(ENet4j.version(), "9".repeat(ENet4j.version().length()));
        String failure = jvm.run("-D" + NativeLoader.PATH_PROPERTY + "=" + other);
        assertContains(failure, "is of enet4j " + "9".repeat(ENet4j.version().length()) + ", these classes are of "
                + ENet4j.version());
    }

    @Test
    void refusesALibraryWithOtherMethods() throws Exception {
        Path other = patched("popStatistic", "popStatistik");
        String failure = jvm.run("-D" + NativeLoader.PATH_PROPERTY + "=" + other);
        assertContains(failure, "is of enet4j " + ENet4j.version() + ", and does not fit these classes");
    }

    @Test
    void saysWhichPlatformsThereAre() throws Exception {
        String failure = jvm.run("-D" + NativeLoader.PLATFORM_PROPERTY + "=plan9-x86-64");
        assertContains(failure, "plan9-x86-64/libenet4j.so: not on the class path or module path");
        assertContains(failure, "Libraries are here for " + PLATFORM);
        assertContains(failure, "released for linux-x86-64, ");
    }

    @Test
    void findsTheLibraryInAJarOfItsOwn() throws Exception {
        Path slim = jvm.pack("slim.jar", path -> !LoaderJvm.isNative(path));
        Path natives = jvm.pack("natives.jar", LoaderJvm::isNative);
        jvm.jar = slim.toString();
        assertContains(jvm.run(), "Libraries are here for no platform");
        jvm.jar = slim + ":" + natives;
        assertEquals(LOADED, jvm.run());
    }

    @Test
    void findsTheLibraryOnTheSystemsPathWhereNoJarHasIt() throws Exception {
        jvm.jar = jvm.pack("slim.jar", path -> !LoaderJvm.isNative(path)).toString();
        assertEquals(LOADED, jvm.run("-Djava.library.path=" + LIBRARY.getParent()));
    }

    @Test
    void loadsInSeveralJvmsAtOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(jvm.start(List.of()));
        }
        for (Process process : processes) {
            assertEquals(LOADED, output(process));
        }
        assertEquals(List.of(FILE), list(jvm.cached().getParent()));
    }

    @Test
    void loadsInSeveralClassLoadersAtOnce() throws Exception {
        System.setProperty(NativeLoader.FOLDER_PROPERTY, folder.resolve("copies").toString());
        URL[] path = {Path.of(jvm.jar).toUri().toURL(), Path.of("target/test-classes").toUri().toURL()};
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
        assertEquals(LOADED, jvm.run());
        Path stale = aged(Files.createDirectory(jvm.cache.resolve("0".repeat(32))), 100);
        Path recent = aged(Files.createDirectory(jvm.cache.resolve("1".repeat(32))), 80);
        Path foreign = aged(Files.createDirectory(jvm.cache.resolve("notes")), 100);
        Path part = aged(Files.writeString(jvm.cached().resolveSibling(FILE + "1.part"), "half"), 2);
        Path newPart = Files.writeString(jvm.cached().resolveSibling(FILE + "2.part"), "half");
        assertEquals(LOADED, jvm.run());
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

    /** A library that holds one text in the place of another. */
    private Path patched(String from, String to) throws IOException {
        String content = Files.readString(LIBRARY, StandardCharsets.ISO_8859_1);
        assertTrue(content.contains(from));
        return Files.writeString(folder.resolve(FILE), content.replace(from, to), StandardCharsets.ISO_8859_1);
    }
}
