/*
 * ENet walks over all slots of a host several times per service, in use or not. Here it is shown only the first of
 * them: those in use and as many free ones as one pass can fill. ENet gives the first free slot to a new peer, so which
 * slots and how many peers a host has stays as it is; only the walks are shorter.
 */
#ifndef E4J_WINDOW_H
#define E4J_WINDOW_H

#include <enet/enet.h>

#include <stddef.h>

typedef struct {
    size_t capacity; /* all slots */
    size_t used;     /* no peer is in a slot from here on, unless one has come since the last adjustment */
    int ended;       /* a peer has ended since then */
} e4j_window;

/* Right after enet_host_create. */
void e4j_window_start(e4j_window *window, ENetHost *host);

/* After everything that may have brought or ended a peer. */
void e4j_window_adjust(e4j_window *window, ENetHost *host);

#endif
