/*
 * Plain UDP on Linux with many datagrams per system call: gathered on the way out (udp_gather.h), taken in a ring on
 * the way in (udp_ring.h). What goes over the wire, and in which order to each destination, is the same as without.
 */
#ifndef E4J_UDP_LINUX_H
#define E4J_UDP_LINUX_H

#include "net/transport.h"

/* As e4j_udp_open; NULL also when the kernel can't do it. */
e4j_transport *e4j_udp_open_batched(void);

#endif
