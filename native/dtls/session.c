#include "dtls/session.h"

#include "dtls/failure.h"
#include "dtls/keylog.h"
#include "platform/system.h"

#include <mbedtls/platform_util.h>
#include <stdlib.h>
#include <string.h>

/* A datagram that can't be sent is a datagram lost: both ENet and the handshake send again what matters. */
static int send_datagram(void *context, const unsigned char *data, size_t length)
{
    e4j_session *session = context;
    ENetBuffer buffer = {.data = (void *) (uintptr_t) data, .dataLength = length};
    session->sent++;
    session->lower->ops->send(session->lower, &session->address, &buffer, 1);
    return (int) length;
}

/*
 * How much of a datagram is whole records. Mbed TLS (3.6.6) ends a session for a few bytes that follow a record which
 * it has passed over, and anybody can send such a datagram in the other side's name.
 */
static size_t whole_records(const uint8_t *datagram, size_t length)
{
    enum { HEADER = 13, LENGTH = 11 };
    size_t whole = 0;
    while (length - whole >= HEADER) {
        size_t record = HEADER + ((size_t) datagram[whole + LENGTH] << 8 | datagram[whole + LENGTH + 1]);
        if (record > length - whole)
            break;
        whole += record;
    }
    return whole;
}

static int receive_datagram(void *context, unsigned char *buffer, size_t room)
{
    e4j_session *session = context;
    const uint8_t *input = session->input;
    size_t length = input != NULL ? whole_records(input, session->input_length) : 0;
    e4j_session_give(session, NULL, 0);
    if (length == 0 || length > room)
        return MBEDTLS_ERR_SSL_WANT_READ;
    memcpy(buffer, input, length);
    return (int) length;
}

static void set_timer(void *context, uint32_t intermediate, uint32_t final)
{
    e4j_session *session = context;
    uint64_t now = e4j_system_milliseconds();
    session->intermediate = now + intermediate;
    session->final = final != 0 ? now + final : 0;
}

static int get_timer(void *context)
{
    const e4j_session *session = context;
    uint64_t now = e4j_system_milliseconds();
    if (session->final == 0)
        return -1;
    return now >= session->final ? 2 : now >= session->intermediate ? 1 : 0;
}

e4j_session *e4j_session_create(e4j_dtls_context *context, e4j_transport *lower, const ENetAddress *address)
{
    e4j_session *session = calloc(1, sizeof *session);
    if (session == NULL)
        return NULL;
    session->address = *address;
    session->context = e4j_dtls_context_hold(context);
    session->lower = lower;
    mbedtls_ssl_init(&session->ssl);
    mbedtls_ssl_set_bio(&session->ssl, session, send_datagram, receive_datagram, NULL);
    mbedtls_ssl_set_timer_cb(&session->ssl, session, set_timer, get_timer);
    /* Without a name, NULL: it is said on purpose that there is none. */
    if (mbedtls_ssl_setup(&session->ssl, &context->config) != 0 ||
        (!context->is_server &&
         mbedtls_ssl_set_hostname(&session->ssl, context->hostname[0] != '\0' ? context->hostname : NULL) != 0)) {
        e4j_session_destroy(session);
        return NULL;
    }
    mbedtls_ssl_set_mtu(&session->ssl, E4J_DTLS_HANDSHAKE_MTU);
    e4j_keylog_watch(&session->ssl);
    return session;
}

void e4j_session_destroy(e4j_session *session)
{
    if (session == NULL)
        return;
    mbedtls_ssl_free(&session->ssl);
    e4j_dtls_context_release(session->context);
    free(session);
}

void e4j_session_client_id(const ENetAddress *address, uint8_t id[E4J_DTLS_CLIENT_ID])
{
    _Static_assert(sizeof address->host + sizeof address->port == E4J_DTLS_CLIENT_ID, "it is all of the address");
    memcpy(id, &address->host, sizeof address->host);
    memcpy(id + sizeof address->host, &address->port, sizeof address->port);
}

int e4j_session_listen(e4j_session *session, const ENetAddress *address)
{
    uint8_t id[E4J_DTLS_CLIENT_ID];
    e4j_session_client_id(address, id);
    session->address = *address;
    session->sent = 0;
    return mbedtls_ssl_session_reset(&session->ssl) == 0 &&
                   mbedtls_ssl_set_client_transport_id(&session->ssl, id, sizeof id) == 0
               ? 0
               : -1;
}

void e4j_session_give(e4j_session *session, const uint8_t *datagram, size_t length)
{
    session->input = datagram;
    session->input_length = length;
}

int e4j_session_step(e4j_session *session)
{
    int code = mbedtls_ssl_handshake(&session->ssl);
    /* When a resend was due, Mbed TLS has done that and left the datagram for the next time. */
    if (code == MBEDTLS_ERR_SSL_WANT_READ && session->input != NULL)
        code = mbedtls_ssl_handshake(&session->ssl);
    e4j_session_give(session, NULL, 0);
    if (code == MBEDTLS_ERR_SSL_WANT_READ || code == MBEDTLS_ERR_SSL_WANT_WRITE)
        return 0;
    if (code != 0) {
        session->failure = e4j_dtls_failure_of(&session->ssl, code);
        return -1;
    }
    /* From here on each record is a datagram of ENet's, which has an MTU of its own. */
    mbedtls_ssl_set_mtu(&session->ssl, 0);
    session->ready = 1;
    return 1;
}

/* Mbed TLS stops after some records that hold no data, such as a warning, though there are more in the datagram. */
static int read_data(e4j_session *session, ENetBuffer *buffer)
{
    enum { STOPS = 32 };
    int code = MBEDTLS_ERR_SSL_WANT_READ;
    for (int i = 0; code == MBEDTLS_ERR_SSL_WANT_READ && e4j_session_has_more(session) && i < STOPS; i++)
        code = mbedtls_ssl_read(&session->ssl, buffer->data, buffer->dataLength);
    return code;
}

int e4j_session_read(e4j_session *session, ENetBuffer *buffer)
{
    int code = read_data(session, buffer);
    if (code >= 0) {
        if (mbedtls_ssl_get_bytes_avail(&session->ssl) == 0)
            return code > 0 ? code : E4J_RECEIVE_SKIP; /* an empty record is no datagram of ENet's */
        while (mbedtls_ssl_get_bytes_avail(&session->ssl) > 0)
            mbedtls_ssl_read(&session->ssl, buffer->data, buffer->dataLength);
        return E4J_RECEIVE_SKIP;
    }
    e4j_session_give(session, NULL, 0);
    if (code == MBEDTLS_ERR_SSL_WANT_READ || code == MBEDTLS_ERR_SSL_WANT_WRITE)
        return 0;
    session->failure = e4j_dtls_failure_of(&session->ssl, code);
    return -1;
}

int e4j_session_has_more(const e4j_session *session)
{
    return session->input != NULL || mbedtls_ssl_check_pending(&session->ssl);
}

int e4j_session_write(e4j_session *session, const uint8_t *data, size_t length)
{
    return mbedtls_ssl_write(&session->ssl, data, length) == (int) length ? 0 : -1;
}

void e4j_session_say_goodbye(e4j_session *session)
{
    if (session->ready)
        mbedtls_ssl_close_notify(&session->ssl);
}

uint64_t e4j_session_due(const e4j_session *session)
{
    return !session->ready && !session->closing && session->final != 0 ? session->final : UINT64_MAX;
}
