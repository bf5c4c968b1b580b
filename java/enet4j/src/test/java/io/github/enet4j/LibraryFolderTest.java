package io.github.enet4j;

import static io.github.enet4j.LoaderJvm.FILE;
import static io.github.enet4j.LoaderJvm.LIBRARY;
import static io.github.enet4j.LoaderJvm.LOADED;
import static io.github.enet4j.LoaderJvm.PACKAGE;
import static io.github.enet4j.LoaderJvm.aged;
import static io.github.enet4j.LoaderJvm.assertContains;
import static io.github.enet4j.LoaderJvm.list;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that the library can, can't and must not be loaded from: in any environment, beside any neighbours. */
class LibraryFolderTest {
    private static final int SOMEBODY = 12345;
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    @TempDir
    Path folder;

    private LoaderJvm jvm;

    @BeforeEach
    void packJar() throws IOException {
        jvm = new LoaderJvm(folder);
    }

    @Test
    void takesTheNextFolderWhereTheLocaleCannotExpressOne() throws Exception {
        // This JVM may be unable to express it, too.
        jvm.starter = List.of("sh", "-c", "LC_ALL=C XDG_CACHE_HOME=$0/h$(printf '\\303\\266')me exec \"$@\"",
                folder.toString());
        assertEquals(LOADED, jvm.run("-Duser.home=" + inTheWay()));
        assertEquals(List.of(), list(jvm.temporary));
    }

    @Test
    void needsNoHome() throws Exception {
        jvm.environment.put("XDG_CACHE_HOME", "");
        for (String home : List.of("", "?", "relative", inTheWay())) {
            assertEquals(LOADED, jvm.run("-Duser.home=" + home), home);
        }
        assertFalse(Files.exists(Path.of("?")));
        assertFalse(Files.exists(Path.of("relative")));
    }

    @Test
    void takesWhatHasBeenPutIntoAReadOnlyCache() throws Exception {
        assertEquals(LOADED, jvm.run());
        permit(jvm.cached().getParent(), "r-xr-xr-x");
        permit(jvm.cache, "r-xr-xr-x");
        permit(jvm.cache.getParent(), "rwxr-xr-x");
        permit(folder, "rwxr-xr-x");
        if (ROOT) { // who can write everywhere: another user, who can't
            jvm.starter = setpriv();
        }
        assertEquals(LOADED, jvm.run("-Djava.io.tmpdir=/nowhere"));
        assertEquals(List.of(FILE), list(jvm.cached().getParent()));
        permit(jvm.cached().getParent(), "rwxr-xr-x"); // for who deletes it
        permit(jvm.cache, "rwxr-xr-x");
    }

    /** Even what is too large to be looked at. */
    @Test
    void replacesWhatIsNotTheLibrary() throws Exception {
        assertEquals(LOADED, jvm.run());
        long length = Files.size(jvm.cached());
        try (RandomAccessFile file = new RandomAccessFile(jvm.cached().toFile(), "rw")) {
            file.setLength(3L << 30); // which takes no room
        }
        assertEquals(LOADED, jvm.run("-Duser.home=" + inTheWay(), "-Djava.io.tmpdir=/nowhere"));
        assertEquals(length, Files.size(jvm.cached()));
    }

    @Test
    void avoidsFoldersBelowWhatOthersCanWriteTo() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("cache"));
        permit(shared, "rwxrwxrwx");
        assertEquals(LOADED, jvm.run("-Duser.home=" + inTheWay()));
        assertEquals(List.of(), list(shared));

        String failure = jvm.run("-D" + NativeLoader.FOLDER_PROPERTY + "=" + jvm.cache);
        assertContains(failure, shared + " belongs to ");
        assertContains(failure, "rwxrwxrwx: others could change what is loaded from it");
    }

    @Test
    void takesFoldersWhereOthersCanOnlyAdd() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("cache"));
        Files.setAttribute(shared, "unix:mode", 01777);
        assertEquals(LOADED, jvm.run());
        assertTrue(Files.exists(jvm.cached()));
    }

    @Test
    void avoidsFoldersOfOthers() throws Exception {
        assumeTrue(ROOT, "only root can give a folder away");
        Path others = Files.createDirectory(folder.resolve("cache"));
        Path own = Files.createDirectory(others.resolve("enet4j"));
        Files.setAttribute(others, "unix:uid", SOMEBODY);
        assertEquals(LOADED, jvm.run("-Duser.home=" + inTheWay()));
        assertEquals(List.of(), list(own));

        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("own")));
        Files.setAttribute(link, "unix:uid", SOMEBODY, java.nio.file.LinkOption.NOFOLLOW_LINKS);
        assertContains(jvm.run("-D" + NativeLoader.FOLDER_PROPERTY + "=" + link), "others could change");
    }

    @Test
    void removesNothingButItsOwnLeftovers() throws Exception {
        Path victim = Files.createDirectory(folder.resolve("victim"));
        Files.writeString(victim.resolve(FILE), "somebody's");
        Path link = Files.createSymbolicLink(jvm.temporary.resolve("enet4j-1"), victim);
        aged(victim, 9);
        Path left = leftover("enet4j-2", FILE);
        Path project = leftover("enet4j-3", "notes.txt");
        Path named = leftover("enet4j-sources", FILE);
        Path recent = Files.createDirectory(jvm.temporary.resolve("enet4j-4"));
        Path others = leftover("enet4j-5", FILE);
        if (ROOT) {
            Files.setAttribute(others, "unix:uid", SOMEBODY);
        }
        jvm.environment.put("XDG_CACHE_HOME", "");
        assertEquals(LOADED, jvm.run("-Duser.home=" + inTheWay()));
        assertEquals(List.of(true, true, false, true, true, true, ROOT),
                Stream.of(victim.resolve(FILE), link, left, project, named, recent, others)
                        .map(Files::exists).toList());
        assertTrue(Files.exists(project.resolve("notes.txt")));
    }

    private Path leftover(String name, String file) throws IOException {
        Path path = Files.createDirectory(jvm.temporary.resolve(name));
        Files.writeString(path.resolve(file), "left over");
        return aged(path, 2);
    }

    @Test
    void leavesNoDirectMemoryBehind() throws Exception {
        for (int run = 0; run < 2; run++) { // one that writes the file, one that reads it
            String said = LoaderJvm.output(jvm.start(List.of(), "ask"));
            assertTrue(said.startsWith("true "), said);
            long memory = Long.parseLong(said.split(" ")[1]);
            assertTrue(memory < Files.size(LIBRARY) / 10, memory + " bytes of direct memory are left");
        }
    }

    @Test
    void asksWithoutThrowingWhateverIsMissing() throws Exception {
        for (String missing : List.of("version.txt", "NativeLoader.class", "NativePlatform.class",
                "LibraryFolder.class", "FolderTrust.class", "Native.class", "DtlsNative.class")) {
            jvm.jar = jvm.pack("incomplete.jar", path -> !path.equals(PACKAGE.resolve(missing))).toString();
            String said = LoaderJvm.output(jvm.start(List.of(), "ask"));
            assertTrue(said.startsWith("false "), missing + ": " + said);
            assertFalse(said.endsWith("null"), missing + ": " + said);
        }
    }

    @Test
    void theAdviceHelps() throws Exception {
        String[] nowhere = {"-Duser.home=" + inTheWay(), "-Djava.io.tmpdir=" + inTheWay()};
        jvm.environment.put("XDG_CACHE_HOME", inTheWay());
        String failure = jvm.run(nowhere);
        Matcher options = Pattern.compile("-D[\\w.]+=(FOLDER|FILE|PLATFORM)").matcher(failure);
        int count = 0;
        while (options.find()) {
            String value = switch (options.group(1)) {
                case "FOLDER" -> folder.resolve("chosen").toString();
                case "FILE" -> LIBRARY.toString();
                default -> null;
            };
            if (value != null) {
                String option = options.group().replace(options.group(1), value);
                assertEquals(LOADED, jvm.run(nowhere[0], nowhere[1], option), option);
                count++;
            }
        }
        assertEquals(2, count, failure);
    }

    /** What no folder can be made in, whoever tries. */
    private String inTheWay() throws IOException {
        return Files.writeString(folder.resolve("file"), "in the way").toString();
    }

    private static List<String> setpriv() {
        assumeTrue(Stream.of("/usr/bin/setpriv", "/bin/setpriv").map(Path::of).anyMatch(Files::exists), "no setpriv");
        return List.of("setpriv", "--reuid", "" + SOMEBODY, "--regid", "" + SOMEBODY, "--clear-groups");
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, Set.copyOf(PosixFilePermissions.fromString(permissions)));
    }
}
