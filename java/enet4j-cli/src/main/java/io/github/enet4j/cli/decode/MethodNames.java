package io.github.enet4j.cli.decode;

import io.github.enet4j.cli.Failure;
import java.util.Arrays;
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
                throw new Failure("--methods takes NODE=METHOD,METHOD..., not " + node);
            }
            /* Strings in Java go by UTF-16, which differs from code points only above U+FFFF. */
            String path = node.substring(0, equals).replaceFirst("^/root/", "");
            names.put(path, Arrays.stream(node.substring(equals + 1).split(",")).map(String::strip).sorted().toList());
        }
    }

    /** The name of a method of the node at that path; its number where it is not known. */
    String name(String path, int method) {
        List<String> known = names.getOrDefault(path, List.of());
        return method < known.size() ? known.get(method) : "method" + method;
    }
}
