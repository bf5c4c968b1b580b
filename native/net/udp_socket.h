/* What the UDP transports on POSIX sockets share: the socket, and the operations that move one datagram or none. */
#ifndef E4J_UDP_SOCKET_H
#define E4J_UDP_SOCKET_H

#include "net/transport.h"
#include "net/waker_posix.h"

typedef struct {
    e4j_transport base;
    int fd;
    int family;
    e4j_waker waker;
} e4j_udp;

/* 0, or -1; after either, e4j_udp_release is to be called in the end. */
int e4j_udp_init(e4j_udp *self, const e4j_transport_ops *ops);
void e4j_udp_release(e4j_udp *self);

/*
 * What some systems tell of an earlier datagram (an ICMP message that came back) or of a queue that is full for the
 * moment. It says nothing of this host: the datagram counts as lost on the way, and ENet's resends do the rest.
 */
int e4j_udp_is_noise(int error);

/* See e4j_transport_ops. */
int e4j_udp_bind(e4j_transport *transport, const ENetAddress *address);
int e4j_udp_local_address(e4j_transport *transport, ENetAddress *address);
int e4j_udp_set_option(e4j_transport *transport, ENetSocketOption option, int value);
int e4j_udp_send(e4j_transport *transport, const ENetAddress *address, const ENetBuffer *buffers, size_t count);
uint32_t e4j_udp_timer(e4j_transport *transport);
int e4j_udp_wait(e4j_transport *transport, uint32_t milliseconds);
void e4j_udp_wake(e4j_transport *transport);
void e4j_udp_rest(e4j_transport *transport);

#endif
