/*
 * What happens to a datagram before ENet has it. The program's own interceptor may take it, and the program may refuse
 * who wants to connect. The time that goes into the datagrams of a peer with much waiting, or much to confirm, is kept
 * within bounds, so that nobody else waits for long.
 */
#ifndef E4J_ARRIVAL_H
#define E4J_ARRIVAL_H

#include <enet/enet.h>

#include <stddef.h>
#include <stdint.h>

/* 1: the datagram was taken; 0: ENet is to have it. */
typedef int (*e4j_intercept)(void *context, const ENetAddress *from, const void *data, size_t length);

/* Whether the program wants the client that sends a CONNECT with that data; see e4j_host_set_admission. */
typedef int (*e4j_admission)(void *context, const ENetAddress *from, uint32_t data);

/* Time spent on a peer's datagrams. */
typedef struct {
    uint32_t period; /* its number */
    uint32_t spent;  /* in it, nanoseconds */
} e4j_work;

typedef struct {
    e4j_intercept intercept; /* NULL: none */
    void *intercept_context;
    e4j_admission admission; /* NULL: everybody */
    void *admission_context;
    e4j_work *measured; /* of whose datagram ENet has, NULL when its time is of no interest */
    uint64_t since;     /* nanoseconds */
    uint32_t acknowledgements; /* in the datagram so far, of a peer with many packets to send */
    size_t unconfirmed;        /* what each of them is looked for among */
    size_t steps;              /* that this may have taken since the clock was read */
    uint64_t unmatched; /* datagrams that belong to no connection and begin none */
    uint64_t overworked; /* datagrams that were dropped since their peer had taken too much time */
} e4j_arrivals;

struct e4j_host;

/* ENet's callback for interception. */
int ENET_CALLBACK e4j_arrival(ENetHost *enet, ENetEvent *event);

/* enet_socket_receive, as ENet's protocol.c calls it for the next datagram (CMakeLists.txt renames it there). */
int e4j_arrival_receive(ENetSocket socket, ENetAddress *address, ENetBuffer *buffers, size_t count);

/* enet_peer_throttle, as ENet's protocol.c calls it for each acknowledgement before it looks for what that confirms. */
int e4j_arrival_acknowledged(ENetPeer *peer, enet_uint32 round_trip);

/* ENet has returned: what comes now is nobody's datagram. */
void e4j_arrivals_rest(struct e4j_host *host);

#endif
