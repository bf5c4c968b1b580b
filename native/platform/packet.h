/*
 * Packets of ENet's in one block of memory with their data, instead of one for each; ENet is told that the data is not
 * its to free. And in front of the block of a command, which ENet allocates next and which is used with the packet: all
 * that is touched to send or to deliver a small packet lies side by side.
 */
#ifndef E4J_PACKET_H
#define E4J_PACKET_H

#include <enet/enet.h>

/* A packet that arrives in fragments. */
typedef struct {
    ENetPacket packet;
    size_t reached; /* bytes of its data that take memory: up to the last one written, or all from the start */
    size_t arrived; /* bytes of its fragments */
} e4j_fragmented;

/* Of those that e4j_packet_create has made, which come in fragments; else NULL. */
e4j_fragmented *e4j_packet_fragmented(ENetPacket *packet);

/* Of no or of unknown use for ENet. */
enum { E4J_NO_COMMAND = 0 };

/*
 * As enet_packet_create. `command` is the size of what ENet allocates next, or E4J_NO_COMMAND. Who does not have it
 * allocated by the same thread destroys the packet on this thread.
 */
ENetPacket *e4j_packet_make(const void *data, size_t length, enet_uint32 flags, size_t command);

/* The same without a copy: the data has to live as long. */
ENetPacket *e4j_packet_show(void *data, size_t length, enet_uint32 flags, size_t command);

/*
 * What ENet's peer.c calls as enet_packet_create (cmake/enet.cmake renames it there), before it allocates the command
 * of a packet that has come. Without data it makes room for a packet that arrives in fragments: zeroed, since nothing
 * but the sender's word says that the fragments will cover all of it.
 */
ENetPacket *e4j_packet_create(const void *data, size_t length, enet_uint32 flags);

/*
 * What ENet's protocol.c and peer.c call as enet_list_remove: the command behind it in the list, which has its turn
 * next, and the packet before that come from memory meanwhile. With thousands queued they are in no cache any more.
 */
void *e4j_packet_unlist(ENetListIterator position);

#endif
