package io.github.enet4j.multiplayer.project;

import io.github.enet4j.multiplayer.GodotProjectException;
import io.github.enet4j.multiplayer.project.ResourceText.Call;
import io.github.enet4j.multiplayer.project.ResourceText.Section;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads scenes, with those that they instance and inherit, into trees of nodes.
 *
 * @since 0.1.0
 */
public final class SceneText {
    /** As many nodes as no game has; each instance of a scene may hold instances of the next. */
    private static final int MOST_NODES = 200_000;

    private final ProjectFiles files;
    private final Map<String, SceneNode> known = new HashMap<>();
    private final Deque<String> reading = new ArrayDeque<>();

    /**
     * Of a project.
     *
     * @param files its files
     */
    public SceneText(ProjectFiles files) {
        this.files = files;
    }

    /**
     * Reads a scene.
     *
     * @param path its {@code res://} path
     * @return its root
     */
    public SceneNode read(String path) {
        SceneNode root = known.get(path);
        if (root != null) {
            return root;
        }
        if (!path.endsWith(".tscn")) {
            throw new GodotProjectException(path + ": only scenes saved as text (.tscn) are read");
        }
        if (reading.contains(path)) {
            throw new GodotProjectException(path + ": instances itself in the end");
        }
        reading.push(path);
        root = new Scene(path, ResourceText.read(path, files.text(path))).root();
        reading.pop();
        known.put(path, root);
        return root;
    }

    /**
     * The values of a resource.
     *
     * @param resource the resource, in a scene or a file of its own
     * @return what it sets
     */
    public Map<String, Object> values(Resource resource) {
        if (resource.values() != null) {
            return resource.values();
        }
        for (Section section : ResourceText.read(resource.path(), files.text(resource.path()))) {
            if (section.tag().equals("resource")) {
                return section.values();
            }
        }
        throw new GodotProjectException(resource.path() + ": not a resource");
    }

    /** One file. */
    private final class Scene {
        private final String path;
        private final List<Section> sections;
        private final Map<String, Resource> external = new HashMap<>();
        private final Map<String, Section> internal = new HashMap<>();
        private SceneNode root;

        Scene(String path, List<Section> sections) {
            this.path = path;
            this.sections = sections;
        }

        SceneNode root() {
            for (Section section : sections) {
                switch (section.tag()) {
                    case "ext_resource" -> external.put(id(section), external(section));
                    case "sub_resource" -> internal.put(id(section), section);
                    case "node" -> add(section);
                    default -> { }
                }
            }
            if (root == null) {
                throw new GodotProjectException(path + ": has no nodes");
            }
            if (count(root) > MOST_NODES) {
                throw new GodotProjectException(path + ": has more than " + MOST_NODES + " nodes");
            }
            return root;
        }

        private static int count(SceneNode node) {
            return 1 + node.children.stream().mapToInt(Scene::count).sum();
        }

        private String id(Section section) {
            return String.valueOf(section.attributes().get("id"));
        }

        private Resource external(Section section) {
            Object target = section.attributes().get("path");
            if (!(target instanceof String text)) {
                throw wrong(section, "a resource without a path");
            }
            String full = text.contains("://") ? files.resolve(text)
                    : path.substring(0, path.lastIndexOf('/') + 1) + text;
            return new Resource(files.find(full, String.valueOf(section.attributes().get("uid"))), null);
        }

        private void add(Section section) {
            String name = String.valueOf(section.attributes().get("name"));
            Object parentPath = section.attributes().get("parent");
            if (parentPath == null) {
                if (root != null) {
                    throw wrong(section, "a second root");
                }
                root = make(section, name);
                fill(root, section);
                return;
            }
            SceneNode parent = find(section, String.valueOf(parentPath));
            SceneNode node = parent.child(name);
            if (node == null) {
                node = make(section, name);
                parent.children.add(position(section, parent.children.size()), node);
            }
            fill(node, section);
        }

        private int position(Section section, int last) {
            Object index = section.attributes().get("index");
            try {
                return index == null ? last : Math.max(0, Math.min(last, Integer.parseInt(index.toString())));
            } catch (NumberFormatException e) {
                throw wrong(section, "not an index: " + index);
            }
        }

        private SceneNode make(Section section, String name) {
            Object instance = section.attributes().get("instance");
            if (instance == null) {
                return new SceneNode(name);
            }
            if (!(resolved(section, instance) instanceof Resource scene)) {
                throw wrong(section, "not a scene: " + instance);
            }
            return read(scene.path()).copy(name);
        }

        private SceneNode find(Section section, String nodePath) {
            SceneNode node = root;
            for (String part : nodePath.split("/")) {
                if (node != null && !part.equals(".")) {
                    node = node.child(part);
                }
            }
            if (node == null) {
                throw wrong(section, "there is no node " + nodePath + " above");
            }
            return node;
        }

        private void fill(SceneNode node, Section section) {
            if (section.attributes().get("type") instanceof String type) {
                node.type = type;
            }
            section.values().forEach((key, value) -> {
                if (key.equals("script")) {
                    node.script = script(section, value);
                } else {
                    node.properties.put(key, resolved(section, value));
                }
            });
        }

        private ScriptText script(Section section, Object value) {
            Object script = resolved(section, value);
            if (script == null) {
                return null;
            }
            if (!(script instanceof Resource resource)) {
                throw wrong(section, "not a script: " + value);
            }
            if (resource.path().endsWith(".cs")) {
                return null; // left to the program
            }
            if (resource.values() == null) {
                return files.script(resource.path());
            }
            return ScriptText.read(path, String.valueOf(resource.values().get("script/source")));
        }

        private Object resolved(Section section, Object value) {
            if (!(value instanceof Call call) || call.arguments().size() != 1) {
                return value;
            }
            String id = String.valueOf(call.arguments().get(0));
            switch (call.name()) {
                case "ExtResource":
                    if (external.get(id) == null) {
                        throw wrong(section, "there is no ext_resource " + id);
                    }
                    return external.get(id);
                case "SubResource":
                    if (internal.get(id) == null) {
                        throw wrong(section, "there is no sub_resource " + id);
                    }
                    return new Resource(path, internal.get(id).values());
                case "NodePath":
                    return id;
                default:
                    return value;
            }
        }

        private GodotProjectException wrong(Section section, String what) {
            return new GodotProjectException(path + ":" + section.line() + ": " + what);
        }
    }
}
