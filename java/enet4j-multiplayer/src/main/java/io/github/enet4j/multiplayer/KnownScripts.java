package io.github.enet4j.multiplayer;

import io.github.enet4j.multiplayer.project.ProjectFiles;
import io.github.enet4j.multiplayer.project.ScriptText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The remote methods of a project's scripts by their checksums, to make out from one of those what a peer has. */
final class KnownScripts {
    /**
     * A list that a checksum stands for.
     *
     * @param methods in the order of their numbers
     * @param script  which script has them; null for none at all
     */
    record Methods(List<String> methods, String script) {
    }

    private final Map<String, Methods> byChecksum = new HashMap<>();

    KnownScripts() {
        byChecksum.put(text(new RpcTable()), new Methods(List.of(), null));
    }

    void add(ProjectFiles files) {
        for (String path : files.list(".gd")) {
            RpcTable table = new RpcTable();
            try {
                ScriptText script = files.script(path);
                script.methods(files).forEach((name, method) -> table.declare(
                        name, false, method.mode(), method.transferMode(), method.channel(), method.callLocal()));
            } catch (GodotProjectException | IllegalArgumentException e) {
                continue; // what is wrong with it is told to who needs it
            }
            byChecksum.putIfAbsent(text(table), new Methods(table.list(), path));
        }
    }

    private static String text(RpcTable table) {
        return new String(table.checksum(), StandardCharsets.US_ASCII);
    }

    /** Null when it is the checksum of none of them. */
    Methods find(String checksum) {
        return byChecksum.get(checksum);
    }
}
