/**
 * ENet's protocol as it stands in datagrams: read, described, and rid of single commands.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.enet4j.testing.wire;

import org.jspecify.annotations.NullMarked;
