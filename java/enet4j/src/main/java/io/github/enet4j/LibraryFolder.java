package io.github.enet4j;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A folder that libraries out of jars are put into, each in a folder of its own that is named by the hash of the
 * library's content: programs, versions and JVMs share what is the same, and can't meet what is not. Files are read and
 * written by streams: NIO's channels would leave a direct buffer of a library's size with the thread.
 */
final class LibraryFolder {
    private static final String PREFIX = "enet4j-";
    private static final Predicate<String> TEMPORARY = Pattern.compile(PREFIX + "\\d+").asMatchPredicate();
    private static final Predicate<String> HASH = Pattern.compile("[0-9a-f]{32}(-\\d+)?").asMatchPredicate();

    /** What nobody has used for so long is left over from another version. */
    private static final Duration KEPT = Duration.ofDays(90);

    /** What is half written, or in a temporary folder, for so long is left over from a JVM that was killed. */
    private static final Duration UNFINISHED = Duration.ofDays(1);

    /** Not a Path yet: the locale may be unable to express it, which is this folder's failure, not that of the next. */
    private final String name;
    private final boolean temporary;

    private LibraryFolder(String name, boolean temporary) {
        this.name = name;
        this.temporary = temporary;
    }

    /** Where libraries can go, the best first: the chosen folder, else the user's cache folders, or temporary ones. */
    static List<LibraryFolder> candidates(String chosen) {
        if (chosen != null) {
            return List.of(new LibraryFolder(Path.of(chosen).toAbsolutePath().toString(), false));
        }
        List<LibraryFolder> folders = new ArrayList<>();
        boolean windows = NativePlatform.isWindows();
        String cache = System.getenv(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        if (cache != null && !cache.isEmpty()) {
            folders.add(new LibraryFolder(cache + "/enet4j", false));
        }
        if (!windows || folders.isEmpty()) {
            String home = System.getProperty("user.home");
            folders.add(new LibraryFolder(
                    home + (NativePlatform.isMac() ? "/Library/Caches/enet4j" : "/.cache/enet4j"), false));
        }
        folders.add(new LibraryFolder(System.getProperty("java.io.tmpdir"), true));
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isEmpty()) {
            folders.add(new LibraryFolder(runtime, true));
        }
        return folders;
    }

    /**
     * The file with that content: the one there, if it is whole, else a new one. A JVM can load a file in one class
     * loader only, so others take further copies: 0, 1...
     */
    Path put(byte[] content, String file, int copy) throws IOException {
        String hash = hash(content);
        FolderTrust trust = new FolderTrust();
        if (temporary) {
            Path above = path();
            trust.requireShared(above);
            return write(content, Files.createTempDirectory(above.toRealPath(), PREFIX).resolve(file));
        }
        Path folder = createPrivate(path(), trust).resolve(copy == 0 ? hash : hash + "-" + copy);
        createPrivate(folder, trust);
        trust.requireUnchangeable(folder);
        Path target = folder.resolve(file);
        if (!isWhole(target, content.length, hash, trust)) {
            return write(content, target);
        }
        markAsUsed(folder);
        return target;
    }

    private Path path() throws IOException {
        Path path = Path.of(name);
        if (!path.isAbsolute()) { // of a user without a home folder, for example
            throw new IOException("not an absolute path");
        }
        return path;
    }

    /** With what is missing above it, for our user alone, but in nothing that others could change. The real path. */
    private static Path createPrivate(Path folder, FolderTrust trust) throws IOException {
        Path existing = folder;
        while (existing.getParent() != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        trust.require(existing);
        if (!existing.equals(folder)) {
            Files.createDirectories(folder, permissions("rwx------"));
        }
        return folder.toRealPath();
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return NativePlatform.isWindows() ? new FileAttribute<?>[0] : new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))};
    }

    /** Asks for the length first: what is there instead may be larger than memory. */
    private static boolean isWhole(Path target, int length, String hash, FolderTrust trust) throws IOException {
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) || Files.size(target) != length) {
            return false;
        }
        trust.requireUnchangeable(target);
        try (FileInputStream in = new FileInputStream(target.toFile())) {
            return hash(in.readAllBytes()).equals(hash);
        }
    }

    /** In one step, so that another JVM finds it whole or not at all. */
    private static Path write(byte[] content, Path target) throws IOException {
        // No need for chance, in a folder that is ours alone: getting it started can take long after a boot.
        String name = target.getFileName() + "." + ProcessHandle.current().pid() + "-" + System.nanoTime()
                + Leftovers.PART;
        Path part = target.resolveSibling(name);
        try {
            Files.createFile(part, permissions("rw-r--r--"));
            try (FileOutputStream out = new FileOutputStream(part.toFile())) {
                out.write(content);
            }
            return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** So that it is not removed as left over; a folder that can't be written to is not. */
    private static void markAsUsed(Path folder) {
        try {
            if (Leftovers.isOlder(Files.getLastModifiedTime(folder), UNFINISHED)) {
                Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
            }
        } catch (IOException e) {
            // Somebody else's, filled beforehand.
        }
    }

    /**
     * Removes what will not be used again: the file just loaded (or not), if it is a temporary one, and what others
     * have left over. Windows lets nobody delete a library in use: there the one is left for a later start.
     */
    void tidy(Path file) {
        Path folder = file.getParent();
        Leftovers leftovers = new Leftovers(folder, file.getFileName().toString());
        if (temporary) {
            leftovers.remove(TEMPORARY, UNFINISHED);
            leftovers.remove(folder.getFileName().toString()::equals, Duration.ZERO);
        } else {
            leftovers.remove(HASH, KEPT);
            leftovers.removeParts(UNFINISHED);
        }
    }

    static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
