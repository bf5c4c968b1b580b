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
    BUSY_TIME = 8
};

static e4j_dtls *of(e4j_transport *transport)
{
    return (e4j_dtls *) transport;
}

/* ---- Sessions ---- */

static void announce(e4j_dtls *self, e4j_session *session)
{
    e4j_session_append(&self->changed, session);
}

static void destroy(e4j_dtls *self, e4j_session *session)
{
    e4j_session_unlink(&self->changed, session);
    e4j_session_destroy(session);
}

void e4j_dtls_end(e4j_dtls *self, e4j_session *session, int with_announcement)
{
    e4j_session *successor = session->successor;
    if (self->current == session)
        self->current = NULL;
    e4j_session_unlink(&self->pending, session);
    e4j_session_remove(&self->table, session);
    if (session->predecessor != NULL)
        session->predecessor->successor = NULL;
    if (successor != NULL) {
        successor->predecessor = NULL;
        e4j_session_insert(&self->table, successor);
    }
    session->predecessor = session->successor = NULL;
    session->ended = 1;
    if (with_announcement && (session->ready || !self->context->is_server))
        announce(self, session);
    else
        destroy(self, session);
}

/* The new session of an address is good: the old one is not needed any more, nor is anybody left to read from it. */
static void replace(e4j_dtls *self, e4j_session *old)
{
    old->failure = (e4j_session_failure) {.kind = E4J_DTLS_CLOSED, .code = MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY};
    self->replaced = 1;
    e4j_dtls_end(self, old, 1);
}

int e4j_dtls_advance(e4j_dtls *self, e4j_session *session)
{
    int result = e4j_session_step(session);
    if (result < 0) {
        self->counters.failed[session->failure.kind]++;
        e4j_dtls_end(self, session, 1);
    } else if (result > 0) {
        self->counters.done++;
        if (session->predecessor != NULL)
            replace(self, session->predecessor);
        e4j_pending_ready(self, session);
        announce(self, session);
    } else {
        e4j_pending_watch(self, session);
    }
    return result;
}

static e4j_session *open_session(e4j_dtls *self, const ENetAddress *address)
{
    /* One that has just failed, of which the host does not know yet: the next attempt is its to make. */
    for (e4j_session *other = self->changed.first; other != NULL; other = e4j_session_next(&self->changed, other))
        if (other->address.host == address->host && other->address.port == address->port)
            return NULL;
    e4j_session *session = e4j_session_create(self->context, self->lower, address);
    if (session == NULL || e4j_pending_add(self, session) != 0) {
        e4j_session_destroy(session);
        return NULL;
    }
    e4j_session_insert(&self->table, session);
    self->counters.started++;
    return session;
}

/* ---- Receiving ---- */

static int read_from(e4j_dtls *self, e4j_session *session, ENetAddress *address, ENetBuffer *buffer)
{
    int length = e4j_session_read(session, buffer);
    if (length < 0 && length != E4J_RECEIVE_SKIP) {
        e4j_session_say_goodbye(session);
        e4j_dtls_end(self, session, 1);
        return E4J_RECEIVE_SKIP;
    }
    self->current = length != 0 && e4j_session_has_more(session) ? session : NULL;
    *address = session->address;
    return length;
}

/* What a datagram brings in this session: as `receive`, but 0 when the session has no use for it. */
static int feed(e4j_dtls *self, e4j_session *session, size_t length, ENetAddress *address, ENetBuffer *buffer)
{
    e4j_session_give(session, self->received, length);
    if (!session->ready) {
        int result = e4j_dtls_advance(self, session);
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
    static const uint8_t epoch_zero[2];
    e4j_session *session = e4j_session_find(&self->table, address);
    if (self->context->is_server) {
        const uint8_t *random = e4j_gate_hello(self->received, length);
        int known = session != NULL && random != NULL &&
                    (began_with(session, random) || began_with(session->successor, random));
        if (random != NULL && !known) {
            e4j_gate_open(self, address, length, session);
            return E4J_RECEIVE_SKIP;
        }
    }
    if (session == NULL) {
        self->counters.ignored++;
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

static int dtls_receive(e4j_transport *transport, ENetAddress *address, ENetBuffer *buffer)
{
    e4j_dtls *self = of(transport);
    uint64_t now = e4j_system_milliseconds();
    e4j_pending_run(self, now);
    if (self->current != NULL) {
        int length = read_from(self, self->current, address, buffer);
        if (length != 0)
            return length;
    }
    if (self->replaced)
        return 0;
    if (self->busy_since != 0 && now - self->busy_since >= BUSY_TIME) {
        self->busy_since = 0;
        return 0;
    }
    ENetBuffer datagram = {.data = self->received, .dataLength = sizeof self->received};
    int length = self->lower->ops->receive(self->lower, address, &datagram);
    if (length <= 0) {
        if (length == 0)
            self->busy_since = 0;
        return length;
    }
    if (self->busy_since == 0 && is_handshake_work(e4j_session_find(&self->table, address)))
        self->busy_since = now;
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
    if (session == NULL && !self->context->is_server) {
        session = open_session(self, address);
        if (session != NULL)
            e4j_dtls_advance(self, session);
        return 0;
    }
    /* Lost, as far as ENet is concerned; once a session is ready, the host has ENet send again at once. */
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
        destroy(self, session);
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
        *failure = (e4j_session_failure) {.kind = E4J_DTLS_TIMEOUT, .code = MBEDTLS_ERR_SSL_TIMEOUT};
        self->counters.failed[E4J_DTLS_TIMEOUT]++;
    }
    e4j_session_say_goodbye(session);
    e4j_dtls_end(self, session, 0);
}

static uint32_t dtls_timer(e4j_transport *transport)
{
    e4j_dtls *self = of(transport);
    uint64_t now = e4j_system_milliseconds();
    uint32_t lower = self->lower->ops->timer(self->lower);
    if (self->current != NULL || self->changed.first != NULL || self->due <= now)
        return 0;
    return self->due - now < lower ? (uint32_t) (self->due - now) : lower;
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

/* Without the lower transport and the context. */
static void free_own(e4j_dtls *self)
{
    e4j_session_destroy(self->spare);
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
            e4j_dtls_end(self, self->table.buckets[i], 0);
        }
    while (self->changed.first != NULL)
        destroy(self, self->changed.first);
    lower->ops->flush(lower);
    free_own(self);
    e4j_dtls_context_destroy(context);
    lower->ops->close(lower);
}

static const e4j_transport_ops dtls_ops = {
    .bind = dtls_bind,
    .local_address = dtls_local_address,
    .set_option = dtls_set_option,
    .send = dtls_send,
    .receive = dtls_receive,
    .flush = dtls_flush,
    .timer = dtls_timer,
    .wait = dtls_wait,
    .wake = dtls_wake,
    .rest = dtls_rest,
    .forget = dtls_forget,
    .next_change = dtls_next_change,
    .close = dtls_close,
};

e4j_transport *e4j_dtls_open(e4j_transport *lower, e4j_dtls_context *context, const e4j_dtls_owner *owner)
{
    e4j_dtls *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    self->base.ops = &dtls_ops;
    self->lower = lower;
    self->context = context;
    self->owner = *owner;
    self->pending.offset = offsetof(e4j_session, pending);
    self->changed.offset = offsetof(e4j_session, changed);
    self->pending_limit = owner->peers < PENDING_LEAST  ? PENDING_LEAST
                          : owner->peers > PENDING_MOST ? PENDING_MOST
                                                        : owner->peers;
    self->due = UINT64_MAX;
    if (e4j_session_table_create(&self->table, owner->peers + self->pending_limit) != 0) {
        free_own(self);
        return NULL;
    }
    return &self->base;
}

void e4j_dtls_refuse(e4j_transport *transport, int refuse)
{
    of(transport)->refuses = refuse;
}

void e4j_dtls_count(const e4j_transport *transport, e4j_dtls_counters *counters)
{
    const e4j_dtls *self = (const e4j_dtls *) transport;
    *counters = self->counters;
    counters->sessions = self->table.count;
    counters->pending = self->pending.count;
}
