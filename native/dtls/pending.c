/*
 * New sessions: those that shake hands, and those that are ready but have no ENet peer yet. There is a limit to their
 * number and to their time, so that neither floods nor clients that vanish can pile them up; sessions with a peer are
 * limited by the number of peers.
 */
#include "dtls/dtls_internal.h"

#include "platform/system.h"

/* Godot 4.7 gives 8 s for all of it. A handshake with losses may need more: a third resend is due after 7 s. */
enum { HANDSHAKE_TIME = 16000, UNCLAIMED_TIME = 8000 };

static int has_peer(const e4j_dtls *self, const e4j_session *session)
{
    /* Peers at the address of a session that replaces another belong to that one. */
    return session->predecessor == NULL && self->owner.has_peer(self->owner.context, &session->address);
}

static uint64_t due_of(const e4j_session *session)
{
    uint64_t timer = e4j_session_due(session);
    return timer < session->deadline ? timer : session->deadline;
}

void e4j_pending_watch(e4j_dtls *self, const e4j_session *session)
{
    uint64_t due = due_of(session);
    if (due < self->due)
        self->due = due;
}

/* Whether there is room for one more, made if it has to be. */
static int make_room(e4j_dtls *self)
{
    while (self->pending.count >= self->pending_limit) {
        e4j_session *oldest = self->pending.first;
        if (oldest->ready && has_peer(self, oldest)) {
            e4j_session_unlink(&self->pending, oldest);
        } else if (self->context->is_server) {
            self->counters.evicted++;
            e4j_session_say_goodbye(oldest);
            e4j_dtls_end(self, oldest, 0);
        } else {
            return 0;
        }
    }
    return 1;
}

int e4j_pending_add(e4j_dtls *self, e4j_session *session)
{
    if (!make_room(self))
        return -1;
    session->deadline = e4j_system_milliseconds() + HANDSHAKE_TIME;
    e4j_session_append(&self->pending, session);
    return 0;
}

void e4j_pending_ready(e4j_dtls *self, e4j_session *session)
{
    session->deadline = e4j_system_milliseconds() + UNCLAIMED_TIME;
    e4j_pending_watch(self, session);
}

static void expire(e4j_dtls *self, e4j_session *session, uint64_t now)
{
    if (!has_peer(self, session)) {
        if (session->ready)
            self->counters.unclaimed++;
        else
            self->counters.failed[E4J_DTLS_TIMEOUT]++;
        e4j_session_say_goodbye(session);
        e4j_dtls_end(self, session, 0);
    } else if (session->ready) {
        e4j_session_unlink(&self->pending, session);
    } else {
        /* A client's: ENet and Mbed TLS know when to give up. */
        session->deadline = now + HANDSHAKE_TIME;
    }
}

void e4j_pending_run(e4j_dtls *self, uint64_t now)
{
    if (now < self->due)
        return;
    self->due = UINT64_MAX;
    for (e4j_session *session = self->pending.first, *next; session != NULL; session = next) {
        next = e4j_session_next(&self->pending, session);
        if (now >= e4j_session_due(session) && e4j_dtls_advance(self, session) != 0)
            next = self->pending.first; /* others may have gone along with it */
        else if (now >= session->deadline)
            expire(self, session, now);
    }
    for (e4j_session *left = self->pending.first; left != NULL; left = e4j_session_next(&self->pending, left))
        e4j_pending_watch(self, left);
}
