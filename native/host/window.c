#include "host/window.h"

/* ENet takes this many datagrams per pass, of which each may bring one peer. */
enum { SPARE = 256 };

void e4j_window_start(e4j_window *window, ENetHost *host)
{
    window->capacity = host->peerCount;
    window->used = 0;
    window->ended = 1;
    e4j_window_adjust(window, host);
}

static int in_use(const ENetHost *host, size_t slot)
{
    return host->peers[slot].state != ENET_PEER_STATE_DISCONNECTED;
}

void e4j_window_adjust(e4j_window *window, ENetHost *host)
{
    if (window->ended) {
        window->ended = 0;
        window->used = host->peerCount;
        while (window->used > 0 && !in_use(host, window->used - 1))
            window->used--;
    } else {
        /* Nobody has left, so new ones beyond are without a gap. */
        while (window->used < host->peerCount && in_use(host, window->used))
            window->used++;
    }
    host->peerCount = window->capacity - window->used < SPARE ? window->capacity : window->used + SPARE;
}
