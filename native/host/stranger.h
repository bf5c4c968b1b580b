/*
 * A datagram of somebody who has no peer here: it names peer 0xFFF, and all that ENet makes of it is a CONNECT. No more
 * of it is decompressed than that takes, whatever comes behind it; a client may have more to say at once.
 */
#ifndef E4J_STRANGER_H
#define E4J_STRANGER_H

#include <enet/enet.h>

#include <stdint.h>

enum {
    /* A CONNECT and what may stand before it, bytes. */
    E4J_STRANGER_COMMANDS = 64,
    /* Of a compressed datagram that is looked at: a CONNECT, and ten commands beside it. */
    E4J_STRANGER_BLOCK = 128
};

typedef struct {
    int compressed;
    int has_sent_time;
    uint16_t sent_time;
    size_t length; /* of the commands; 0 when the datagram can't be read or its checksum is wrong */
    uint8_t commands[E4J_STRANGER_COMMANDS];
} e4j_stranger;

/* Reads what has arrived at the host. Whether it names peer 0xFFF. */
int e4j_stranger_read(const ENetHost *enet, e4j_stranger *stranger);

/* The CONNECT that starts there, NULL when there is none. */
const ENetProtocolConnect *e4j_stranger_connect(const e4j_stranger *stranger, size_t at);

/* Puts a datagram with just this CONNECT in the place of what has arrived and was read. */
void e4j_stranger_put(ENetHost *enet, e4j_stranger *stranger, uint16_t sent_time, const ENetProtocolConnect *connect);

#endif
