/*
 * A client that comes back from the port it had (killed and started again) connects beside its old connection, which
 * has not timed out yet. Here the two are kept apart, and the old one ends. The other way round it is the same: a
 * server that was started again gives the slot of an old connection to a new one.
 */
#ifndef E4J_RECONNECT_H
#define E4J_RECONNECT_H

#include <enet/enet.h>

/*
 * Right after enet_host_create: each slot begins with session numbers of its own, for strangers to guess. ENet goes on
 * counting from there. (Its first connection in a slot is always number 0.)
 */
void e4j_reconnect_start(ENetHost *host);

/*
 * What ENet's protocol.c calls as enet_peer_queue_outgoing_command (CMakeLists.txt renames it there), which is only for
 * the answer to a CONNECT. ENet gives most new peers the same session numbers, by which the other side tells datagrams
 * of the old connection from those of the new one. Here the peer gets numbers that no other has which leads to the same
 * peer there, as long as there are any: there are four.
 */
ENetOutgoingCommand *e4j_reconnect_answer(ENetPeer *peer, const ENetProtocol *command, ENetPacket *packet,
                                          enet_uint32 offset, enet_uint16 length);

/* Another peer that led to the same one there as `newer`, which is established: its connection is over. Or NULL. */
ENetPeer *e4j_reconnect_older(const ENetPeer *newer);

#endif
