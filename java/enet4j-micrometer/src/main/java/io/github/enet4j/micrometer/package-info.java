/**
 * Binders for Micrometer: {@link io.github.enet4j.micrometer.ENetConnectionMetrics} and
 * {@link io.github.enet4j.micrometer.ENetServerMetrics}.
 *
 * @see <a href="https://github.com/enet4j/enet4j/blob/main/docs/monitoring.md#the-meters">All meters</a>
 * @since 0.1.0
 */
@NullMarked
package io.github.enet4j.micrometer;

import org.jspecify.annotations.NullMarked;
