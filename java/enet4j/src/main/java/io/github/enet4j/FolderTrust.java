package io.github.enet4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether only this process's user and the system's could exchange what is loaded from a folder. Whoever owns a folder
 * above it, or may write there, could put another one in its place; where the sticky bit is set, only the own entries.
 * On Windows a user's folders are the user's by access control lists that they inherit: nothing is looked at there.
 */
final class FolderTrust {
    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    private static final int BY_GROUP = 0020;
    private static final int BY_OTHERS = 0002;
    private static final int STICKY = 01000;
    private static final int EFFECTIVE_UID = 2; // after the label and the real one

    /** The ids of our user, and of the one who owns everything: root, or whom a container takes for it. */
    private final Set<Integer> trusted = new HashSet<>();

    FolderTrust() throws IOException {
        if (POSIX) {
            trusted.add(ourselves());
            trusted.add(uid(Path.of("/")));
        }
    }

    /** Throws unless a folder, and all above it, by its name and by where links lead, are safe from others. */
    void require(Path folder) throws IOException {
        requireShared(folder);
        for (Path path : names(folder)) {
            requireUnchangeable(path, true);
        }
    }

    /** The same of a folder that others may put things into, as they may into temporary ones. */
    void requireShared(Path folder) throws IOException {
        for (Path path : names(folder)) {
            requireOwner(path);
            for (Path above = path.getParent(); above != null; above = above.getParent()) {
                requireUnchangeable(above, true);
            }
        }
    }

    /** Throws unless a file or folder belongs to us or the system, and nobody else may write to it. */
    void requireUnchangeable(Path path) throws IOException {
        requireUnchangeable(path, false);
    }

    private void requireUnchangeable(Path path, boolean orSticky) throws IOException {
        if (!POSIX) {
            return;
        }
        requireOwner(path);
        int mode = (int) Files.getAttribute(path, "unix:mode");
        boolean changeable = (mode & BY_OTHERS) != 0 || (mode & BY_GROUP) != 0 && !isOwnersGroup(path);
        if (changeable && !(orSticky && (mode & STICKY) != 0)) {
            throw new IOException(describe(path));
        }
    }

    /** Of a link, too, which its owner could let lead elsewhere. */
    private void requireOwner(Path path) throws IOException {
        if (POSIX && !(trusted.contains(uid(path)) && trusted.contains(uid(path, LinkOption.NOFOLLOW_LINKS)))) {
            throw new IOException(describe(path));
        }
    }

    private static List<Path> names(Path folder) throws IOException {
        return List.of(folder.toAbsolutePath(), folder.toRealPath());
    }

    /** The habit of many systems: a group for each user, of the same name. */
    private static boolean isOwnersGroup(Path path) throws IOException {
        PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class);
        return found.group().getName().equals(found.owner().getName());
    }

    /** Whom the system takes this process for: Linux tells, elsewhere the owner of a new file. */
    private static int ourselves() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("Uid:")) {
                    return Integer.parseUnsignedInt(line.split("\\s+")[EFFECTIVE_UID]);
                }
            }
        }
        Path probe = Files.createTempFile("enet4j", null);
        try {
            return uid(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static int uid(Path path, LinkOption... options) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", options);
    }

    private static String describe(Path path) throws IOException {
        PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class);
        return path + " belongs to " + found.owner() + " with permissions "
                + PosixFilePermissions.toString(found.permissions()) + ": others could change what is loaded from it";
    }
}
