/* Has a new host number peers and sessions as ENet does, where a test compares or repeats every byte. */
#ifndef IN_ORDER_H
#define IN_ORDER_H

#include "host/host.h"

static inline void number_in_order(e4j_host *host)
{
    host->window.in_order = 1;
    for (size_t slot = 0; slot < host->window.capacity; slot++)
        host->enet->peers[slot].incomingSessionID = host->enet->peers[slot].outgoingSessionID = 0xff;
}

#endif
