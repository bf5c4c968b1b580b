/*
 * How large a reliable packet can be. ENet sends a large one in fragments that each take a sequence number of the
 * channel, and the other side acknowledges none that is seven windows of numbers ahead of what it has complete. Of a
 * packet that reaches further the rest is sent again and again, until the connection ends by a timeout.
 */
#ifndef E4J_PACKET_LIMIT_H
#define E4J_PACKET_LIMIT_H

#include <enet/enet.h>

/*
 * Whether a packet of this length gets through to the peer. In fragments of its MTU, 28672 fit while the channel's
 * sequence number is at the start of a window, 24577 always do. Unreliable fragments take no numbers.
 */
int e4j_packet_fits(const ENetPeer *peer, size_t channel, size_t length, uint32_t flags);

#endif
