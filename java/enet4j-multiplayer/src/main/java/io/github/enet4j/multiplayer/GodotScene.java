package io.github.enet4j.multiplayer;

import io.github.enet4j.multiplayer.project.ReplicatedProperty;
import io.github.enet4j.multiplayer.project.SceneNode;
import io.github.enet4j.multiplayer.project.ScriptText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A scene of a {@link GodotProject}.
 *
 * @since 0.1.0
 */
public final class GodotScene {
    private final GodotProject project;
    private final String path;
    private final SceneNode root;

    GodotScene(GodotProject project, String path, SceneNode root) {
        this.project = project;
        this.path = path;
        this.root = root;
    }

    /**
     * Which scene it is.
     *
     * @return its {@code res://} path
     */
    public String path() {
        return path;
    }

    /**
     * The paths of all its nodes, relative to its root, in the order of the tree.
     *
     * @return a list that starts with "."
     */
    public List<String> nodes() {
        List<String> paths = new ArrayList<>();
        collect(root, NodePaths.ROOT, paths);
        return paths;
    }

    private static void collect(SceneNode node, String at, List<String> paths) {
        paths.add(at);
        node.children().forEach(child -> collect(child, NodePaths.child(at, child.name()), paths));
    }

    /**
     * Declares all that the scene and the autoloads have: see {@link #attach(SceneMultiplayer, Consumer)}.
     *
     * @param multiplayer gets the declarations
     * @return as there
     */
    public SceneInstance attach(SceneMultiplayer multiplayer) {
        return attach(multiplayer, instance -> { });
    }

    /**
     * Declares all that the scene and the autoloads have, as if the game had started with this scene: nodes, remote
     * methods, spawners with their scenes, synchronizers with their properties. Nodes that are spawned later, by this
     * side or another, are declared by themselves.
     *
     * @param multiplayer gets the declarations
     * @param setup       called for each instance: this scene, autoloads that are scenes, and each spawned node, before
     *     its state is sent or set. It implements interfaces, sets authority and gives properties their values
     * @return the instance of this scene
     * @throws GodotProjectException if something that it needs can't be understood
     */
    public SceneInstance attach(SceneMultiplayer multiplayer, Consumer<SceneInstance> setup) {
        Objects.requireNonNull(setup, "setup");
        multiplayer.learn(project.files);
        project.autoloads().forEach((name, autoload) -> {
            if (autoload.endsWith(".gd")) {
                declare(multiplayer.node(name), project.files.script(autoload));
            } else if (!autoload.endsWith(".cs")) {
                project.scene(autoload).instantiate(multiplayer, multiplayer.node(name), setup);
            }
        });
        return instantiate(multiplayer, multiplayer.node(root.name()), setup);
    }

    private SceneInstance instantiate(SceneMultiplayer multiplayer, RemoteNode node, Consumer<SceneInstance> setup) {
        SceneInstance instance = new SceneInstance(this, node);
        declareAll(multiplayer, instance, root, node, setup);
        setup.accept(instance);
        return instance;
    }

    private void declareAll(SceneMultiplayer multiplayer, SceneInstance instance, SceneNode scene, RemoteNode node,
            Consumer<SceneInstance> setup) {
        instance.add(node);
        if (scene.script() != null) {
            declare(node, scene.script());
        }
        if (scene.type().equals("MultiplayerSpawner")) {
            instance.add(node, spawner(multiplayer, scene, node, setup));
        } else if (scene.type().equals("MultiplayerSynchronizer")) {
            instance.add(node, synchronizer(multiplayer, instance, scene, node));
        }
        scene.children().forEach(
                child -> declareAll(multiplayer, instance, child, node.node(child.name()), setup));
    }

    private void declare(RemoteNode node, ScriptText script) {
        node.declare(script.file(), script.methods(project.files));
    }

    /* ---- Spawners ---- */

    private MultiplayerSpawner spawner(
            SceneMultiplayer multiplayer, SceneNode scene, RemoteNode node, Consumer<SceneInstance> setup) {
        Object spawnPath = scene.properties().get("spawn_path");
        if (!(spawnPath instanceof String target) || target.isEmpty()) {
            throw wrong(node, "the spawner has no spawn_path");
        }
        MultiplayerSpawner spawner = multiplayer.spawner(node.path(), relative(node, target));
        for (String spawned : scene.spawnableScenes(project.files)) {
            GodotScene spawnedScene = project.scene(spawned);
            spawner.addSpawnableScene(spawned, made -> spawnedScene.instantiate(multiplayer, made, setup));
        }
        if (scene.properties().get("spawn_limit") instanceof Long limit) {
            spawner.setSpawnLimit((int) Math.max(0, Math.min(Integer.MAX_VALUE, limit)));
        }
        return spawner;
    }

    private String relative(RemoteNode node, String target) {
        refuseUniqueNames(node, target);
        String normal = NodePaths.normalize(target.startsWith("/") ? target : node.path() + "/" + target);
        if (normal == null) {
            throw wrong(node, target + " is outside of the tree");
        }
        return normal;
    }

    /** No node's own name has this character. */
    private void refuseUniqueNames(RemoteNode node, String target) {
        if (target.contains("%")) {
            throw wrong(node, target + " leads over a unique name, which is not followed: write the whole path");
        }
    }

    private GodotProjectException wrong(RemoteNode node, String what) {
        return new GodotProjectException(path + ": node " + node.path() + ": " + what);
    }

    /* ---- Synchronizers ---- */

    private MultiplayerSynchronizer synchronizer(
            SceneMultiplayer multiplayer, SceneInstance instance, SceneNode scene, RemoteNode node) {
        Object rootPath = scene.properties().getOrDefault("root_path", "..");
        RemoteNode owner = multiplayer.node(relative(node, String.valueOf(rootPath)));
        MultiplayerSynchronizer synchronizer = owner.synchronizer(NodePaths.relative(owner.path(), node.path()));
        for (ReplicatedProperty each : ReplicatedProperty.of(project.scenes, scene)) {
            property(instance, synchronizer, owner, each);
        }
        synchronizer.setIntervals(seconds(scene, "replication_interval"), seconds(scene, "delta_interval"));
        if (Boolean.FALSE.equals(scene.properties().get("public_visibility"))) {
            synchronizer.setPublicVisibility(false);
        }
        return synchronizer;
    }

    private static double seconds(SceneNode scene, String name) {
        return scene.properties().get(name) instanceof Number number ? Math.max(0, number.doubleValue()) : 0;
    }

    private void property(
            SceneInstance instance, MultiplayerSynchronizer synchronizer, RemoteNode owner, ReplicatedProperty one) {
        refuseUniqueNames(owner, one.holder());
        RemoteNode holder = owner.node(one.holder());
        SceneInstance.Property property = instance.property(holder, one.property());
        property.offer(initialValue(instance, holder, one.property()));
        synchronizer.property(one.path(), one.mode(), one.onSpawn(), property::get, property::set);
    }

    /** What the scene sets; null when it leaves it to the class or the script. */
    private Object initialValue(SceneInstance instance, RemoteNode holder, String name) {
        SceneNode node = root;
        String relative = NodePaths.relative(instance.root().path(), holder.path());
        for (String part : relative.split("/")) {
            if (!part.equals(NodePaths.ROOT)) {
                node = node == null ? null : node.children().stream()
                        .filter(child -> child.name().equals(part)).findFirst().orElse(null);
            }
        }
        return node == null ? null : SceneInstance.value(node.properties().get(name));
    }
}
