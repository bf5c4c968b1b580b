/* Datagrams that one recvmmsg has brought; those that the kernel has joined (UDP_GRO) are handed out one by one. */
#ifndef E4J_UDP_RING_H
#define E4J_UDP_RING_H

#include "net/transport.h"

typedef struct e4j_ring e4j_ring;

/* NULL when memory is short. */
e4j_ring *e4j_ring_create(int fd);
void e4j_ring_destroy(e4j_ring *ring);

/* As e4j_transport_ops.receive. */
int e4j_ring_receive(e4j_ring *ring, ENetAddress *from, ENetBuffer *buffer);

/*
 * Takes from the system what has arrived, as far as there is room for it. For the middle of long work: a system's
 * buffer holds some hundred small datagrams, and drops what comes beyond.
 */
void e4j_ring_keep(e4j_ring *ring);

/* Whether it holds datagrams that the system no longer knows of. From any thread. */
int e4j_ring_holds(e4j_ring *ring);

#endif
