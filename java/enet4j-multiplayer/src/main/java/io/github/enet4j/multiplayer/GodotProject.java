package io.github.enet4j.multiplayer;

import io.github.enet4j.multiplayer.project.ProjectFiles;
import io.github.enet4j.multiplayer.project.ResourceText;
import io.github.enet4j.multiplayer.project.SceneText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a Godot project, read as text: what nodes there are, which remote methods their scripts have, what their
 * spawners spawn and their synchronizers send. So a Java program need not repeat any of it.
 *
 * <pre>{@code
 * GodotProject project = GodotProject.open(Path.of("game"));
 * project.scene("res://main.tscn").attach(multiplayer, instance -> { ... });
 * }</pre>
 *
 * <p>Read are project.godot, scenes and resources saved as text (.tscn, .tres) and scripts in GDScript, also built-in
 * ones. Not read are binary files, exported packs, C# scripts, and what scripts do when they run: nodes, methods and
 * spawnable scenes that they add have to be declared by the program.
 *
 * <p>Whatever is in the files, what is thrown is {@link GodotProjectException}, which names the file and the line. For
 * one thread at a time.
 *
 * @see SceneMultiplayer
 * @since 0.1.0
 */
public final class GodotProject {
    final ProjectFiles files;
    final SceneText scenes;
    private final Map<String, String> autoloads = new LinkedHashMap<>();
    private final String mainScene;

    private GodotProject(Path folder) {
        files = new ProjectFiles(folder);
        scenes = new SceneText(files);
        String main = null;
        String settings = ProjectFiles.ROOT + "project.godot";
        for (ResourceText.Section section : ResourceText.read(settings, files.text(settings))) {
            if (section.tag().equals("autoload")) {
                section.values().forEach((name, path) -> autoloads.put(name, autoload(String.valueOf(path))));
            } else if (section.tag().equals("application")) {
                main = section.values().get("run/main_scene") instanceof String path ? files.resolve(path) : main;
            }
        }
        mainScene = main;
    }

    /** A * says that the node is a global variable, too. */
    private String autoload(String path) {
        return files.resolve(path.startsWith("*") ? path.substring(1) : path);
    }

    /**
     * Opens a project.
     *
     * @param folder where its project.godot is, or that file
     * @return the project
     * @throws GodotProjectException if there is none, or it can't be understood
     */
    public static GodotProject open(Path folder) {
        Path given = folder.toAbsolutePath();
        return new GodotProject(Files.isRegularFile(given) ? given.getParent() : given);
    }

    /**
     * The nodes that Godot adds below the root before the first scene.
     *
     * @return {@code res://} paths of scripts or scenes by the nodes' names, in order
     */
    public Map<String, String> autoloads() {
        return Collections.unmodifiableMap(autoloads);
    }

    /**
     * The scene that the game starts with.
     *
     * @return its {@code res://} path; null if the project names none
     */
    public @Nullable String mainScene() {
        return mainScene;
    }

    /**
     * Reads a scene, with those that it instances or inherits.
     *
     * @param path its {@code res://} path, or {@code uid://} id
     * @return the scene
     * @throws GodotProjectException if there is none, or it can't be understood
     */
    public GodotScene scene(String path) {
        String resolved = files.resolve(path);
        return new GodotScene(this, resolved, scenes.read(resolved));
    }
}
