#include "dtls/context.h"

#include "platform/system.h"

#include <mbedtls/error.h>
#include <mbedtls/oid.h>
#include <mbedtls/platform_util.h>
#include <stdlib.h>
#include <string.h>

/* A flight is sent again after 1, 2 and 4 s, as RFC 6347 and Godot have it. Who gives up when is lifecycle.c's. */
enum { RESEND_FIRST = 1000, RESEND_LAST = 8000 };

/* AEAD only, in Godot's order of preference. */
static const int suites[] = {
    MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    0,
};

int e4j_dtls_random(void *unused, unsigned char *buffer, size_t length)
{
    (void) unused;
    return e4j_system_random(buffer, length) == 0 ? 0 : MBEDTLS_ERR_ERROR_GENERIC_ERROR;
}

static e4j_dtls_context *create(int endpoint)
{
    e4j_dtls_context *context = calloc(1, sizeof *context);
    if (context == NULL)
        return NULL;
    context->holders = 1;
    context->is_server = endpoint == MBEDTLS_SSL_IS_SERVER;
    mbedtls_ssl_config_init(&context->config);
    mbedtls_x509_crt_init(&context->chain);
    mbedtls_pk_init(&context->key);
    if (mbedtls_ssl_config_defaults(&context->config, endpoint, MBEDTLS_SSL_TRANSPORT_DATAGRAM,
                                    MBEDTLS_SSL_PRESET_DEFAULT) != 0) {
        e4j_dtls_context_release(context);
        return NULL;
    }
    mbedtls_ssl_conf_rng(&context->config, e4j_dtls_random, NULL);
    mbedtls_ssl_conf_min_tls_version(&context->config, MBEDTLS_SSL_VERSION_TLS1_2);
    mbedtls_ssl_conf_max_tls_version(&context->config, MBEDTLS_SSL_VERSION_TLS1_2);
    mbedtls_ssl_conf_ciphersuites(&context->config, suites);
    mbedtls_ssl_conf_handshake_timeout(&context->config, RESEND_FIRST, RESEND_LAST);
    return context;
}

e4j_dtls_context *e4j_dtls_context_hold(e4j_dtls_context *context)
{
    context->holders++;
    return context;
}

void e4j_dtls_context_release(e4j_dtls_context *context)
{
    if (context == NULL || --context->holders > 0)
        return;
    mbedtls_ssl_config_free(&context->config);
    mbedtls_x509_crt_free(&context->chain);
    mbedtls_pk_free(&context->key);
    mbedtls_platform_zeroize(context, sizeof *context);
    free(context);
}

static e4j_dtls_context *refuse(e4j_dtls_context *context, e4j_dtls_context_status why, e4j_dtls_context_status *status)
{
    e4j_dtls_context_release(context);
    *status = why;
    return NULL;
}

static e4j_dtls_context_status read_chain(mbedtls_x509_crt *chain, const e4j_der *certificates, size_t count,
                                          int lenient)
{
    size_t good = 0;
    for (size_t i = 0; i < count; i++) {
        int code = mbedtls_x509_crt_parse_der(chain, certificates[i].data, certificates[i].length);
        if (code == 0)
            good++;
        else if (code == MBEDTLS_ERR_X509_ALLOC_FAILED)
            return E4J_DTLS_CONTEXT_NO_MEMORY;
        else if (!lenient)
            return E4J_DTLS_CONTEXT_BAD_CERTIFICATE;
    }
    return good > 0 ? E4J_DTLS_CONTEXT_OK : E4J_DTLS_CONTEXT_BAD_CERTIFICATE;
}

static e4j_dtls_context_status set_up_client(e4j_dtls_context *context, const e4j_der *trusted, size_t count,
                                             int lenient, e4j_dtls_verification verification, const char *hostname)
{
    if (verification == E4J_DTLS_VERIFY_NONE) {
        mbedtls_ssl_conf_authmode(&context->config, MBEDTLS_SSL_VERIFY_NONE);
        return E4J_DTLS_CONTEXT_OK;
    }
    if (verification == E4J_DTLS_VERIFY_CHAIN_AND_NAME) {
        size_t length = strlen(hostname);
        if (length == 0 || length >= sizeof context->hostname)
            return E4J_DTLS_CONTEXT_BAD_HOSTNAME;
        memcpy(context->hostname, hostname, length + 1);
    }
    e4j_dtls_context_status status = read_chain(&context->chain, trusted, count, lenient);
    mbedtls_ssl_conf_authmode(&context->config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_ca_chain(&context->config, &context->chain, NULL);
    return status;
}

e4j_dtls_context *e4j_dtls_context_client(const e4j_der *trusted, size_t count, int lenient,
                                          e4j_dtls_verification verification, const char *hostname,
                                          e4j_dtls_context_status *status)
{
    e4j_dtls_context *context = create(MBEDTLS_SSL_IS_CLIENT);
    if (context == NULL)
        return refuse(context, E4J_DTLS_CONTEXT_NO_MEMORY, status);
    *status = set_up_client(context, trusted, count, lenient, verification, hostname);
    return *status == E4J_DTLS_CONTEXT_OK ? context : refuse(context, *status, status);
}

static e4j_dtls_context_status set_up_server(e4j_dtls_context *context, const e4j_der *chain, size_t count,
                                             const e4j_der *key)
{
    e4j_dtls_context_status status = read_chain(&context->chain, chain, count, 0);
    if (status != E4J_DTLS_CONTEXT_OK)
        return status;
    /* With our suites a server signs, whatever its key; clients look at these when the certificate has them. */
    if (mbedtls_x509_crt_check_key_usage(&context->chain, MBEDTLS_X509_KU_DIGITAL_SIGNATURE) != 0)
        return E4J_DTLS_CONTEXT_BAD_KEY_USAGE;
    if (mbedtls_x509_crt_check_extended_key_usage(&context->chain, MBEDTLS_OID_SERVER_AUTH,
                                                  MBEDTLS_OID_SIZE(MBEDTLS_OID_SERVER_AUTH)) != 0)
        return E4J_DTLS_CONTEXT_BAD_EXTENDED_KEY_USAGE;
    /* The Certificate message: a handshake header, the length of it all, a length before each certificate. */
    size_t message = 12 + 3;
    for (size_t i = 0; i < count; i++)
        message += 3 + chain[i].length;
    if (message > MBEDTLS_SSL_OUT_CONTENT_LEN)
        return E4J_DTLS_CONTEXT_BAD_CERTIFICATE;
    if (mbedtls_pk_parse_key(&context->key, key->data, key->length, NULL, 0, e4j_dtls_random, NULL) != 0 ||
        mbedtls_pk_check_pair(&context->chain.pk, &context->key, e4j_dtls_random, NULL) != 0)
        return E4J_DTLS_CONTEXT_BAD_KEY;
    if (mbedtls_ssl_conf_own_cert(&context->config, &context->chain, &context->key) != 0)
        return E4J_DTLS_CONTEXT_NO_MEMORY;
    mbedtls_ssl_conf_authmode(&context->config, MBEDTLS_SSL_VERIFY_NONE);
    return E4J_DTLS_CONTEXT_OK;
}

e4j_dtls_context *e4j_dtls_context_server(const e4j_der *chain, size_t count, const e4j_der *key,
                                          e4j_dtls_context_status *status)
{
    e4j_dtls_context *context = create(MBEDTLS_SSL_IS_SERVER);
    if (context == NULL)
        return refuse(context, E4J_DTLS_CONTEXT_NO_MEMORY, status);
    *status = set_up_server(context, chain, count, key);
    return *status == E4J_DTLS_CONTEXT_OK ? context : refuse(context, *status, status);
}
