#include "dtls/hello.h"

#include "dtls/session.h"
#include "net/address.h"

#include <string.h>

/* Where things are in a datagram that begins with a ClientHello. */
enum { RECORD_TYPE = 0, VERSION_MAJOR = 1, EPOCH = 3, MESSAGE_TYPE = 13, FRAGMENT_OFFSET = 19, RANDOM = 27 };
enum { SESSION_ID = RANDOM + E4J_DTLS_RANDOM };
enum { TYPE_HANDSHAKE = 22, DTLS_MAJOR = 0xfe, CLIENT_HELLO = 1 };

int e4j_hello_read(const uint8_t *datagram, size_t length, e4j_hello *hello)
{
    static const uint8_t zero[3];
    if (length < SESSION_ID || datagram[RECORD_TYPE] != TYPE_HANDSHAKE || datagram[VERSION_MAJOR] != DTLS_MAJOR ||
        memcmp(datagram + EPOCH, zero, 2) != 0 || datagram[MESSAGE_TYPE] != CLIENT_HELLO ||
        memcmp(datagram + FRAGMENT_OFFSET, zero, 3) != 0)
        return 0;
    *hello = (e4j_hello) {.random = datagram + RANDOM};
    size_t cookie = length > SESSION_ID ? (size_t) SESSION_ID + 1 + datagram[SESSION_ID] : length;
    if (cookie < length && datagram[cookie] <= length - cookie - 1) {
        hello->cookie = datagram + cookie + 1;
        hello->cookie_length = datagram[cookie];
    }
    return 1;
}

static int comes_before(const e4j_waiting_hello *a, const e4j_waiting_hello *b)
{
    if (a->within != b->within)
        return a->within;
    if (a->unfinished != b->unfinished)
        return a->unfinished < b->unfinished;
    return a->last != b->last ? a->last < b->last : a->came < b->came;
}

static e4j_waiting_hello *of_address(e4j_hello_queue *queue, const ENetAddress *from)
{
    for (e4j_waiting_hello *it = queue->hellos; it < queue->hellos + queue->count; it++)
        if (e4j_address_same_way(&it->from, from))
            return it;
    return NULL;
}

static void store(e4j_waiting_hello *place, const uint8_t *data, size_t length)
{
    memcpy(place->data, data, length);
    place->length = length;
}

unsigned e4j_hello_put(e4j_hello_queue *queue, const e4j_waiting_hello *about, const uint8_t *data, size_t length)
{
    if (length > E4J_HELLO_MAXIMUM)
        return 1;
    e4j_waiting_hello *place = of_address(queue, &about->from);
    if (place != NULL) { /* sent again, or by a program that has been started again: its place in the order stays */
        store(place, data, length);
        return 0;
    }
    unsigned gone = 0;
    if (queue->count < E4J_HELLO_QUEUE) {
        place = &queue->hellos[queue->count++];
    } else {
        gone = 1;
        place = queue->hellos;
        for (e4j_waiting_hello *it = place + 1; it < queue->hellos + queue->count; it++)
            if (comes_before(place, it))
                place = it;
        if (comes_before(place, about))
            return gone;
    }
    memcpy(place, about, offsetof(e4j_waiting_hello, data));
    store(place, data, length);
    return gone;
}

e4j_waiting_hello *e4j_hello_first(e4j_hello_queue *queue)
{
    e4j_waiting_hello *first = queue->count > 0 ? queue->hellos : NULL;
    for (e4j_waiting_hello *it = queue->hellos; it < queue->hellos + queue->count; it++)
        if (comes_before(it, first))
            first = it;
    return first;
}

void e4j_hello_drop(e4j_hello_queue *queue, e4j_waiting_hello *hello)
{
    const e4j_waiting_hello *last = &queue->hellos[--queue->count];
    if (hello != last)
        *hello = *last;
}

unsigned e4j_hello_expire(e4j_hello_queue *queue, uint64_t before)
{
    unsigned gone = 0;
    for (size_t i = queue->count; i > 0; i--)
        if (queue->hellos[i - 1].came < before) {
            e4j_hello_drop(queue, &queue->hellos[i - 1]);
            gone++;
        }
    return gone;
}
