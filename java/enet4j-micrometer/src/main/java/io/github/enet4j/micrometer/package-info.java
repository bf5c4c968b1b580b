/**
 * Binders for Micrometer: {@link io.github.enet4j.micrometer.ENetConnectionMetrics} and
 * {@link io.github.enet4j.micrometer.ENetServerMetrics}. docs/monitoring.md lists the meters.
 */
package io.github.enet4j.micrometer;
