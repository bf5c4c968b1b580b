package io.github.enet4j.multiplayer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer and this side have different remote methods on a node, so that calls reach wrong methods.
 *
 * @param node        the node
 * @param ours        our methods, in the order of their numbers
 * @param ourScript   the {@code res://} path of the script that they were read from; null if this program has declared
 *                    them itself
 * @param checksum    the MD5 of the peer's list in hexadecimal, which is all that travels; null if the peer has only
 *                    said that its list is another
 * @param theirs      the peer's methods, in the order of their numbers, if it has none, or those of a script in a
 *                    {@link GodotProject} that was attached; else null
 * @param theirScript the path of that script; null when it is not known, or has none
 * @since 0.1.0
 */
public record RpcMismatch(RemoteNode node, List<String> ours, @Nullable String ourScript, @Nullable String checksum,
        @Nullable List<String> theirs, @Nullable String theirScript) {
    /** What is wrong, in a sentence. */
    @Override
    public String toString() {
        String peers = theirs != null ? theirs + (theirScript == null ? "" : " (as in " + theirScript + ")")
                : "others" + (checksum == null ? "" : " (of no script that was read; checksum " + checksum + ")");
        return "remote methods of " + node + " differ: we have " + ours
                + (ourScript == null ? " (declared by this program)" : " (read from " + ourScript + ")")
                + ", the peer has " + peers;
    }
}
