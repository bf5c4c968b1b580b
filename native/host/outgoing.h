/*
 * What a peer has been given to send: counted from the moment that a packet is taken until ENet frees it, when it has
 * been confirmed, or sent if nobody confirms it, or dropped; and bounded, so that a peer that takes nothing fills no
 * memory.
 */
#ifndef E4J_OUTGOING_H
#define E4J_OUTGOING_H

#include <enet/enet.h>

#include <stddef.h>

/* Room for ENet's largest packet, and some beside. */
enum { E4J_DEFAULT_QUEUED = ENET_HOST_DEFAULT_MAXIMUM_PACKET_SIZE + (16 << 20) };

/* Of one peer. */
typedef struct {
    size_t data; /* bytes of packets */
    size_t packets;
} e4j_outgoing;

const e4j_outgoing *e4j_outgoing_of(const ENetPeer *peer);

/* Whether a packet of this length may be queued. A peer with nothing queued takes any. */
int e4j_outgoing_has_room(const ENetPeer *peer, size_t length);

/* 0, or -1 and the packet, which nobody else may hold, is still the caller's. */
int e4j_outgoing_send(ENetPeer *peer, enet_uint8 channel, ENetPacket *packet);

/* One packet to many peers: one set of data, but a packet for each, so that each is counted by itself. */
typedef struct e4j_sharing e4j_sharing;

/* For so many peers at most. NULL when memory is short; else the packet is not the caller's any more. */
e4j_sharing *e4j_outgoing_share(ENetPacket *packet, size_t peers);
/* Sends it, if the peer is connected, has room for it and could get it through. */
void e4j_outgoing_send_share(e4j_sharing *sharing, ENetPeer *peer, enet_uint8 channel);
void e4j_outgoing_end_share(e4j_sharing *sharing);

#endif
