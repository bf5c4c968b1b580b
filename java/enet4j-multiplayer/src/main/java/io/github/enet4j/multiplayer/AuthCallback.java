package io.github.enet4j.multiplayer;

/**
 * Gets what peers send to authenticate.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AuthCallback {
    /**
     * Data of a peer that is not admitted yet. It may come in any number of parts, also after
     * {@link SceneMultiplayer#completeAuth} was called.
     *
     * @param id   the peer
     * @param data what it gave to its {@link SceneMultiplayer#sendAuth}
     */
    void authenticate(int id, byte[] data);
}
