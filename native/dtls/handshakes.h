/* The handshakes that ended last, done or failed, for who wants to know of each. */
#ifndef E4J_HANDSHAKES_H
#define E4J_HANDSHAKES_H

#include "net/transport.h"

#include <enet/enet.h>

#include <stdint.h>

enum { E4J_HANDSHAKES_KEPT = 64 };

typedef struct {
    ENetAddress address;
    e4j_session_failure failure; /* kind 0: it is done */
    uint32_t milliseconds;       /* that it took */
} e4j_handshake;

typedef struct {
    uint32_t ended; /* how many, modulo 2^32; of these the last ones are kept */
    e4j_handshake last[E4J_HANDSHAKES_KEPT];
} e4j_handshakes;

void e4j_handshakes_add(e4j_handshakes *self, const ENetAddress *address, const e4j_session_failure *failure,
                        uint64_t milliseconds);

/* The one with that number, the first being 0; it has to be one of those that are kept. */
const e4j_handshake *e4j_handshakes_get(const e4j_handshakes *self, uint32_t number);

#endif
