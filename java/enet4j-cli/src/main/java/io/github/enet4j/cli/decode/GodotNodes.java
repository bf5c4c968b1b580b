package io.github.enet4j.cli.decode;

import io.github.enet4j.multiplayer.ReplicationMode;
import io.github.enet4j.multiplayer.project.ReplicatedProperty;
import io.github.enet4j.multiplayer.project.SceneNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes that one connection speaks of: each peer numbers them for itself. */
final class GodotNodes {
    private static final int MAX_KNOWN = 65536;
    private static final int MAX_SUBSETS = 1 << 12;

    /** Whose numbers they are: the client's, or those of the peer with an id, of which the server is 1. */
    static final int CLIENT = 0;

    static final int SERVER = 1;

    /** A synchronizer by its path, and what it sends, null where no project says so. */
    record Synchronizer(String path, List<ReplicatedProperty> properties) {
        List<String> names(ReplicationMode mode) {
            return properties == null ? List.of()
                    : properties.stream().filter(each -> each.mode() == mode).map(Synchronizer::name).toList();
        }

        List<String> namesOnSpawn() {
            return properties == null ? List.of()
                    : properties.stream().filter(ReplicatedProperty::onSpawn).map(Synchronizer::name).toList();
        }

        private static String name(ReplicatedProperty property) {
            return property.holder().equals(".") ? property.property() : property.path();
        }
    }

    /** What one peer has numbered. */
    private static final class Numbers {
        final Map<Long, String> paths = new HashMap<>();
        final Map<Long, String> spawned = new HashMap<>();
        final Map<Long, Synchronizer> synchronizers = new HashMap<>();
    }

    private final MethodNames given;
    private final GodotGame game;
    private final Map<Integer, Numbers> peers = new HashMap<>();
    private final Map<String, String> checksums = new HashMap<>();
    private final Map<String, SceneNode> spawnedScenes = new HashMap<>();

    /** With what is known beforehand; without a project, null. */
    GodotNodes(MethodNames given, GodotGame game) {
        this.given = given;
        this.game = game;
    }

    private Numbers numbers(int peer) {
        return peers.size() < MAX_KNOWN ? peers.computeIfAbsent(peer, id -> new Numbers())
                : peers.getOrDefault(peer, new Numbers());
    }

    private static <K, V> void remember(Map<K, V> map, K key, V value) {
        if (map.size() < MAX_KNOWN) {
            map.put(key, value);
        }
    }

    /** A peer has given a path a number; the checksum is of the node's methods. */
    void name(int peer, long number, String path, String checksum) {
        remember(numbers(peer).paths, number, path);
        remember(checksums, path, checksum);
    }

    /** The path that a peer means by a number. */
    String path(int peer, long number) {
        String known = numbers(peer).paths.get(number);
        return known != null ? known : "node " + number;
    }

    /** The name of a method; its number where it is not known. */
    String method(String path, int number) {
        List<String> methods = given.of(path);
        if (methods == null && game != null) {
            methods = game.methods(checksums.getOrDefault(path, ""));
            SceneNode node = methods == null ? find(path) : null;
            methods = node != null ? game.methods(node) : methods;
        }
        return methods != null && number < methods.size() ? methods.get(number) : "method" + number;
    }

    private SceneNode find(String path) {
        if (game == null) {
            return null;
        }
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            SceneNode root = spawnedScenes.get(path.substring(0, end));
            if (root != null) {
                String below = path.substring(Math.min(path.length(), end + 1));
                return below.isEmpty() ? root : GodotGame.descend(root, below.split("/"), 0);
            }
        }
        return game.find(path);
    }

    /* ---- Spawned nodes ---- */

    /** The path of a node that a spawner spawns; the name alone where no project says where that is. */
    String spawnPath(String spawner, String name) {
        SceneNode node = find(spawner);
        Object target = node == null ? null : node.properties().get("spawn_path");
        return target instanceof String path && !path.isEmpty() ? resolve(spawner, path) + "/" + name : name;
    }

    /** What a spawner's scene of that number is; null where no project says so. */
    String scene(String spawner, int number) {
        SceneNode node = find(spawner);
        return node == null ? null : game.spawnedScene(node, number);
    }

    /** A peer has spawned a node, of a scene if that is known, and given numbers to it and its synchronizers. */
    List<Synchronizer> spawn(int peer, long number, String path, String scene, List<Long> ids, int values) {
        Numbers numbers = numbers(peer);
        remember(numbers.spawned, number, path);
        SceneNode root = scene == null ? null : game.scene(scene);
        List<Synchronizer> found = root == null ? null : pick(synchronizers(root, path), ids.size(), values);
        if (root != null) {
            remember(spawnedScenes, path, root);
        }
        for (int i = 0; i < ids.size(); i++) {
            remember(numbers.synchronizers, ids.get(i), found != null ? found.get(i)
                    : new Synchronizer("synchronizer #" + ids.get(i) + " of " + path, null));
        }
        return found == null ? List.of() : found;
    }

    /** The node that a peer has spawned under a number. */
    String spawned(int peer, long number) {
        String known = numbers(peer).spawned.get(number);
        return known != null ? known : "node #" + number;
    }

    /** A synchronizer that has its number from a spawn. */
    Synchronizer spawnedSynchronizer(int peer, long number) {
        Synchronizer known = numbers(peer).synchronizers.get(number);
        return known != null ? known : new Synchronizer("synchronizer #" + number, null);
    }

    /** A synchronizer that is named by its path. */
    Synchronizer namedSynchronizer(int peer, long number) {
        String path = path(peer, number);
        SceneNode node = find(path);
        return new Synchronizer(path, node == null ? null : game.properties(node));
    }

    /** A scene's synchronizers that concern its root, as Godot finds them: from above, in their order. */
    private List<Synchronizer> synchronizers(SceneNode root, String path) {
        List<Synchronizer> found = new ArrayList<>();
        collect(root, path, path, found);
        return found;
    }

    private void collect(SceneNode node, String at, String rootPath, List<Synchronizer> found) {
        String target = String.valueOf(node.properties().getOrDefault("root_path", ".."));
        if (node.type().equals("MultiplayerSynchronizer") && resolve(at, target).equals(rootPath)) {
            found.add(new Synchronizer(at, game.properties(node)));
        }
        node.children().forEach(child -> collect(child, at + "/" + child.name(), rootPath, found));
    }

    /**
     * A spawn has those over which its sender has authority, which only scripts decide: the number of values mostly
     * tells. Null if it does not.
     */
    private static List<Synchronizer> pick(List<Synchronizer> all, int count, int values) {
        List<Synchronizer> picked = null;
        if (all.size() == count) {
            return all;
        }
        for (int subset = 0; 1L << all.size() <= MAX_SUBSETS && subset < 1 << all.size(); subset++) {
            int mask = subset;
            List<Synchronizer> some = all.stream().filter(each -> (mask >> all.indexOf(each) & 1) != 0).toList();
            if (some.size() == count && some.stream().mapToInt(each -> each.namesOnSpawn().size()).sum() == values) {
                if (picked != null) {
                    return null;
                }
                picked = some;
            }
        }
        return picked;
    }

    /** Where a path leads that is written from a node. */
    private static String resolve(String from, String path) {
        if (path.startsWith("/root/")) {
            return path.substring("/root/".length());
        }
        Deque<String> names = new ArrayDeque<>(Arrays.asList(from.split("/")));
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.equals(".")) {
                names.add(name);
            }
        }
        return String.join("/", names);
    }
}
