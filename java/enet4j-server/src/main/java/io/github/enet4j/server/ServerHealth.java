package io.github.enet4j.server;

import java.util.List;

/**
 * How a server is, for a health check.
 *
 * @param healthy whether all loops are alive, and have looked for something to do lately
 * @param loops   each loop
 */
public record ServerHealth(boolean healthy, List<LoopHealth> loops) {
}
