/**
 * What a game server says to Agones, which runs game servers on Kubernetes, and learns from it:
 * {@link io.github.enet4j.agones.AgonesSdk}.
 */
package io.github.enet4j.agones;
