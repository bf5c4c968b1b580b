package io.github.enet4j;

import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Finds and loads the native library: the file that the property names; else the one for this platform from the jar, put
 * into a folder of the user's under its content's hash, where the next start finds it.
 */
final class NativeLoader {
    /** The path of a library file to load instead of the one in the jar. */
    static final String PATH_PROPERTY = "io.github.enet4j.library";

    /** A folder to put the library into instead of the user's cache folder. */
    static final String FOLDER_PROPERTY = "io.github.enet4j.folder";

    private static final String FILE = System.mapLibraryName("enet4j");

    private static boolean loaded;

    private NativeLoader() {
    }

    static synchronized void load() {
        if (loaded) {
            return;
        }
        String path = System.getProperty(PATH_PROPERTY);
        if (path != null) {
            System.load(Path.of(path).toAbsolutePath().toString());
        } else {
            loadFromJar(Platform.RESOURCE_PREFIX + "/" + FILE);
        }
        loaded = true;
    }

    private static void loadFromJar(String resource) {
        URL url = NativeLoader.class.getResource("/" + resource);
        if (url == null) {
            throw new UnsatisfiedLinkError("enet4j has no native library for this platform: " + resource
                    + " is not on the class path; -D" + PATH_PROPERTY + "=FILE names one");
        }
        List<Throwable> failures = new ArrayList<>();
        StringBuilder tried = new StringBuilder();
        if (url.getProtocol().equals("file") && tryLoad(fileOf(url), failures, tried)) {
            return;
        }
        byte[] content = read(url);
        for (Path folder : folders()) {
            try {
                if (tryLoad(extract(content, folder), failures, tried)) {
                    return;
                }
            } catch (IOException e) {
                failures.add(e);
                tried.append("\n  ").append(folder).append(": ").append(e);
            }
        }
        UnsatisfiedLinkError error = new UnsatisfiedLinkError("can't load " + resource + " of enet4j; tried:" + tried
                + "\nA folder mounted noexec can be avoided with -D" + FOLDER_PROPERTY + "=FOLDER");
        failures.forEach(error::addSuppressed);
        throw error;
    }

    private static boolean tryLoad(Path file, List<Throwable> failures, StringBuilder tried) {
        try {
            System.load(file.toString());
            return true;
        } catch (UnsatisfiedLinkError e) {
            failures.add(e);
            tried.append("\n  ").append(file).append(": ").append(e.getMessage());
            return false;
        }
    }

    private static Path fileOf(URL url) {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(URL url) {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw (UnsatisfiedLinkError) new UnsatisfiedLinkError("can't read " + url).initCause(e);
        }
    }

    /** Where to put the library, the best first. */
    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        String chosen = System.getProperty(FOLDER_PROPERTY);
        if (chosen != null) {
            folders.add(Path.of(chosen));
            return folders;
        }
        String home = System.getProperty("user.home");
        String cache = System.getenv(Platform.isWindows() ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        if (cache != null && !cache.isEmpty()) {
            folders.add(Path.of(cache, "enet4j"));
        } else if (Platform.isMac()) {
            folders.add(Path.of(home, "Library", "Caches", "enet4j"));
        } else {
            folders.add(Path.of(home, ".cache", "enet4j"));
        }
        folders.add(Path.of(System.getProperty("java.io.tmpdir"), "enet4j-" + System.getProperty("user.name")));
        return folders;
    }

    /** The library's file in that folder, written unless it is there whole. */
    private static Path extract(byte[] content, Path folder) throws IOException {
        Path target = folder.resolve(hash(content)).resolve(FILE).toAbsolutePath();
        if (Files.isRegularFile(target) && hash(Files.readAllBytes(target)).equals(hash(content))) {
            return target;
        }
        Files.createDirectories(target.getParent());
        Path part = Files.createTempFile(target.getParent(), FILE, ".part");
        try {
            Files.write(part, content);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return target;
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
