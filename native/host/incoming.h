/*
 * What a peer may have waiting in a host. ENet bounds the bytes that wait for packets before them, but not their
 * number, nor the memory beside them, nor what the program has not read; and it searches its lists of them from the
 * end, so that their length is a matter of time too. All of that is bounded here, around its two calls that put a
 * packet into a list and take it out (CMakeLists.txt renames them in protocol.c).
 */
#ifndef E4J_INCOMING_H
#define E4J_INCOMING_H

#include "host/fragments.h"
#include "host/received.h"

#include <enet/enet.h>

#include <stdint.h>

/* Commands that may wait at one peer for packets before them. */
enum { E4J_WAITING_COMMANDS = 32768 };

/* A peer's unread bytes unless told otherwise, as ENet's own limit for what waits. */
enum { E4J_DEFAULT_UNREAD = ENET_HOST_DEFAULT_MAXIMUM_WAITING_DATA };

typedef struct {
    size_t unread; /* bytes that the program has not taken, per peer */
    size_t total;  /* bytes with what ENet needs beside, of all peers */
} e4j_incoming_limits;

/* A quarter of the machine's memory. */
size_t e4j_incoming_default_total(void);

/* What was not taken in, since the host was created. */
typedef struct {
    uint64_t impossible; /* fragments that no ENet makes */
    uint64_t refused;    /* reliable packets: the other side sends them again */
    uint64_t dropped;    /* unreliable packets */
} e4j_incoming_counters;

/* Of one peer. */
typedef struct {
    e4j_received *received; /* NULL until there is a packet */
    size_t commands;        /* in ENet's lists */
    size_t data;            /* of their packets */
    e4j_fragments_debt debt;
    size_t held_back;       /* commands that could not be delivered when they came, since there was none in a list */
    ENetIncomingCommand *latest; /* the reliable one that came last, NULL when any has left ENet since */
} e4j_incoming;

/* enet_peer_queue_incoming_command */
ENetIncomingCommand *e4j_incoming_queue(ENetPeer *peer, const ENetProtocol *command, const void *data, size_t length,
                                        enet_uint32 flags, enet_uint32 fragments);
/* enet_peer_receive */
ENetPacket *e4j_incoming_take(ENetPeer *peer, enet_uint8 *channel);

/* enet_packet_destroy for a packet that the program has taken, with the lock of its host: somewhat cheaper. */
void e4j_incoming_free(ENetPacket *packet);

/* The connection has ended; what the program has of it stays counted for the host. */
void e4j_incoming_end(ENetPeer *peer);

/* Bytes that have arrived and that the program has not taken. */
size_t e4j_incoming_unread(const ENetPeer *peer);

#endif
