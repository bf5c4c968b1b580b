package io.github.enet4j.multiplayer;

/**
 * What a {@link SceneMultiplayer} has been doing since it was given its multiplayer peer.
 *
 * @param received        packets that came, of any kind
 * @param rejected        packets, or parts of them, that were dropped because something was wrong with them
 * @param relayed         copies of clients' packets that were sent on to other clients
 * @param relayDropped    copies that were not, because the sender was over its limit, the target has too much waiting,
 *                        or is just leaving
 * @param pathsForgotten  entries of peers' path caches that were given up for newer ones
 * @param callbacksFailed callbacks that threw something
 * @param notSent         reliable packets that could not be queued for a peer
 * @since 0.1.0
 */
public record MultiplayerCounters(
        long received, long rejected, long relayed, long relayDropped, long pathsForgotten, long callbacksFailed,
        long notSent) {
}
