#include "dtls/failure.h"

#include <mbedtls/error.h>
#include <stdio.h>
#include <string.h>

const e4j_session_failure e4j_dtls_no_answer = {E4J_DTLS_TIMEOUT, MBEDTLS_ERR_SSL_TIMEOUT, 0};
const e4j_session_failure e4j_dtls_nobody_there = {E4J_DTLS_TIMEOUT, MBEDTLS_ERR_SSL_TIMEOUT, 1};

static e4j_dtls_failure_kind kind_of_flags(uint32_t flags)
{
    if (flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED)
        return E4J_DTLS_UNTRUSTED;
    if (flags & (MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE))
        return E4J_DTLS_EXPIRED;
    if (flags & MBEDTLS_X509_BADCERT_CN_MISMATCH)
        return E4J_DTLS_WRONG_NAME;
    return E4J_DTLS_UNACCEPTABLE;
}

e4j_session_failure e4j_dtls_failure_of(const mbedtls_ssl_context *ssl, int code)
{
    e4j_session_failure failure = {.kind = E4J_DTLS_PROTOCOL, .code = code};
    switch (code) {
    case MBEDTLS_ERR_X509_CERT_VERIFY_FAILED:
        failure.detail = mbedtls_ssl_get_verify_result(ssl);
        failure.kind = kind_of_flags(failure.detail);
        break;
    case MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE:
        failure.kind = E4J_DTLS_ALERT;
        /* Level and number are the whole message; the library has no function that tells them. */
        failure.detail = ssl->MBEDTLS_PRIVATE(in_msg)[1];
        break;
    case MBEDTLS_ERR_SSL_TIMEOUT:
        failure.kind = E4J_DTLS_TIMEOUT;
        break;
    case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY:
        failure.kind = E4J_DTLS_CLOSED;
        break;
    default:
        break;
    }
    return failure;
}

static const char *alert_name(uint32_t number)
{
    switch (number) {
    case MBEDTLS_SSL_ALERT_MSG_UNEXPECTED_MESSAGE:
        return "unexpected message";
    case MBEDTLS_SSL_ALERT_MSG_BAD_RECORD_MAC:
        return "bad record MAC";
    case MBEDTLS_SSL_ALERT_MSG_RECORD_OVERFLOW:
        return "record overflow";
    case MBEDTLS_SSL_ALERT_MSG_HANDSHAKE_FAILURE:
        return "handshake failure (no suite, group or signature in common?)";
    case MBEDTLS_SSL_ALERT_MSG_BAD_CERT:
        return "bad certificate (wrong name?)";
    case MBEDTLS_SSL_ALERT_MSG_UNSUPPORTED_CERT:
        return "unsupported certificate";
    case MBEDTLS_SSL_ALERT_MSG_CERT_REVOKED:
        return "certificate revoked";
    case MBEDTLS_SSL_ALERT_MSG_CERT_EXPIRED:
        return "certificate expired";
    case MBEDTLS_SSL_ALERT_MSG_CERT_UNKNOWN:
        return "certificate unknown";
    case MBEDTLS_SSL_ALERT_MSG_ILLEGAL_PARAMETER:
        return "illegal parameter";
    case MBEDTLS_SSL_ALERT_MSG_UNKNOWN_CA:
        return "unknown certificate authority";
    case MBEDTLS_SSL_ALERT_MSG_ACCESS_DENIED:
        return "access denied";
    case MBEDTLS_SSL_ALERT_MSG_DECODE_ERROR:
        return "decode error";
    case MBEDTLS_SSL_ALERT_MSG_DECRYPT_ERROR:
        return "decrypt error";
    case MBEDTLS_SSL_ALERT_MSG_PROTOCOL_VERSION:
        return "protocol version (DTLS 1.2 is required)";
    case MBEDTLS_SSL_ALERT_MSG_INSUFFICIENT_SECURITY:
        return "insufficient security";
    case MBEDTLS_SSL_ALERT_MSG_INTERNAL_ERROR:
        return "internal error";
    case MBEDTLS_SSL_ALERT_MSG_UNRECOGNIZED_NAME:
        return "unrecognized name";
    default:
        return "see the TLS alert registry";
    }
}

static void flags_text(uint32_t flags, const char *headline, char *text, size_t room)
{
    char all[512];
    int length = mbedtls_x509_crt_verify_info(all, sizeof all, "", flags);
    for (char *end = all; length > 0 && (end = strchr(end, '\n')) != NULL; end++)
        *end = end[1] != '\0' ? ' ' : '\0';
    snprintf(text, room, "%s: %s", headline, length > 0 ? all : "no further reason given");
}

void e4j_dtls_failure_text(const e4j_session_failure *failure, char *text, size_t room)
{
    char reason[200];
    switch (failure->kind) {
    case E4J_DTLS_UNTRUSTED:
        flags_text(failure->detail, "the server's certificate is not trusted", text, room);
        break;
    case E4J_DTLS_WRONG_NAME:
        flags_text(failure->detail, "the server's certificate is for another name", text, room);
        break;
    case E4J_DTLS_EXPIRED:
        flags_text(failure->detail, "the server's certificate is not valid now", text, room);
        break;
    case E4J_DTLS_UNACCEPTABLE:
        flags_text(failure->detail, "the server's certificate is not acceptable", text, room);
        break;
    case E4J_DTLS_ALERT:
        snprintf(text, room, "the other side gave up with alert %u: %s", (unsigned) failure->detail,
                 alert_name(failure->detail));
        break;
    case E4J_DTLS_TIMEOUT:
        snprintf(text, room, failure->detail ? "nobody listens at that port" : "no answer to the DTLS handshake");
        break;
    case E4J_DTLS_CLOSED:
        snprintf(text, room, "the other side closed the DTLS session");
        break;
    default:
        mbedtls_strerror(failure->code, reason, sizeof reason);
        snprintf(text, room, "DTLS failed: %s", reason);
        break;
    }
}
