package io.github.enet4j.server;

import java.util.List;

/**
 * How a server is, for a health check.
 *
 * @param healthy whether all loops are alive, and have looked for something to do lately
 * @param loops   each loop
 * @since 0.1.0
 */
public record ServerHealth(boolean healthy, List<LoopHealth> loops) {
}
