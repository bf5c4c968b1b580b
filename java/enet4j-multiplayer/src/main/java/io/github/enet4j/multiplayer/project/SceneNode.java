package io.github.enet4j.multiplayer.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node of a scene, with all that its scene, the instanced and the inherited ones say of it.
 *
 * @since 0.1.0
 */
public final class SceneNode {
    final String name;
    final List<SceneNode> children = new ArrayList<>();
    final Map<String, Object> properties = new LinkedHashMap<>();
    String type = "";
    ScriptText script;

    SceneNode(String name) {
        this.name = name;
    }

    /** The same under another name, for another place. */
    SceneNode copy(String newName) {
        SceneNode copy = new SceneNode(newName);
        copy.type = type;
        copy.script = script;
        copy.properties.putAll(properties);
        children.forEach(child -> copy.children.add(child.copy(child.name)));
        return copy;
    }

    /** Null when there is none. */
    SceneNode child(String wanted) {
        for (SceneNode child : children) {
            if (child.name.equals(wanted)) {
                return child;
            }
        }
        return null;
    }

    /**
     * Its name.
     *
     * @return the last part of its path
     */
    public String name() {
        return name;
    }

    /**
     * Its class in Godot.
     *
     * @return as MultiplayerSpawner
     */
    public String type() {
        return type;
    }

    /**
     * Its script.
     *
     * @return null when it has none
     */
    public ScriptText script() {
        return script;
    }

    /**
     * What the scene sets.
     *
     * @return values by name, as {@link ResourceText} has them, resources as {@link Resource}
     */
    public Map<String, Object> properties() {
        return properties;
    }

    /**
     * The nodes below it, in order.
     *
     * @return a list
     */
    public List<SceneNode> children() {
        return children;
    }

    /**
     * The scenes that it spawns, if it is a MultiplayerSpawner.
     *
     * @param files where they are
     * @return their {@code res://} paths, in the order in which they are numbered
     */
    public List<String> spawnableScenes(ProjectFiles files) {
        List<String> paths = new ArrayList<>();
        if (properties.get("_spawnable_scenes") instanceof ResourceText.Call list) {
            list.arguments().forEach(each -> paths.add(files.resolve(String.valueOf(each))));
        }
        return paths;
    }
}
