package io.github.enet4j;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Removes folders of libraries beside the one in use. In a temporary folder everybody may have put something that looks
 * like one of ours, and may exchange it at any time: each folder is opened once, without following a link, and what is
 * looked at and removed is in that open folder (SecureDirectoryStream). It must belong to the owner of the one in use,
 * and hold nothing but libraries. What can't be removed stays, and does no harm.
 */
final class Leftovers {
    static final String PART = ".part";

    private final Path used;
    private final String library;

    /** Beside this folder, which a library of that name is in. */
    Leftovers(Path used, String library) {
        this.used = used;
        this.library = library;
    }

    static boolean isOlder(FileTime time, Duration age) {
        return !time.toInstant().isAfter(Instant.now().minus(age));
    }

    /** Removes the folders of such names that are of that age, or older. */
    void remove(Predicate<String> names, Duration age) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(used.getParent())) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (!names.test(name.toString())) {
                    continue;
                }
                if (entries instanceof SecureDirectoryStream<Path> above) {
                    removeFrom(above, name, age);
                } else if (NativePlatform.isWindows()) { // where the folders above are nobody else's
                    remove(entry, age);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Nothing to be seen there.
        }
    }

    private void removeFrom(SecureDirectoryStream<Path> above, Path name, Duration age) {
        try {
            try (SecureDirectoryStream<Path> folder = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                PosixFileAttributes found =
                        folder.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
                List<Path> files = librariesIn(folder);
                if (files == null || !isOlder(found.lastModifiedTime(), age)
                        || !found.owner().equals(Files.getOwner(used, LinkOption.NOFOLLOW_LINKS))) {
                    return;
                }
                for (Path file : files) {
                    folder.deleteFile(file.getFileName());
                }
            }
            above.deleteDirectory(name);
        } catch (IOException | DirectoryIteratorException e) {
            // A link, in use, or somebody else's.
        }
    }

    private void remove(Path path, Duration age) {
        try {
            List<Path> files;
            try (DirectoryStream<Path> folder = Files.newDirectoryStream(path)) {
                files = librariesIn(folder);
            }
            if (files == null || !isOlder(Files.getLastModifiedTime(path), age)) {
                return;
            }
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(path);
        } catch (IOException | DirectoryIteratorException e) {
            // In use.
        }
    }

    /** All that is there; null if there is anything else than libraries. */
    private List<Path> librariesIn(DirectoryStream<Path> folder) {
        List<Path> files = new ArrayList<>();
        for (Path file : folder) {
            String name = file.getFileName().toString();
            if (!name.equals(library) && !(name.startsWith(library) && name.endsWith(PART))) {
                return null;
            }
            files.add(file);
        }
        return files;
    }

    /** Removes what is half written in the folder in use. */
    void removeParts(Duration age) {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(used, "*" + PART)) {
            for (Path part : parts) {
                if (isOlder(Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS), age)) {
                    Files.delete(part);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Somebody else's.
        }
    }
}
