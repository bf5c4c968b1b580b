package io.github.enet4j;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds and loads the native library: the file that a property names; else the one for this platform from the jar, put
 * into a {@link LibraryFolder}; else, where the jar has none, the one that the system's library path has.
 */
final class NativeLoader {
    /** The path of a library file to load, and no other. */
    static final String PATH_PROPERTY = ENet4j.property("library");

    /** A folder to put the library into instead of the user's cache folder. */
    static final String FOLDER_PROPERTY = ENet4j.property("folder");

    /**
     * The folder beside our classes to take the library from, where {@link NativePlatform} is wrong about the platform.
     */
    static final String PLATFORM_PROPERTY = ENet4j.property("platform");

    private static final String NAME = "enet4j";
    private static final String NOT_FOR_US = "is loaded already, for a relocated copy of these classes";

    /** More class loaders of one JVM than would load enet4j, with as many relocated copies as there may be. */
    private static final int MAX_COPIES = 64;

    /** Where the library is from; null until it is loaded, and when that has been told. */
    private static volatile String untold;

    private String platform = "this platform";
    private final List<Throwable> failures = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();

    private NativeLoader() {
    }

    /** Has the library loaded if that has not been tried before. Throws the failure, each time anew. */
    static void load() {
        // Only through Native's initialization: a lock of our own beside that of the class could end in a deadlock, as
        // JNI_OnLoad asks for Native too.
        Throwable failure = ENet4j.unavailabilityCause();
        if (failure != null) {
            UnsatisfiedLinkError error = new UnsatisfiedLinkError(failure.getMessage());
            error.initCause(failure);
            throw error;
        }
        String from = untold;
        if (from != null) { // not earlier: a program's logging has no place in the initialization of a class
            untold = null;
            Notice.LIBRARY_LOADED.tell("enet4j " + ENet4j.version() + ": native library loaded from " + from);
        }
    }

    /** For Native's initialization: null if the library is loaded, else the failure. */
    static UnsatisfiedLinkError attempt() {
        NativeLoader loader = new NativeLoader();
        try {
            String named = setting(PLATFORM_PROPERTY);
            loader.platform = named != null ? named : NativePlatform.current();
            return loader.tryAll() ? null : loader.failure();
        } catch (Throwable e) {
            loader.failed(loader.platform, e);
            return loader.failure();
        }
    }

    /** One that a script has set to nothing is not set: as a path it would be the current folder. */
    private static String setting(String property) {
        String value = System.getProperty(property, "");
        return value.isEmpty() ? null : value;
    }

    private boolean tryAll() {
        String path = setting(PATH_PROPERTY);
        if (path != null) {
            return tryFile(Path.of(path).toAbsolutePath());
        }
        URL url = find(resource(platform));
        if (url == null) {
            tried.add(resource(platform) + ": not on the class path or module path");
            return tryLoad("java.library.path", () -> System.loadLibrary(NAME));
        }
        if (url.getProtocol().equals("file") && tryLoad(url.toString(), () -> System.load(fileOf(url)))) {
            return true;
        }
        byte[] content = read(url);
        for (LibraryFolder folder : LibraryFolder.candidates(setting(FOLDER_PROPERTY))) {
            if (tryFolder(folder, content)) {
                return true;
            }
        }
        return false;
    }

    private boolean tryFolder(LibraryFolder folder, byte[] content) {
        try {
            for (int copy = 0; copy < MAX_COPIES; copy++) {
                Path file = folder.put(content, NativePlatform.file(platform), copy);
                boolean loaded = tryFile(file);
                folder.tidy(file);
                if (loaded || !isTaken() || copy == MAX_COPIES - 1) {
                    return loaded;
                }
                failures.remove(failures.size() - 1);
                tried.remove(tried.size() - 1);
            }
        } catch (IOException | RuntimeException e) {
            failed(folder.toString(), e);
        }
        return false;
    }

    /** Whether the last file has been loaded in this JVM for other classes than these. */
    private boolean isTaken() {
        String message = failures.get(failures.size() - 1).getMessage();
        // The first as HotSpot and OpenJ9 put it.
        return message != null
                && (message.toLowerCase(Locale.ROOT).contains("another classloader") || message.equals(NOT_FOR_US));
    }

    private boolean tryFile(Path file) {
        return tryLoad(file.toString(), () -> System.load(file.toString()));
    }

    /** A library of another version is none: which it is, it says itself. */
    private boolean tryLoad(String what, Runnable load) {
        try {
            load.run();
            String version = boundVersion();
            if (!version.equals(ENet4j.version())) {
                throw new UnsatisfiedLinkError(
                        "is of enet4j " + version + ", these classes are of " + ENet4j.version());
            }
            untold = what;
            return true;
        } catch (LinkageError | RuntimeException e) {
            failed(what, e);
            return false;
        }
    }

    /** The JVM loads a file once for a class loader, which may hold a relocated copy of our classes beside these. */
    private static String boundVersion() {
        try {
            return Native.version();
        } catch (UnsatisfiedLinkError e) {
            throw new UnsatisfiedLinkError(NOT_FOR_US);
        }
    }

    private void failed(String what, Throwable failure) {
        failures.add(failure);
        String message = failure instanceof UnsatisfiedLinkError ? failure.getMessage() : failure.toString();
        String prefix = what + ": ";
        while (message.startsWith(prefix)) { // both the JVM and the C library's loader name the file
            message = message.substring(prefix.length());
        }
        tried.add(prefix + message);
    }

    private UnsatisfiedLinkError failure() {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError(
                "enet4j " + ENet4j.version() + " can't load its native library for " + platform + ". Tried:\n  "
                + String.join("\n  ", tried) + "\n" + advice());
        failures.forEach(error::addSuppressed);
        return error;
    }

    private String advice() {
        if (failures.stream().anyMatch(IllegalCallerException.class::isInstance)) {
            Module module = NativeLoader.class.getModule();
            return "This JVM denies native access: start it with --enable-native-access="
                    + (module.isNamed() ? module.getName() + "." : "ALL-UNNAMED, or put"
                    + " \"Enable-Native-Access: ALL-UNNAMED\" into the manifest of the application's jar.");
        }
        if (setting(PATH_PROPERTY) != null) {
            return "The file was named by -D" + PATH_PROPERTY + "; without that the one in the jar is taken.";
        }
        if (find(resource(platform)) == null) {
            List<String> present =
                    NativePlatform.RELEASED.stream().filter(name -> find(resource(name)) != null).toList();
            return "Libraries are here for " + (present.isEmpty() ? "no platform" : String.join(", ", present))
                    + ", and released for " + String.join(", ", NativePlatform.RELEASED)
                    + ": add io.github.enet4j:enet4j, which has all of those, or its jars with the classifiers slim"
                    + " and the platform's name; or build the library and name its file with -D" + PATH_PROPERTY
                    + "=FILE.";
        }
        return "A folder that is mounted noexec, that can't be written to, or that others could change, can be avoided"
                + " with -D" + FOLDER_PROPERTY + "=FOLDER; -D" + PATH_PROPERTY + "=FILE names a library file; -D"
                + PLATFORM_PROPERTY + "=PLATFORM another platform.";
    }

    private static String resource(String platform) {
        return platform + "/" + NativePlatform.file(platform);
    }

    /**
     * In our own package, so that classes that were relocated find what was relocated with them. In our own module or
     * jar first; the jar for one platform beside the slim one is another.
     */
    private static URL find(String resource) {
        URL url = NativeLoader.class.getResource(resource);
        ClassLoader loader = NativeLoader.class.getClassLoader();
        return url != null || loader == null ? url
                : loader.getResource(NativeLoader.class.getPackageName().replace('.', '/') + "/" + resource);
    }

    private static String fileOf(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(URL url) {
        try {
            var connection = url.openConnection();
            // A cached jar would stay open as long as the JVM runs, and be read on although it has been exchanged.
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new IllegalStateException("can't read " + url, e);
        }
    }
}
