/*
 * Waits on many sockets with one thread: epoll on Linux, poll or WSAPoll elsewhere. It knows the system's sockets only,
 * so that a transport may be closed meanwhile; who asks checks what it is told. One thread at a time waits, all else
 * but `close` may be called beside it, from any thread.
 */
#ifndef E4J_SELECTOR_H
#define E4J_SELECTOR_H

#include <stdint.h>

typedef struct e4j_selector e4j_selector;

/* NULL when the system has no more. */
e4j_selector *e4j_selector_open(void);
void e4j_selector_close(e4j_selector *self);

/* Has the socket reported once, by the token, when there is something to receive; again after each call. 0, or -1. */
int e4j_selector_add(e4j_selector *self, intptr_t socket, uint32_t token);
void e4j_selector_remove(e4j_selector *self, intptr_t socket);

/*
 * Sleeps until a socket is to be reported, e4j_selector_wake is called, or the time in ms is over. How many tokens it
 * has put out, which may be none at any time; -1 on an error.
 */
int e4j_selector_wait(e4j_selector *self, uint32_t milliseconds, uint32_t *tokens, int capacity);

/* Ends a wait, the next one if none is under way. */
void e4j_selector_wake(e4j_selector *self);

#endif
