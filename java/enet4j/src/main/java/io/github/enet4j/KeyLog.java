package io.github.enet4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Has the keys of DTLS sessions written to a file, for who looks at recorded traffic, if a property asks for it. */
final class KeyLog {
    /** A file: all DTLS sessions of this process can be decrypted with it. */
    private static final String PROPERTY = "io.github.enet4j.keylog";

    private static boolean open;

    private KeyLog() {
    }

    /** Opens it, once. */
    static synchronized void open() {
        String file = System.getProperty(PROPERTY);
        if (file == null || file.isEmpty() || open) {
            return;
        }
        Path path = Path.of(file).toAbsolutePath();
        create(path);
        int error = DtlsNative.logKeys((path + "\0").getBytes(StandardCharsets.UTF_8));
        if (error != 0) {
            throw new ENetException(ENetError.FAILED, "can't write the keys to " + path + ": system error " + error);
        }
        open = true;
        System.getLogger(KeyLog.class.getPackageName()).log(System.Logger.Level.WARNING,
                "The keys of all DTLS sessions are written to {0}, as -D{1} asks for: whoever reads that file can read "
                        + "everything that is sent. Never do this where others play.", path, PROPERTY);
    }

    /** For nobody else to read, where the system knows of such things. */
    private static void create(Path path) {
        try {
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(path, PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException e) {
            // Appended to, as such files are.
        } catch (IOException e) {
            throw new ENetException(ENetError.FAILED, "can't write the keys to " + path + ": " + e, e);
        }
    }
}
