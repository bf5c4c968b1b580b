/** ENet's protocol as it stands in datagrams: read, described, and rid of single commands. */
package io.github.enet4j.testing.wire;
