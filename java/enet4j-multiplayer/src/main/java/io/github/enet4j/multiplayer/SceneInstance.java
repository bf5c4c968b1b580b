package io.github.enet4j.multiplayer;

import io.github.enet4j.multiplayer.project.ResourceText.Call;
import io.github.enet4j.variant.Color;
import io.github.enet4j.variant.Vector2;
import io.github.enet4j.variant.Vector2i;
import io.github.enet4j.variant.Vector3;
import io.github.enet4j.variant.Vector3i;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a {@link GodotScene}: its nodes, spawners and synchronizers, and the values of its synchronized
 * properties. The values are kept here unless an object is {@linkplain #bind bound}; at first they are what the scene
 * file sets, and null where it leaves that to the class or the script.
 *
 * <p>Values may be read and set by every thread.
 *
 * @since 0.1.0
 */
public final class SceneInstance {
    /** A synchronized property, here or in a field. */
    static final class Property {
        private volatile Object value;
        private volatile FieldProperty field;

        Object get() {
            FieldProperty bound = field;
            return bound != null ? bound.get() : value;
        }

        void set(Object newValue) {
            FieldProperty bound = field;
            if (bound != null) {
                bound.set(newValue);
            } else {
                value = newValue;
            }
        }

        /** Of two synchronizers with the same property the first says what it is. */
        void offer(Object initial) {
            value = value == null ? initial : value;
        }
    }

    private final GodotScene scene;
    private final RemoteNode root;
    private final Map<String, RemoteNode> nodes = new HashMap<>();
    private final Map<String, MultiplayerSpawner> spawners = new HashMap<>();
    private final Map<String, MultiplayerSynchronizer> synchronizers = new HashMap<>();
    private final Map<String, Map<String, Property>> properties = new HashMap<>();

    SceneInstance(GodotScene scene, RemoteNode root) {
        this.scene = scene;
        this.root = root;
    }

    void add(RemoteNode node) {
        nodes.put(node.path(), node);
    }

    void add(RemoteNode node, MultiplayerSpawner spawner) {
        spawners.put(node.path(), spawner);
    }

    void add(RemoteNode node, MultiplayerSynchronizer synchronizer) {
        synchronizers.put(node.path(), synchronizer);
    }

    Property property(RemoteNode holder, String name) {
        return properties.computeIfAbsent(holder.path(), path -> new HashMap<>())
                .computeIfAbsent(name, key -> new Property());
    }

    /**
     * What it is an instance of.
     *
     * @return the scene
     */
    public GodotScene scene() {
        return scene;
    }

    /**
     * The root of this instance.
     *
     * @return its node
     */
    public RemoteNode root() {
        return root;
    }

    /**
     * A node that the scene has. What a script adds when it runs is {@code root().node(path)}.
     *
     * @param path relative to the root, "." for the root
     * @return the node
     * @throws IllegalArgumentException if the scene has no such node
     */
    public RemoteNode node(String path) {
        RemoteNode node = nodes.get(below(path));
        if (node == null) {
            throw new IllegalArgumentException("there is no node " + path + " in " + scene.path()
                    + "; one that a script adds is root().node(\"" + path + "\")");
        }
        return node;
    }

    private String below(String path) {
        return NodePaths.normalize(NodePaths.child(root.path(), path));
    }

    /**
     * A spawner.
     *
     * @param path where it is, relative to the root
     * @return the spawner
     * @throws IllegalArgumentException if there is none
     */
    public MultiplayerSpawner spawner(String path) {
        return found(spawners.get(below(path)), "spawner", path, relative(spawners));
    }

    /**
     * A synchronizer.
     *
     * @param path where it is, relative to the root
     * @return the synchronizer
     * @throws IllegalArgumentException if there is none
     */
    public MultiplayerSynchronizer synchronizer(String path) {
        return found(synchronizers.get(below(path)), "synchronizer", path, relative(synchronizers));
    }

    /**
     * The value of a synchronized property.
     *
     * @param path as in the game's configuration, relative to the root: "Sprite:frame"; or just "frame" for the root's
     * @return the value, as {@link io.github.enet4j.variant.Variants} has it, or as the bound field has it
     * @throws IllegalArgumentException if no synchronizer has this property
     */
    public Object get(String path) {
        return find(path).get();
    }

    /**
     * Sets the value of a synchronized property; if this side has authority over its synchronizer, it is sent.
     *
     * @param path  as for {@link #get}
     * @param value a value as {@link io.github.enet4j.variant.Variants} writes it
     * @throws IllegalArgumentException if no synchronizer has this property
     */
    public void set(String path, @Nullable Object value) {
        find(path).set(value);
    }

    /**
     * Keeps the synchronized properties of the root in the fields of an object: {@code max_health} in the field {@code
     * maxHealth} or {@code max_health}. Those for which there is no field stay here. The fields keep the values that
     * they have.
     *
     * @param access a lookup that may use the fields: {@code MethodHandles.lookup()} in the class that has them
     * @param target the object
     * @return this
     * @throws IllegalArgumentException if a field is final or static, or there is none for any property
     */
    public SceneInstance bind(MethodHandles.Lookup access, Object target) {
        Map<String, String> fields = new HashMap<>();
        for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                fields.putIfAbsent(field.getName(), field.getName());
                fields.putIfAbsent(SnakeCase.of(field.getName()), field.getName());
            }
        }
        int bound = 0;
        for (var entry : properties.getOrDefault(root.path(), Map.of()).entrySet()) {
            String field = fields.get(entry.getKey());
            if (field != null) {
                entry.getValue().field = FieldProperty.of(access, target, field);
                bound++;
            }
        }
        if (bound == 0) {
            throw new IllegalArgumentException(
                    target.getClass().getName() + " has no field for any synchronized property of " + root);
        }
        return this;
    }

    private Property find(String path) {
        int colon = path.indexOf(':');
        RemoteNode holder = colon <= 0 ? root : node(path.substring(0, colon));
        Map<String, Property> known = properties.getOrDefault(holder.path(), Map.of());
        return found(known.get(path.substring(colon + 1)), "synchronized property", path, known.keySet().stream());
    }

    private Stream<String> relative(Map<String, ?> byPath) {
        return byPath.keySet().stream().map(path -> NodePaths.relative(root.path(), path));
    }

    private <T> T found(@Nullable T object, String what, String path, Stream<String> known) {
        if (object == null) {
            throw new IllegalArgumentException("there is no " + what + " " + path + " in " + scene.path()
                    + ", which has " + known.sorted().toList());
        }
        return object;
    }

    /** What scene files have for the types that are usually synchronized. */
    static Object value(Object text) {
        if (!(text instanceof Call call)) {
            return text instanceof List<?> || text instanceof Map<?, ?> ? null : text;
        }
        List<Double> numbers = new ArrayList<>();
        for (Object argument : call.arguments()) {
            if (!(argument instanceof Number number)) {
                return null;
            }
            numbers.add(number.doubleValue());
        }
        double[] n = numbers.stream().mapToDouble(number -> number).toArray();
        return switch (call.name() + n.length) {
            case "Vector22" -> new Vector2(n[0], n[1]);
            case "Vector33" -> new Vector3(n[0], n[1], n[2]);
            case "Vector2i2" -> new Vector2i((int) n[0], (int) n[1]);
            case "Vector3i3" -> new Vector3i((int) n[0], (int) n[1], (int) n[2]);
            case "Color4" -> new Color((float) n[0], (float) n[1], (float) n[2], (float) n[3]);
            default -> null;
        };
    }
}
