package io.github.enet4j;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A folder that libraries out of jars are put into, each in a folder of its own that is named by the hash of the
 * library's content: programs, versions and JVMs share what is the same, and can't meet what is not.
 */
final class LibraryFolder {
    private static final String TEMPORARY = "enet4j-";
    private static final String PART = ".part";

    /** What nobody has used for so long is left over from another version. */
    private static final Duration KEPT = Duration.ofDays(90);

    /** What is half written, or in a temporary folder, for so long is left over from a JVM that was killed. */
    private static final Duration UNFINISHED = Duration.ofDays(1);

    private final Path path;
    private final boolean temporary;

    private LibraryFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** Where libraries can go, the best first: the chosen folder, else the user's cache folder, else temporary ones. */
    static List<LibraryFolder> candidates(String chosen) {
        if (chosen != null) {
            return List.of(new LibraryFolder(Path.of(chosen), false));
        }
        List<LibraryFolder> folders = new ArrayList<>();
        String home = System.getProperty("user.home");
        String cache = System.getenv(NativePlatform.isWindows() ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        if (cache != null && !cache.isEmpty()) {
            folders.add(new LibraryFolder(Path.of(cache, "enet4j"), false));
        } else if (home != null && home.length() > 1) { // "?" for a user whom the system has no name for
            String caches = NativePlatform.isMac() ? "Library/Caches" : ".cache";
            folders.add(new LibraryFolder(Path.of(home, caches, "enet4j"), false));
        }
        folders.add(new LibraryFolder(Path.of(System.getProperty("java.io.tmpdir")), true));
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isEmpty()) {
            folders.add(new LibraryFolder(Path.of(runtime), true));
        }
        return folders;
    }

    /**
     * The file with that content: the one there, if it is whole, else a new one. A JVM can load a file in one class
     * loader only, so others take further copies: 0, 1...
     */
    Path put(byte[] content, String file, int copy) throws IOException {
        String hash = hash(content);
        Path folder;
        if (temporary) {
            folder = Files.createTempDirectory(path, TEMPORARY);
        } else {
            folder = path.resolve(copy == 0 ? hash : hash + "-" + copy);
            Files.createDirectories(folder, ownersOnly(path));
            requireOwn(folder);
        }
        Path target = folder.resolve(file).toAbsolutePath();
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) || !hash(Files.readAllBytes(target)).equals(hash)) {
            write(content, target);
        } else if (isOlder(folder, UNFINISHED)) {
            Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
        }
        return target;
    }

    /** In one step, so that another JVM finds it whole or not at all. */
    private static void write(byte[] content, Path target) throws IOException {
        // No need for chance, in a folder that is ours alone: getting it started can take long after a boot.
        String name = target.getFileName() + "." + ProcessHandle.current().pid() + "-" + System.nanoTime() + PART;
        Path part = target.resolveSibling(name);
        try {
            Files.write(part, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Removes what will not be used again: the file just loaded (or not), if it is a temporary one, and what others
     * have left over. Windows lets nobody delete a library in use: there the one is left for a later start.
     */
    void tidy(Path file) {
        if (temporary) {
            remove(file.getParent());
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean left = temporary ? name.startsWith(TEMPORARY) && isOlder(entry, UNFINISHED)
                        : name.matches("[0-9a-f]{32}(-\\d+)?") && isOlder(entry, KEPT);
                if (left && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    remove(entry);
                }
            }
            removeParts(file.getParent());
        } catch (IOException e) {
            // What stays does no harm.
        }
    }

    private static void removeParts(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PART)) {
            for (Path part : parts) {
                if (isOlder(part, UNFINISHED)) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    private static void remove(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // In use, or somebody else's.
        }
    }

    private static boolean isOlder(Path path, Duration age) throws IOException {
        FileTime time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
        return time.toInstant().isBefore(Instant.now().minus(age));
    }

    /** That nobody else can exchange the library between our look at it and its loading. */
    private static void requireOwn(Path folder) throws IOException {
        if (!isPosix(folder)) {
            return; // on Windows the user's folders are the user's by access control lists that they inherit
        }
        PosixFileAttributes found =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> permissions = found.permissions();
        if (!found.isDirectory() || !found.owner().equals(ourselves(folder))
                || permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(folder + " belongs to " + found.owner() + " with permissions "
                    + PosixFilePermissions.toString(permissions) + ": others could change what is loaded from it");
        }
    }

    /** Whom the system takes this process for: in a container its user may have no name. */
    private static UserPrincipal ourselves(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "owner", null);
        try {
            return Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(probe);
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path path) {
        if (!isPosix(path)) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rwx------");
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
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
        return path.toString();
    }
}
