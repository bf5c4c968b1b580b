package io.github.enet4j.cli.decode;

import io.github.enet4j.cli.Failure;
import io.github.enet4j.multiplayer.GodotProject;
import io.github.enet4j.multiplayer.GodotProjectException;
import io.github.enet4j.multiplayer.project.ProjectFiles;
import io.github.enet4j.multiplayer.project.ReplicatedProperty;
import io.github.enet4j.multiplayer.project.SceneNode;
import io.github.enet4j.multiplayer.project.SceneText;
import io.github.enet4j.multiplayer.project.ScriptText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the files of a Godot project say of the nodes that packets name. What scripts add when they run is not in there,
 * but for remote methods: a node's checksum tells which script it has, wherever it is.
 */
final class GodotGame {
    private final ProjectFiles files;
    private final SceneText scenes;
    private final Map<String, List<String>> methodsByChecksum = new HashMap<>();
    private final Map<String, SceneNode> roots = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** Of the project in a folder; fails if there is none. */
    GodotGame(Path folder) {
        GodotProject project;
        try {
            project = GodotProject.open(folder);
        } catch (GodotProjectException e) {
            throw new Failure(e.getMessage());
        }
        files = new ProjectFiles(Files.isRegularFile(folder) ? folder.toAbsolutePath().getParent() : folder);
        scenes = new SceneText(files);
        if (project.mainScene() != null) {
            reading(() -> addScene(project.mainScene()));
        }
        project.autoloads().forEach((name, path) -> {
            if (path.endsWith(".tscn")) {
                reading(() -> roots.putIfAbsent(name, scenes.read(path)));
            }
        });
        files.list(".tscn").forEach(path -> reading(() -> addScene(path)));
        files.list(".gd").forEach(path -> reading(() -> addScript(files.script(path))));
    }

    private void reading(Runnable action) {
        try {
            action.run();
        } catch (GodotProjectException e) {
            if (!problems.contains(e.getMessage())) {
                problems.add(e.getMessage());
            }
        }
    }

    private void addScene(String path) {
        SceneNode root = scenes.read(path);
        roots.putIfAbsent(root.name(), root);
        addScripts(root);
    }

    private void addScripts(SceneNode node) {
        if (node.script() != null) {
            reading(() -> addScript(node.script()));
        }
        node.children().forEach(this::addScripts);
    }

    private void addScript(ScriptText script) {
        List<String> methods = MethodNames.sorted(script.methods(files).keySet());
        if (!methods.isEmpty()) {
            methodsByChecksum.putIfAbsent(checksum(String.join("", methods)), methods);
        }
    }

    private static String checksum(String names) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("MD5").digest(names.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** What of the project could not be read. */
    List<String> problems() {
        return problems;
    }

    /** The methods of the script with this checksum, in the order of their numbers; null if there is none. */
    List<String> methods(String checksum) {
        return methodsByChecksum.get(checksum);
    }

    /** The methods of a node's script, in the order of their numbers. */
    List<String> methods(SceneNode node) {
        return node.script() == null ? List.of() : MethodNames.sorted(node.script().methods(files).keySet());
    }

    /**
     * The node at a path: below the root of a scene, wherever that is in the tree. Null where the files have none, as
     * for what scripts add.
     */
    SceneNode find(String path) {
        String[] names = path.split("/");
        for (int i = 0; i < names.length; i++) {
            SceneNode found = descend(roots.get(names[i]), names, i + 1);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The node at so many names below another; null if there is none. */
    static SceneNode descend(SceneNode from, String[] names, int start) {
        SceneNode node = from;
        for (int i = start; node != null && i < names.length; i++) {
            String name = names[i];
            node = node.children().stream().filter(child -> child.name().equals(name)).findFirst().orElse(null);
        }
        return node;
    }

    /** The scene of that number of a spawner's; null if it has none. */
    String spawnedScene(SceneNode spawner, int number) {
        try {
            List<String> all = spawner.spawnableScenes(files);
            return number < all.size() ? all.get(number) : null;
        } catch (GodotProjectException e) {
            return null;
        }
    }

    /** The root of a scene; null if that can't be read. */
    SceneNode scene(String path) {
        try {
            return scenes.read(path);
        } catch (GodotProjectException e) {
            return null;
        }
    }

    /** What a synchronizer sends; empty if that can't be read. */
    List<ReplicatedProperty> properties(SceneNode synchronizer) {
        try {
            return ReplicatedProperty.of(scenes, synchronizer);
        } catch (GodotProjectException e) {
            return List.of();
        }
    }
}
