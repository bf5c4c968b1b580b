/*
 * Datagrams on their way out. Those for one destination that are of one size (the last may be smaller) become one
 * message that the kernel cuts up again (UDP_SEGMENT), and many messages go in one sendmmsg. Where the kernel refuses
 * such a message, its datagrams are sent one by one.
 */
#ifndef E4J_UDP_GATHER_H
#define E4J_UDP_GATHER_H

#include "net/udp_socket.h"

typedef struct e4j_gather e4j_gather;

/* The transport is what single datagrams go through. NULL when memory is short. */
e4j_gather *e4j_gather_create(e4j_udp *udp, int can_segment);
void e4j_gather_destroy(e4j_gather *gather);

/* Copies one datagram. Its length; 0 when it doesn't fit in at present, or never will. */
int e4j_gather_add(e4j_gather *gather, const ENetAddress *to, const ENetBuffer *buffers, size_t count);

/* Whether the message that took the latest datagram is full. */
int e4j_gather_wants_flush(const e4j_gather *gather);

/* Sends all. 0, or -1 when the socket is broken (see e4j_udp_not_sent). */
int e4j_gather_flush(e4j_gather *gather);

#endif
