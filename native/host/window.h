/*
 * ENet walks over all slots of a host several times per service, in use or not. Here it is shown only the first of
 * them: those in use and as many free ones as one pass can fill.
 *
 * ENet gives the first free slot to a new peer, so that a stranger could guess the number of somebody's peer. Here it
 * finds one of the first free ones, at random. No further ones, since the walks would become long.
 */
#ifndef E4J_WINDOW_H
#define E4J_WINDOW_H

#include <enet/enet.h>

#include <stddef.h>

typedef struct {
    size_t capacity; /* all slots */
    size_t used;     /* no peer is in a slot from here on, unless one has come since the last adjustment */
    int changed;     /* a peer may have come or ended since then */
    size_t hidden;   /* free slots before this one are kept from ENet at this moment */
    int in_order;    /* for tests: the first free one, as in ENet */
} e4j_window;

/* Right after enet_host_create. */
void e4j_window_start(e4j_window *window, ENetHost *host);

/* After everything that may have brought or ended a peer. */
void e4j_window_adjust(e4j_window *window, ENetHost *host);

/* Before ENet looks for a free slot: it will find the one that was drawn. */
void e4j_window_draw(e4j_window *window, ENetHost *host);

/* After that, before anything else is done with the peers. May be called at any time. */
void e4j_window_show(e4j_window *window, ENetHost *host);

#endif
