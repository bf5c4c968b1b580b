/*
 * What packets in fragments may cost before they are there. Their memory is taken on their sender's word: for a small
 * one all of it with the first fragment, for a large one up to the last byte that was written (platform/memory.h). So a
 * few bytes could bring pages for many. Here each peer has its account: it is charged what its packets take, and
 * credited what of them has arrived.
 */
#ifndef E4J_FRAGMENTS_H
#define E4J_FRAGMENTS_H

#include <enet/enet.h>

#include <stddef.h>

/*
 * How much more a peer's packets may take than it has sent of them, bytes, for reliable and for unreliable ones each.
 * An ENet has one window of reliable data on its way at most, sends in order, and begins a packet when it has sent the
 * one before: that is two windows of gaps, where what was lost is sent again, and one small packet.
 */
enum { E4J_FRAGMENTS_CREDIT = 8 * ENET_PROTOCOL_MAXIMUM_WINDOW_SIZE };

typedef struct {
    ptrdiff_t unreliable, reliable;
} e4j_fragments_debt;

/*
 * What stands in protocol.c for ENET_PROTOCOL_MAXIMUM_FRAGMENT_COUNT, to which ENet compares the count that each
 * fragment names (fragment_count.h): 0, so that it refuses the fragment, if that would take more memory than the peer
 * has credit.
 */
enet_uint32 e4j_fragments_most(ENetPeer *peer, const ENetProtocol *command);

/* Whether a packet of that length may begin with this fragment, and that it has. */
int e4j_fragments_may_begin(ENetPeer *peer, const ENetProtocol *command, size_t length);
void e4j_fragments_begin(ENetPeer *peer, ENetPacket *packet, const ENetProtocol *command);

/* A packet of any kind leaves ENet. */
void e4j_fragments_end(e4j_fragments_debt *debt, ENetPacket *packet);

#endif
