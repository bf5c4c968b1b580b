/* ClientHellos: what is in one, and how those whose sender has shown its address wait for their turn. */
#ifndef E4J_DTLS_HELLO_H
#define E4J_DTLS_HELLO_H

#include <enet/enet.h>

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint8_t *random; /* E4J_DTLS_RANDOM bytes */
    const uint8_t *cookie;
    size_t cookie_length; /* 0 when there is none, or none can be made out */
} e4j_hello;

/* Whether the datagram begins with a ClientHello, and what is in it. Where that ends is the handshake's to say. */
int e4j_hello_read(const uint8_t *datagram, size_t length, e4j_hello *hello);

enum { E4J_HELLO_QUEUE = 64, E4J_HELLO_MAXIMUM = 1500 };

typedef struct {
    ENetAddress from;
    int within;          /* its address asks no oftener than it may */
    int32_t unfinished;  /* handshakes of its address; -1 when its last one was done */
    uint64_t last, came; /* when its address asked before this; when this came */
    size_t length;
    uint8_t data[E4J_HELLO_MAXIMUM];
} e4j_waiting_hello;

/*
 * Who is within its limit comes first; of those, whose address has the fewest handshakes that it did not finish; then
 * who has asked least lately. So who asks all the time waits for those who ask once, and who only begins, from however
 * many addresses, for those who go on. One place per address and port.
 */
typedef struct {
    e4j_waiting_hello hellos[E4J_HELLO_QUEUE];
    size_t count;
} e4j_hello_queue;

/* A copy of it waits. How many had to go for want of a place or because they are too long: 0 or 1, maybe this one. */
unsigned e4j_hello_put(e4j_hello_queue *queue, const e4j_waiting_hello *about, const uint8_t *data, size_t length);
/* Whose turn it is, NULL when nobody waits. */
e4j_waiting_hello *e4j_hello_first(e4j_hello_queue *queue);
void e4j_hello_drop(e4j_hello_queue *queue, e4j_waiting_hello *hello);
/* Drops those that came before. How many. */
unsigned e4j_hello_expire(e4j_hello_queue *queue, uint64_t before);

#endif
