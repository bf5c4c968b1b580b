/*
 * Which sessions there are, and how long. One shakes hands, waits for an ENet peer, has one, and on a server waits for
 * another one; there is a limit to the number and to the time of those without a peer, so that neither floods nor
 * clients that vanish can pile them up. Sessions with a peer are limited by the number of peers.
 */
#include "dtls/dtls_internal.h"

#include "net/address.h"
#include "platform/system.h"

/* ms */
enum {
    /* For a client's first ENet command after its handshake; Godot 4.7 has the same. */
    UNCLAIMED_TIME = 8000,
    /*
     * For another one, when there was a peer or may be one soon. Godot 4.6 connects again in the session that it has;
     * and ENet sends to a server without a free place after 0.5, 1, 2, 4, 8 and 16 s.
     */
    RETAINED_TIME = 30000,
    /* For the answer to a goodbye. Godot 4.6 drops what is queued behind one, so the next hello comes after that. */
    CLOSING_TIME = 100
};

enum { RETAINED_LIMIT = 256 };

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static void watch(e4j_dtls *self, const e4j_session *session)
{
    self->due = earlier(self->due, earlier(session->deadline, e4j_session_due(session)));
}

static void leave(e4j_session *session)
{
    if (session->queue != NULL)
        e4j_session_unlink(session->queue, session);
    session->queue = NULL;
}

static void enter(e4j_dtls *self, e4j_session *session, e4j_session_list *list, uint64_t deadline)
{
    leave(session);
    session->queue = list;
    session->deadline = deadline;
    e4j_session_append(list, session);
    watch(self, session);
}

static int has_peer(const e4j_dtls *self, const e4j_session *session)
{
    /* Peers at the address of a session that replaces another belong to that one. */
    return session->predecessor == NULL && self->owner.has_peer(self->owner.context, &session->address);
}

/* ---- Ends ---- */

void e4j_lifecycle_destroy(e4j_dtls *self, e4j_session *session)
{
    e4j_session_unlink(&self->changed, session);
    e4j_session_destroy(session);
}

void e4j_lifecycle_end(e4j_dtls *self, e4j_session *session, int announce)
{
    e4j_session *successor = session->successor;
    if (self->current == session)
        self->current = NULL;
    leave(session);
    e4j_session_remove(&self->table, session);
    if (session->predecessor != NULL)
        session->predecessor->successor = NULL;
    if (successor != NULL) {
        successor->predecessor = NULL;
        e4j_session_insert(&self->table, successor);
    }
    session->predecessor = session->successor = NULL;
    session->ended = 1;
    if (announce && (session->ready || self->server == NULL))
        e4j_session_append(&self->changed, session);
    else
        e4j_lifecycle_destroy(self, session);
}

void e4j_lifecycle_close(e4j_dtls *self, e4j_session *session)
{
    e4j_session_say_goodbye(session);
    e4j_lifecycle_end(self, session, 0);
}

void e4j_lifecycle_failed(e4j_dtls *self, const e4j_session *session, e4j_session_failure failure)
{
    uint64_t time = session->began != 0 ? e4j_system_milliseconds() - session->began : 0;
    self->counters.failed[failure.kind]++;
    e4j_handshakes_add(&self->handshakes, &session->address, &failure, time);
}

void e4j_lifecycle_give_up(e4j_dtls *self, e4j_session *session, e4j_session_failure failure)
{
    session->failure = failure;
    e4j_lifecycle_failed(self, session, failure);
    e4j_lifecycle_end(self, session, 1);
}

/* ---- Beginnings ---- */

/*
 * Who has to make room: the oldest of an address that asks too often or has left others unfinished; if there is none,
 * the oldest of all. So a client whose way is long, or that has to send again, outlives who only begins.
 */
static e4j_session *least_welcome(e4j_dtls *self, uint64_t now)
{
    for (e4j_session *it = self->pending.first; it != NULL; it = e4j_session_next(&self->pending, it))
        if (e4j_address_is_over(&self->server->addresses, &it->address, self->server->limits.per_address, now))
            return it;
    return self->pending.first;
}

/* Whether there is room for one more, made if it has to be. */
static int make_room(e4j_dtls *self, uint64_t now)
{
    while (self->pending.count >= self->pending_limit) {
        if (self->server == NULL)
            return 0;
        e4j_session *session = least_welcome(self, now);
        if (session->ready && has_peer(self, session)) {
            leave(session);
        } else {
            self->counters.evicted++;
            e4j_lifecycle_close(self, session);
        }
    }
    return 1;
}

static void begin(e4j_dtls *self, e4j_session *session, uint64_t now)
{
    session->began = now;
    enter(self, session, &self->pending, now + E4J_DTLS_HANDSHAKE_TIME);
}

void e4j_lifecycle_open(e4j_dtls *self, const ENetAddress *address)
{
    uint64_t now = e4j_system_milliseconds();
    /* One that has just failed, of which the host does not know yet: the next attempt is its to make. */
    for (e4j_session *other = self->changed.first; other != NULL; other = e4j_session_next(&self->changed, other))
        if (e4j_address_same_way(&other->address, address))
            return;
    e4j_session *session = make_room(self, now) ? e4j_session_create(self->context, self->lower, address) : NULL;
    if (session == NULL)
        return;
    e4j_session_insert(&self->table, session);
    self->counters.started++;
    begin(self, session, now);
    e4j_lifecycle_advance(self, session);
}

/*
 * A session that is ready at the same address goes on until the new handshake is done: anybody who saw a cookie go by
 * can send it again, but only its owner can finish.
 */
void e4j_lifecycle_admit(e4j_dtls *self, e4j_session *session, uint64_t now)
{
    e4j_session *present = e4j_session_find(&self->table, &session->address);
    if (present != NULL && present->successor != NULL)
        e4j_lifecycle_end(self, present->successor, 0);
    if (present != NULL && !present->ready)
        e4j_lifecycle_end(self, present, 0);
    make_room(self, now);
    /* Only now: that may have ended the very session that is to be succeeded. */
    present = e4j_session_find(&self->table, &session->address);
    if (present != NULL) {
        present->successor = session;
        session->predecessor = present;
    } else {
        e4j_session_insert(&self->table, session);
    }
    begin(self, session, now);
}

/* ---- In between ---- */

static void become_ready(e4j_dtls *self, e4j_session *session)
{
    static const e4j_session_failure none;
    e4j_session *old = session->predecessor;
    uint64_t now = e4j_system_milliseconds();
    self->counters.done++;
    if (self->server != NULL)
        e4j_address_finish(&self->server->addresses, &session->address);
    e4j_handshakes_add(&self->handshakes, &session->address, &none, now - session->began);
    if (old != NULL) {
        /* The old one is not needed any more, nor is anybody left to read from it. */
        old->failure = (e4j_session_failure) {.kind = E4J_DTLS_CLOSED, .code = MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY};
        self->replaced = 1;
        e4j_lifecycle_end(self, old, 1);
    }
    enter(self, session, &self->pending, now + UNCLAIMED_TIME);
    e4j_session_append(&self->changed, session);
}

int e4j_lifecycle_advance(e4j_dtls *self, e4j_session *session)
{
    int result = e4j_session_step(session);
    if (result < 0)
        e4j_lifecycle_give_up(self, session, session->failure);
    else if (result > 0)
        become_ready(self, session);
    else
        watch(self, session);
    return result;
}

void e4j_lifecycle_claim(e4j_dtls *self, e4j_session *session)
{
    if (session->closing)
        session->wanted = 1;
    else if (session->ready && session->queue != NULL && has_peer(self, session))
        leave(session);
}

void e4j_lifecycle_extend(e4j_session *session, uint64_t now)
{
    if (session->queue != NULL)
        session->deadline = now + RETAINED_TIME;
}

void e4j_lifecycle_let_go(e4j_dtls *self, e4j_session *session)
{
    uint64_t now = e4j_system_milliseconds();
    if (!session->ready) {
        e4j_lifecycle_end(self, session, 0);
    } else if (self->server != NULL) {
        while (self->retained.count >= RETAINED_LIMIT)
            e4j_lifecycle_close(self, self->retained.first);
        enter(self, session, &self->retained, now + RETAINED_TIME);
    } else {
        e4j_session_say_goodbye(session);
        session->ready = 0;
        session->closing = 1;
        enter(self, session, &self->closing, now + CLOSING_TIME);
    }
}

void e4j_lifecycle_closed(e4j_dtls *self, e4j_session *session)
{
    ENetAddress address = session->address;
    int wanted = session->wanted;
    e4j_lifecycle_end(self, session, 0);
    if (wanted)
        e4j_lifecycle_open(self, &address);
}

/* ---- Time ---- */

static void expire(e4j_dtls *self, e4j_session *session)
{
    if (session->closing) {
        e4j_lifecycle_closed(self, session);
    } else if (!session->ready) {
        e4j_lifecycle_give_up(self, session, e4j_dtls_no_answer);
    } else if (has_peer(self, session)) {
        leave(session);
    } else {
        self->counters.unclaimed++;
        e4j_lifecycle_close(self, session);
    }
}

static void run(e4j_dtls *self, e4j_session_list *list, uint64_t now)
{
    e4j_session *session = list->first;
    while (session != NULL) {
        e4j_session *next = e4j_session_next(list, session);
        if (now >= e4j_session_due(session) && e4j_lifecycle_advance(self, session) != 0)
            next = list->first; /* others may have gone along with it */
        else if (now >= session->deadline)
            expire(self, session);
        session = next;
    }
    for (session = list->first; session != NULL; session = e4j_session_next(list, session))
        watch(self, session);
}

void e4j_lifecycle_run(e4j_dtls *self, uint64_t now)
{
    if (now < self->due)
        return;
    self->due = UINT64_MAX;
    run(self, &self->pending, now);
    run(self, &self->retained, now);
    run(self, &self->closing, now);
}
