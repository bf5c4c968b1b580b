/**
 * What a game server says to Agones, which runs game servers on Kubernetes, and learns from it:
 * {@link io.github.enet4j.agones.AgonesSdk}.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.enet4j.agones;

import org.jspecify.annotations.NullMarked;
