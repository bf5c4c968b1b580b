package io.github.enet4j.multiplayer.project;

import io.github.enet4j.multiplayer.GodotProjectException;
import io.github.enet4j.multiplayer.ReplicationMode;
import io.github.enet4j.multiplayer.project.ResourceText.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A property that a MultiplayerSynchronizer is set to send.
 *
 * @param path    NODE:PROPERTY, the node relative to the synchronizer's root
 * @param mode    when it is sent
 * @param onSpawn whether it is also sent when the root is spawned
 * @since 0.1.0
 */
public record ReplicatedProperty(String path, ReplicationMode mode, boolean onSpawn) {
    /**
     * Those of a synchronizer.
     *
     * @param scenes       what its scene was read by
     * @param synchronizer its node
     * @return the properties, in the order of its configuration
     */
    public static List<ReplicatedProperty> of(SceneText scenes, SceneNode synchronizer) {
        List<ReplicatedProperty> all = new ArrayList<>();
        if (synchronizer.properties().get("replication_config") instanceof Resource config) {
            Map<String, Object> values = scenes.values(config);
            for (int i = 0; values.get("properties/" + i + "/path") != null; i++) {
                all.add(of(values, "properties/" + i + "/", synchronizer));
            }
        }
        return all;
    }

    private static ReplicatedProperty of(Map<String, Object> values, String prefix, SceneNode synchronizer) {
        Object at = values.get(prefix + "path");
        String text = at instanceof Call call && call.arguments().size() == 1
                ? String.valueOf(call.arguments().get(0)) : String.valueOf(at);
        if (text.indexOf(':') < 0) {
            throw new GodotProjectException("synchronizer " + synchronizer.name()
                    + ": not the path of a property: " + text);
        }
        return new ReplicatedProperty(text, mode(values, prefix), !Boolean.FALSE.equals(values.get(prefix + "spawn")));
    }

    /** Before Godot 4.2 there were two truths in place of the number. */
    private static ReplicationMode mode(Map<String, Object> values, String prefix) {
        Object mode = values.get(prefix + "replication_mode");
        if (mode instanceof Long number && number >= 0 && number < ReplicationMode.values().length) {
            return ReplicationMode.values()[number.intValue()];
        }
        if (Boolean.TRUE.equals(values.get(prefix + "watch"))) {
            return ReplicationMode.ON_CHANGE;
        }
        return Boolean.FALSE.equals(values.get(prefix + "sync")) ? ReplicationMode.NEVER : ReplicationMode.ALWAYS;
    }

    /**
     * The node that has it.
     *
     * @return its path relative to the synchronizer's root; "." for that itself
     */
    public String holder() {
        int colon = path.indexOf(':');
        return colon == 0 ? "." : path.substring(0, colon);
    }

    /**
     * Its name.
     *
     * @return what follows the colon
     */
    public String property() {
        return path.substring(path.indexOf(':') + 1);
    }
}
