package io.github.enet4j.multiplayer.project;

import io.github.enet4j.multiplayer.GodotProjectException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files below a project's folder, by their {@code res://} paths, and by the names and ids that stand for those.
 *
 * @since 0.1.0
 */
public final class ProjectFiles {
    /** What every path starts with. */
    public static final String ROOT = "res://";

    private static final long LARGEST = 16 << 20;
    private static final Pattern UID = Pattern.compile("uid=\"(uid://\\w+)\"");
    private static final Pattern CLASS_NAME = Pattern.compile(
            "(?m)^(?:@\\w+(?:\\([^)\\n]*\\))?[ \\t]+)*class_name[ \\t]+(\\w+)", Pattern.UNICODE_CHARACTER_CLASS);

    private final Path folder;
    private final Map<String, ScriptText> scripts = new HashMap<>();
    private Map<String, String> classes;
    private Map<String, String> uids;

    /**
     * Of a project.
     *
     * @param folder where its project.godot is
     */
    public ProjectFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Reads a file.
     *
     * @param path its {@code res://} path
     * @return its text
     */
    public String text(String path) {
        Path file = file(path);
        try {
            if (Files.size(file) > LARGEST) {
                throw new GodotProjectException(path + ": larger than " + LARGEST + " bytes");
            }
            String text = Files.readString(file);
            if (text.startsWith("RSRC") || text.startsWith("RSCC")) {
                throw new GodotProjectException(path + ": a binary resource; save it as text (.tscn, .tres)");
            }
            return withoutMark(text).replace("\r\n", "\n");
        } catch (java.nio.charset.MalformedInputException e) {
            throw new GodotProjectException(path + ": not a text file in UTF-8", e);
        } catch (IOException e) {
            throw new GodotProjectException(path + ": cannot be read: " + e, e);
        }
    }

    private Path file(String path) {
        if (!path.startsWith(ROOT)) {
            throw new GodotProjectException(path + ": not a path in the project, which begins with " + ROOT);
        }
        try {
            Path file = folder.resolve(path.substring(ROOT.length())).normalize();
            if (!file.startsWith(folder)) {
                throw new GodotProjectException(path + ": outside of the project");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new GodotProjectException(path + ": no file can be called so", e);
        }
    }

    /**
     * The script in a file.
     *
     * @param path its {@code res://} path
     * @return the script, the same each time
     */
    public ScriptText script(String path) {
        ScriptText script = scripts.get(path);
        if (script == null) {
            if (!path.endsWith(".gd")) {
                throw new GodotProjectException(path + ": only scripts in GDScript are read");
            }
            script = ScriptText.read(path, text(path));
            scripts.put(path, script);
        }
        return script;
    }

    /**
     * The script that declares itself to be a class of a name.
     *
     * @param className the name
     * @return its {@code res://} path; null when there is none
     */
    public String scriptOfClass(String className) {
        index();
        return classes.get(className);
    }

    /**
     * What a path leads to that may be a {@code uid://}.
     *
     * @param path a path
     * @return the {@code res://} path
     */
    public String resolve(String path) {
        if (!path.startsWith("uid://")) {
            return path;
        }
        index();
        String resolved = uids.get(path);
        if (resolved == null) {
            throw new GodotProjectException(path + ": no file of the project has this id");
        }
        return resolved;
    }

    /**
     * Where a file is now that may have been moved since its path was written down.
     *
     * @param path its {@code res://} path
     * @param uid  its {@code uid://} id
     * @return the path if there is a file, else that of the file with the id; the path if there is none either
     */
    public String find(String path, String uid) {
        if (!path.startsWith(ROOT) || Files.exists(file(path))) {
            return path;
        }
        index();
        return uids.getOrDefault(uid, path);
    }

    /**
     * All files whose names end so.
     *
     * @param ending as ".tscn"
     * @return their {@code res://} paths, in the order of the alphabet
     */
    public List<String> list(String ending) {
        List<String> paths = new ArrayList<>();
        walk(file -> {
            if (file.getFileName().toString().endsWith(ending)) {
                paths.add(path(file));
            }
        });
        Collections.sort(paths);
        return paths;
    }

    /** Reads the first lines of all files that may name a class or an id. */
    private void index() {
        if (classes != null) {
            return;
        }
        classes = new HashMap<>();
        uids = new HashMap<>();
        walk(this::index);
    }

    /** What is done with a file. */
    private interface FileAction {
        void accept(Path file) throws IOException;
    }

    /** All files that are not hidden. */
    private void walk(FileAction action) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                    boolean hidden = !visited.equals(folder) && visited.getFileName().toString().startsWith(".");
                    return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    action.accept(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new GodotProjectException(folder + ": cannot be read: " + e, e);
        }
    }

    private String path(Path file) {
        return ROOT + folder.relativize(file).toString().replace('\\', '/');
    }

    private void index(Path file) throws IOException {
        String path = path(file);
        if (path.endsWith(".gd")) {
            Matcher name = CLASS_NAME.matcher(start(file));
            if (name.find()) {
                classes.put(name.group(1), path);
            }
        } else if (path.endsWith(".uid")) {
            uids.put(start(file).strip(), path.substring(0, path.length() - ".uid".length()));
        } else if (path.endsWith(".tscn") || path.endsWith(".tres")) {
            Matcher uid = UID.matcher(start(file).lines().findFirst().orElse(""));
            if (uid.find()) {
                uids.put(uid.group(1), path);
            }
        }
    }

    private static String start(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return withoutMark(new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8));
        }
    }

    /** Without the byte order mark that some editors put first. */
    private static String withoutMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
