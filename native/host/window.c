#include "host/window.h"

#include "platform/system.h"

#include <stdint.h>

/* ENet takes this many datagrams per pass, of which each may bring one peer. */
enum { SPARE = 256 };

void e4j_window_start(e4j_window *window, ENetHost *host)
{
    window->capacity = host->peerCount;
    window->used = 0;
    window->changed = 1;
    window->hidden = 0;
    window->in_order = 0;
    e4j_window_adjust(window, host);
}

static int in_use(const ENetHost *host, size_t slot)
{
    return host->peers[slot].state != ENET_PEER_STATE_DISCONNECTED;
}

void e4j_window_adjust(e4j_window *window, ENetHost *host)
{
    if (window->changed) {
        window->changed = 0;
        window->used = host->peerCount;
        while (window->used > 0 && !in_use(host, window->used - 1))
            window->used--;
    }
    host->peerCount = window->capacity - window->used < SPARE ? window->capacity : window->used + SPARE;
}

void e4j_window_draw(e4j_window *window, ENetHost *host)
{
    uint16_t free_slots[SPARE], number;
    size_t count = 0;
    window->changed = 1;
    for (size_t slot = 0; slot < host->peerCount && count < SPARE; slot++)
        if (!in_use(host, slot))
            free_slots[count++] = (uint16_t) slot;
    if (count == 0 || window->in_order || e4j_system_random(&number, sizeof number) != 0)
        return;
    size_t drawn = number % count;
    /* Of all states this is the one in which ENet passes over a peer without a look at its old address. */
    for (size_t i = 0; i < drawn; i++)
        host->peers[free_slots[i]].state = ENET_PEER_STATE_CONNECTING;
    window->hidden = free_slots[drawn];
}

/* No peer that is really connecting is without channels. */
void e4j_window_show(e4j_window *window, ENetHost *host)
{
    for (size_t slot = 0; slot < window->hidden; slot++)
        if (host->peers[slot].state == ENET_PEER_STATE_CONNECTING && host->peers[slot].channels == NULL)
            host->peers[slot].state = ENET_PEER_STATE_DISCONNECTED;
    window->hidden = 0;
}
