#include "dtls/handshakes.h"

void e4j_handshakes_add(e4j_handshakes *self, const ENetAddress *address, const e4j_session_failure *failure,
                        uint64_t milliseconds)
{
    self->last[self->ended++ % E4J_HANDSHAKES_KEPT] = (e4j_handshake) {*address, *failure, (uint32_t) milliseconds};
}

const e4j_handshake *e4j_handshakes_get(const e4j_handshakes *self, uint32_t number)
{
    return &self->last[number % E4J_HANDSHAKES_KEPT];
}
