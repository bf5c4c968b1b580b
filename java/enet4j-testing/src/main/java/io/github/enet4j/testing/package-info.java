/**
 * A bad network for tests: {@link io.github.enet4j.testing.NetworkProxy} and a JUnit extension that brings one.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.enet4j.testing;

import org.jspecify.annotations.NullMarked;
