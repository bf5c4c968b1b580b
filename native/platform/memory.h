/* The memory that ENet allocates: counted, and never the end of the process when there is none left. */
#ifndef E4J_MEMORY_H
#define E4J_MEMORY_H

#include <enet/enet.h>

#include <stdint.h>

/* Points ENet to this allocator. To be called once, before anything else of ENet. 0, or -1. */
int e4j_memory_initialize(void);

/* How many blocks ENet holds now in the whole process. */
int64_t e4j_memory_blocks(void);

/*
 * What ENet's peer.c calls as enet_packet_create (CMakeLists.txt renames it there). It makes room for a packet that
 * arrives in fragments: zeroed, since nothing but the sender's word says that the fragments will cover all of it.
 */
ENetPacket *e4j_packet_create(const void *data, size_t length, enet_uint32 flags);

#endif
