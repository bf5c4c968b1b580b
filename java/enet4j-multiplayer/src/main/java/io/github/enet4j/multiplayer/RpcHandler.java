package io.github.enet4j.multiplayer;

import org.jspecify.annotations.Nullable;

/**
 * Runs a remote method that was called.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RpcHandler {
    /**
     * Runs it, in the thread that polls (for a local call in the one that calls). What it throws goes to {@link
     * MultiplayerListener#callbackFailed}.
     *
     * @param sender    who called: the id that the transport knows the caller by, which cannot be forged
     * @param arguments the arguments as {@link io.github.enet4j.variant.Variants} decodes them, of any number and type:
     *     they are what the caller sent. One that could not be decoded is null, and so are those after it (as in Godot)
     */
    void call(int sender, @Nullable Object[] arguments);
}
