package io.github.enet4j.cli.decode;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the methods are called whose numbers RPCs carry: Godot numbers those of a node's script in the order of their
 * names.
 */
final class MethodNames {
    private final Map<String, List<String>> names = new HashMap<>();

    /** From texts of the form PATH=NAME,NAME, one for each node, with all {@code @rpc} methods of its script. */
    MethodNames(List<String> nodes) {
        for (String node : nodes) {
            int equals = node.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("--methods takes NODE=METHOD,METHOD..., not " + node);
            }
            String path = node.substring(0, equals).replaceFirst("^/root/", "");
            names.put(path, sorted(Arrays.stream(node.substring(equals + 1).split(",")).map(String::strip).toList()));
        }
    }

    /** In the order of Godot's numbers: by code points, from which Java's order differs above U+FFFF. */
    static List<String> sorted(Collection<String> names) {
        return names.stream().sorted((a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray()))
                .toList();
    }

    /** The methods of the node at that path, in the order of their numbers; null where they are not known. */
    List<String> of(String path) {
        return names.get(path);
    }
}
