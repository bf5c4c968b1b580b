package io.github.enet4j.multiplayer;

import io.github.enet4j.variant.VariantWriter;

/**
 * Writes the arguments of a remote call one by one, without an object for each.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RpcArguments {
    /**
     * Writes them all. May be called again when there was too little room.
     *
     * @param writer takes them, in the compact form; to be used in this call only
     */
    void write(VariantWriter writer);
}
