/* What the UDP transports on POSIX sockets share: the socket, and the operations that move one datagram or none. */
#ifndef E4J_UDP_SOCKET_H
#define E4J_UDP_SOCKET_H

#include "net/transport.h"
#include "net/waker_posix.h"

typedef struct {
    e4j_transport base;
    int fd;
    int family;
    int reports_refusals; /* a call may fail for an ICMP message that an earlier datagram has brought */
    e4j_unsent unsent;
    e4j_waker waker;
} e4j_udp;

/* 0, or -1 (and e4j_transport_error says why); after either, e4j_udp_release is to be called in the end. */
int e4j_udp_init(e4j_udp *self, const e4j_transport_ops *ops);
void e4j_udp_release(e4j_udp *self);

/* A datagram could not be sent: what `send` answers then (0, it is counted; or -1). */
int e4j_udp_not_sent(e4j_udp *self, int error);

/* A receive failed: what `receive` answers then. */
int e4j_udp_not_received(int error);

/* See e4j_transport_ops. Those about refusals are Linux's (udp_refusals.c). */
int e4j_udp_bind(e4j_transport *transport, const ENetAddress *address);
int e4j_udp_local_address(e4j_transport *transport, ENetAddress *address);
int e4j_udp_set_option(e4j_transport *transport, ENetSocketOption option, int value);
int e4j_udp_send(e4j_transport *transport, const ENetAddress *address, const ENetBuffer *buffers, size_t count);
e4j_unsent e4j_udp_unsent(e4j_transport *transport);
int e4j_udp_report_refusals(e4j_transport *transport);
int e4j_udp_next_refusal(e4j_transport *transport, ENetAddress *address);
uint32_t e4j_udp_timer(e4j_transport *transport);
int e4j_udp_wait(e4j_transport *transport, uint32_t milliseconds);
void e4j_udp_wake(e4j_transport *transport);
void e4j_udp_rest(e4j_transport *transport);
intptr_t e4j_udp_descriptor(e4j_transport *transport);

#endif
