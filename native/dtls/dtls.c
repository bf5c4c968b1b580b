#include "dtls/dtls.h"

#include "dtls/dtls_internal.h"
#include "platform/system.h"

#include <mbedtls/platform_util.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* Limits of pending sessions: those of as many peers as the host may have, but not too few nor too many. */
    PENDING_LEAST = 64,
    PENDING_MOST = 1024,
    /* ms that handshakes may take before those who are connected get their turn: what was received is sent on. */
    BUSY_TIME = 4,
    /* A client gives up when it has been told so often that nobody is at the port: after 3 s. Servers start, too. */
    REFUSALS = 3,
    PER_ADDRESS = 10
};

static e4j_dtls *of(e4j_transport *transport)
{
    return (e4j_dtls *) transport;
}

/* ---- Receiving ---- */

static int read_from(e4j_dtls *self, e4j_session *session, ENetAddress *address, ENetBuffer *buffer)
{
    int length = e4j_session_read(session, buffer);
    if (length < 0 && length != E4J_RECEIVE_SKIP) {
        e4j_session_say_goodbye(session);
        e4j_lifecycle_end(self, session, 1);
        return E4J_RECEIVE_SKIP;
    }
    if (length > 0)
        e4j_lifecycle_extend(session, self->now);
    self->current = length != 0 && e4j_session_has_more(session) ? session : NULL;
    *address = session->address;
    address->local = self->local;
    return length;
}

/* What a datagram brings in this session: as `receive`, but 0 when the session has no use for it. */
static int feed(e4j_dtls *self, e4j_session *session, size_t length, ENetAddress *address, ENetBuffer *buffer)
{
    e4j_session_give(session, self->received, length);
    if (!session->ready) {
        int result = e4j_lifecycle_advance(self, session);
        if (result <= 0)
            return result == 0 ? 0 : E4J_RECEIVE_SKIP;
    }
    return read_from(self, session, address, buffer);
}

/* Whether this ClientHello is the one that the session began with: it has come twice. */
static int began_with(const e4j_session *session, const uint8_t *random)
{
    return session != NULL && memcmp(session->random, random, E4J_DTLS_RANDOM) == 0;
}

static int is_handshake_work(const e4j_session *session)
{
    return session == NULL || !session->ready || session->successor != NULL;
}

static int take(e4j_dtls *self, size_t length, ENetAddress *address, ENetBuffer *buffer)
{
    enum { ALERT = 21 };
    static const uint8_t epoch_zero[2];
    e4j_session *session = e4j_session_find(&self->table, address);
    e4j_hello hello;
    if (self->server != NULL && e4j_hello_read(self->received, length, &hello)) {
        int known = session != NULL &&
                    (began_with(session, hello.random) || began_with(session->successor, hello.random));
        if (!known) {
            e4j_gate_take(self, address, length, &hello, session, self->now);
            return E4J_RECEIVE_SKIP;
        }
    }
    if (session == NULL) {
        self->counters.ignored++;
        return E4J_RECEIVE_SKIP;
    }
    if (session->closing) {
        if (self->received[0] == ALERT)
            e4j_lifecycle_closed(self, session);
        return E4J_RECEIVE_SKIP;
    }
    e4j_session *successor = session->successor;
    int plain = length >= 5 && memcmp(self->received + 3, epoch_zero, 2) == 0;
    int result = 0;
    if (successor == NULL || !plain)
        result = feed(self, session, length, address, buffer);
    if (result == 0 && successor != NULL)
        result = feed(self, successor, length, address, buffer);
    return result != 0 ? result : E4J_RECEIVE_SKIP;
}

/* What the system tells of a client's datagrams: nobody was there to take one. */
static void take_refusals(e4j_dtls *self)
{
    ENetAddress address;
    while (self->hears_refusals && self->lower->ops->next_refusal(self->lower, &address)) {
        e4j_session *session = e4j_session_find(&self->table, &address);
        if (session == NULL || session->ready)
            continue;
        if (session->closing)
            e4j_lifecycle_closed(self, session);
        else if (++session->refusals >= REFUSALS)
            e4j_lifecycle_give_up(self, session, e4j_dtls_nobody_there);
    }
}

/* Whether handshakes have had their time in this pass. */
static int has_been_busy(e4j_dtls *self)
{
    if (self->busy_since == 0 || self->now - self->busy_since < BUSY_TIME)
        return 0;
    self->busy_since = 0;
    return 1;
}

static void be_busy(e4j_dtls *self)
{
    if (self->busy_since == 0)
        self->busy_since = self->now;
}

static int dtls_receive(e4j_transport *transport, ENetAddress *address, ENetBuffer *buffer)
{
    e4j_dtls *self = of(transport);
    self->now = e4j_system_milliseconds();
    e4j_lifecycle_run(self, self->now);
    if (self->current != NULL) {
        int length = read_from(self, self->current, address, buffer);
        if (length != 0)
            return length;
    }
    if (self->replaced || has_been_busy(self))
        return 0;
    ENetBuffer datagram = {.data = self->received, .dataLength = sizeof self->received};
    int length = self->lower->ops->receive(self->lower, address, &datagram);
    if (length == 0) {
        /* Those who are connected have been heard. One new client, and then the socket again. */
        be_busy(self);
        if (self->server != NULL && e4j_gate_serve(self, self->now))
            return E4J_RECEIVE_SKIP;
        self->busy_since = 0;
        take_refusals(self);
    }
    if (length <= 0)
        return length;
    self->local = address->local;
    if (is_handshake_work(e4j_session_find(&self->table, address)))
        be_busy(self);
    return take(self, (size_t) length, address, buffer);
}

/* ---- Sending ---- */

static int dtls_send(e4j_transport *transport, const ENetAddress *address, const ENetBuffer *buffers, size_t count)
{
    e4j_dtls *self = of(transport);
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        if (buffers[i].dataLength > sizeof self->gathered - length)
            return -1;
        if (buffers[i].dataLength > 0)
            memcpy(self->gathered + length, buffers[i].data, buffers[i].dataLength);
        length += buffers[i].dataLength;
    }
    e4j_session *session = e4j_session_find(&self->table, address);
    if (session != NULL)
        e4j_lifecycle_claim(self, session);
    else if (self->server == NULL)
        e4j_lifecycle_open(self, address);
    /* Else it is lost, as far as ENet is concerned; once a session is ready, the host has ENet send again at once. */
    if (session == NULL || !session->ready || length == 0)
        return 0;
    return e4j_session_write(session, self->gathered, length) == 0 ? (int) length : 0;
}

static int dtls_flush(e4j_transport *transport)
{
    e4j_dtls *self = of(transport);
    return self->lower->ops->flush(self->lower);
}

/* ---- What the host hears and says of sessions ---- */

static int dtls_next_change(e4j_transport *transport, e4j_session_change *change)
{
    e4j_dtls *self = of(transport);
    e4j_session *session = self->changed.first;
    if (session == NULL) {
        self->replaced = 0;
        return 0;
    }
    *change = (e4j_session_change) {session->address, !session->ended, session->failure};
    if (session->ended)
        e4j_lifecycle_destroy(self, session);
    else
        e4j_session_unlink(&self->changed, session);
    return 1;
}

static void dtls_forget(e4j_transport *transport, const ENetAddress *address, e4j_session_failure *failure)
{
    e4j_dtls *self = of(transport);
    e4j_session *session = e4j_session_find(&self->table, address);
    if (session == NULL)
        return;
    if (!session->ready) {
        *failure = e4j_dtls_no_answer;
        e4j_lifecycle_failed(self, session, *failure);
    }
    e4j_lifecycle_let_go(self, session);
}

static void dtls_drop(e4j_transport *transport, const ENetAddress *address)
{
    e4j_dtls *self = of(transport);
    e4j_session *session = e4j_session_find(&self->table, address);
    if (session != NULL && session->queue == &self->retained)
        e4j_lifecycle_close(self, session);
}

static uint32_t dtls_timer(e4j_transport *transport)
{
    e4j_dtls *self = of(transport);
    uint64_t now = e4j_system_milliseconds();
    uint32_t lower = self->lower->ops->timer(self->lower);
    uint64_t hello = e4j_gate_wait(self, now);
    if (self->current != NULL || self->changed.first != NULL || self->due <= now)
        return 0;
    uint64_t own = self->due - now < hello ? self->due - now : hello;
    return own < lower ? (uint32_t) own : lower;
}

/* ---- The rest is the lower transport's ---- */

static int dtls_bind(e4j_transport *transport, const ENetAddress *address)
{
    e4j_dtls *self = of(transport);
    return self->lower->ops->bind(self->lower, address);
}

static int dtls_local_address(e4j_transport *transport, ENetAddress *address)
{
    e4j_dtls *self = of(transport);
    return self->lower->ops->local_address(self->lower, address);
}

static int dtls_set_option(e4j_transport *transport, ENetSocketOption option, int value)
{
    e4j_dtls *self = of(transport);
    return self->lower->ops->set_option(self->lower, option, value);
}

static e4j_unsent dtls_unsent(e4j_transport *transport)
{
    e4j_dtls *self = of(transport);
    return self->lower->ops->unsent(self->lower);
}

static int dtls_wait(e4j_transport *transport, uint32_t milliseconds)
{
    e4j_dtls *self = of(transport);
    return self->lower->ops->wait(self->lower, milliseconds);
}

static void dtls_wake(e4j_transport *transport)
{
    e4j_dtls *self = of(transport);
    self->lower->ops->wake(self->lower);
}

static void dtls_rest(e4j_transport *transport)
{
    e4j_dtls *self = of(transport);
    self->lower->ops->rest(self->lower);
}

static intptr_t dtls_socket(e4j_transport *transport)
{
    e4j_dtls *self = of(transport);
    return self->lower->ops->socket(self->lower);
}

/* Without the lower transport and the context. */
static void free_own(e4j_dtls *self)
{
    if (self->server != NULL) {
        e4j_session_destroy(self->server->spare);
        mbedtls_ssl_cookie_free(&self->server->cookies);
        free(self->server);
    }
    e4j_session_table_free(&self->table);
    mbedtls_platform_zeroize(self, sizeof *self);
    free(self);
}

static void dtls_close(e4j_transport *transport)
{
    e4j_dtls *self = of(transport);
    e4j_transport *lower = self->lower;
    e4j_dtls_context *context = self->context;
    for (size_t i = 0; i <= self->table.mask; i++)
        while (self->table.buckets[i] != NULL) {
            e4j_session_say_goodbye(self->table.buckets[i]);
            e4j_lifecycle_end(self, self->table.buckets[i], 0);
        }
    while (self->changed.first != NULL)
        e4j_lifecycle_destroy(self, self->changed.first);
    lower->ops->flush(lower);
    free_own(self);
    e4j_dtls_context_release(context);
    lower->ops->close(lower);
}

static const e4j_transport_ops dtls_ops = {
    .bind = dtls_bind,
    .local_address = dtls_local_address,
    .set_option = dtls_set_option,
    .send = dtls_send,
    .receive = dtls_receive,
    .flush = dtls_flush,
    .unsent = dtls_unsent,
    .timer = dtls_timer,
    .wait = dtls_wait,
    .wake = dtls_wake,
    .rest = dtls_rest,
    .socket = dtls_socket,
    .forget = dtls_forget,
    .drop = dtls_drop,
    .next_change = dtls_next_change,
    .close = dtls_close,
};

/* Handshakes per second that take about a fifth of one processor. For P-256 and RSA of 2048 bits there is assembly. */
static uint32_t affordable(const mbedtls_pk_context *key)
{
    size_t bits = mbedtls_pk_get_bitlen(key);
    if (mbedtls_pk_get_type(key) == MBEDTLS_PK_RSA)
        return bits > 2048 ? 40 : 150;
    return bits > 256 ? 250 : 800;
}

/* 0, or -1 when memory is short or there are no random numbers. */
static int set_up_server(e4j_dtls *self)
{
    self->server = calloc(1, sizeof *self->server);
    if (self->server == NULL)
        return -1;
    mbedtls_ssl_cookie_init(&self->server->cookies);
    self->server->limits = (e4j_handshake_limits) {affordable(&self->context->key), PER_ADDRESS};
    e4j_gate_use(self, self->context);
    if (mbedtls_ssl_cookie_setup(&self->server->cookies, e4j_dtls_random, NULL) != 0)
        return -1;
    return e4j_address_table_start(&self->server->addresses);
}

e4j_transport *e4j_dtls_open(e4j_transport *lower, e4j_dtls_context *context, const e4j_dtls_owner *owner)
{
    e4j_dtls *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    self->base.ops = &dtls_ops;
    self->lower = lower;
    self->context = context;
    self->owner = *owner;
    self->pending.offset = self->retained.offset = self->closing.offset = offsetof(e4j_session, queued);
    self->changed.offset = offsetof(e4j_session, changed);
    self->pending_limit = owner->peers < PENDING_LEAST  ? PENDING_LEAST
                          : owner->peers > PENDING_MOST ? PENDING_MOST
                                                        : owner->peers;
    self->due = UINT64_MAX;
    if (e4j_session_table_create(&self->table, owner->peers + self->pending_limit) != 0 ||
        (context->is_server && set_up_server(self) != 0)) {
        free_own(self);
        return NULL;
    }
    self->hears_refusals =
        !context->is_server && lower->ops->report_refusals != NULL && lower->ops->report_refusals(lower) == 0;
    return &self->base;
}

int e4j_dtls_renew(e4j_transport *transport, e4j_dtls_context *context)
{
    e4j_dtls *self = of(transport);
    e4j_dtls_context *old = self->context;
    if (self->server == NULL || !context->is_server)
        return -1;
    e4j_gate_use(self, context);
    e4j_dtls_context_release(old);
    return 0;
}

int e4j_dtls_limit(e4j_transport *transport, e4j_handshake_limits limits)
{
    if (of(transport)->server == NULL)
        return -1;
    of(transport)->server->limits = limits;
    return 0;
}

void e4j_dtls_refuse(e4j_transport *transport, int refuse)
{
    if (of(transport)->server != NULL)
        of(transport)->server->refuses = refuse;
}

const e4j_handshakes *e4j_dtls_handshakes(const e4j_transport *transport)
{
    return &((const e4j_dtls *) transport)->handshakes;
}

void e4j_dtls_count(const e4j_transport *transport, e4j_dtls_counters *counters)
{
    const e4j_dtls *self = (const e4j_dtls *) transport;
    *counters = self->counters;
    counters->sessions = self->table.count;
    counters->pending = self->pending.count;
    counters->retained = self->retained.count;
}
