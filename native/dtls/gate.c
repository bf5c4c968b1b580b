/*
 * How a server lets clients in. No memory is spent on an address that has not sent back its cookie; and as one cookie
 * serves any number of ClientHellos, and each may cost a signature, those with a good one wait for their turn.
 */
#include "dtls/dtls_internal.h"

#include <string.h>

enum {
    /* ms that a ClientHello waits. By then its client has sent it again. */
    WAIT = 1000,
    /* ms in which nobody begins another handshake from the address and port of one that is under way. */
    ALONE = 1000
};

void e4j_gate_use(e4j_dtls *self, e4j_dtls_context *context)
{
    mbedtls_ssl_conf_dtls_cookies(&context->config, mbedtls_ssl_cookie_write, mbedtls_ssl_cookie_check,
                                  &self->server->cookies);
    e4j_session_destroy(self->server->spare);
    self->server->spare = NULL;
    self->context = context;
}

/* The spare session takes this datagram: it answers with a cookie, or becomes one of the address's. */
static void open_with(e4j_dtls *self, const ENetAddress *from, const uint8_t *datagram, size_t length, uint64_t now)
{
    e4j_session *session = self->server->spare;
    e4j_hello hello;
    if (session == NULL)
        session = self->server->spare = e4j_session_create(self->context, self->lower, from);
    if (session == NULL || e4j_session_listen(session, from) != 0)
        return;
    e4j_session_give(session, datagram, length);
    int result = e4j_session_step(session);
    if (result < 0 && session->failure.code == MBEDTLS_ERR_SSL_HELLO_VERIFY_REQUIRED) {
        self->counters.cookies++;
    } else if (result < 0) {
        e4j_lifecycle_failed(self, session, session->failure);
    } else if (session->sent == 0 || !e4j_hello_read(datagram, length, &hello)) {
        self->counters.ignored++; /* Mbed TLS could make nothing of it */
    } else {
        memcpy(session->random, hello.random, E4J_DTLS_RANDOM);
        self->server->spare = NULL;
        self->counters.started++;
        e4j_address_begin(&self->server->addresses, from);
        e4j_lifecycle_admit(self, session, now);
    }
}

static int has_good_cookie(e4j_dtls *self, const ENetAddress *from, const e4j_hello *hello)
{
    uint8_t id[E4J_DTLS_CLIENT_ID];
    e4j_session_client_id(from, id);
    return hello->cookie_length > 0 &&
           mbedtls_ssl_cookie_check(&self->server->cookies, hello->cookie, hello->cookie_length, id, sizeof id) == 0;
}

static int is_shaking_hands(const e4j_session *session, uint64_t now)
{
    return session != NULL && !session->ready && now - session->began < ALONE;
}

void e4j_gate_take(e4j_dtls *self, const ENetAddress *from, size_t length, const e4j_hello *hello,
                   const e4j_session *present, uint64_t now)
{
    if (self->server->refuses) {
        self->counters.refused++;
    } else if (!has_good_cookie(self, from, hello)) {
        open_with(self, from, self->received, length, now);
    } else if (present != NULL && (is_shaking_hands(present, now) || is_shaking_hands(present->successor, now))) {
        self->counters.limited++;
    } else {
        uint32_t limit = self->server->limits.per_address;
        e4j_address_asking asking = e4j_address_ask(&self->server->addresses, from, limit, now);
        e4j_waiting_hello about = {.from = *from, .within = asking.within, .unfinished = asking.unfinished,
                                   .last = asking.before, .came = now};
        self->counters.limited += e4j_hello_put(&self->server->queue, &about, self->received, length);
    }
}

/* Who asks oftener than it may gets what the others leave of the first half. */
static int may_begin(const e4j_dtls *self, const e4j_waiting_hello *hello, uint64_t now)
{
    uint32_t left = e4j_bucket_left(&self->server->handshakes, self->server->limits.per_second, now);
    return left > 0 && (hello->within || left > self->server->limits.per_second / 2);
}

int e4j_gate_serve(e4j_dtls *self, uint64_t now)
{
    self->counters.limited += e4j_hello_expire(&self->server->queue, now > WAIT ? now - WAIT : 0);
    e4j_waiting_hello *hello = e4j_hello_first(&self->server->queue);
    if (hello == NULL || !may_begin(self, hello, now))
        return 0;
    e4j_bucket_take(&self->server->handshakes, self->server->limits.per_second, now);
    open_with(self, &hello->from, hello->data, hello->length, now);
    e4j_hello_drop(&self->server->queue, hello);
    return 1;
}

uint64_t e4j_gate_wait(const e4j_dtls *self, uint64_t now)
{
    if (self->server == NULL || self->server->queue.count == 0)
        return UINT64_MAX;
    const e4j_waiting_hello *hello = e4j_hello_first((e4j_hello_queue *) (uintptr_t) &self->server->queue);
    return may_begin(self, hello, now) ? 0 : 1 + 1000 / self->server->limits.per_second;
}
