/*
 * enet_peer_queue_incoming_command, without its long searches: ENet looks for a reliable packet's place from the end of
 * the list, and one that was lost and is sent again belongs to the front, where the others wait for it; mostly behind
 * the one that came before it. `latest` is that one, or NULL when any command of the peer's may have left its list
 * since.
 */
#ifndef E4J_INSERT_H
#define E4J_INSERT_H

#include <enet/enet.h>

ENetIncomingCommand *e4j_insert(ENetPeer *peer, const ENetIncomingCommand *latest, const ENetProtocol *command,
                               const void *data, size_t length, enet_uint32 flags, enet_uint32 fragments);

#endif
