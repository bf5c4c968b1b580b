#include "dtls/certificate.h"

#include <mbedtls/ecp.h>
#include <mbedtls/error.h>
#include <mbedtls/rsa.h>
#include <mbedtls/x509_crt.h>
#include <string.h>

enum { SERIAL_LENGTH = 20 };

static int write_with_keys(const e4j_certificate *certificate, mbedtls_pk_context *subject_key,
                           mbedtls_pk_context *issuer_key, mbedtls_x509write_cert *writer, uint8_t *out, size_t room)
{
    uint8_t serial[SERIAL_LENGTH];
    int code;
    if ((code = mbedtls_pk_parse_key(subject_key, certificate->subject_key.data, certificate->subject_key.length, NULL,
                                     0, e4j_dtls_random, NULL)) != 0 ||
        (code = mbedtls_pk_parse_key(issuer_key, certificate->issuer_key.data, certificate->issuer_key.length, NULL, 0,
                                     e4j_dtls_random, NULL)) != 0 ||
        (code = e4j_dtls_random(NULL, serial, sizeof serial)) != 0)
        return code;
    serial[0] &= 0x7f; /* a positive number of 20 bytes is the longest that is allowed */
    serial[0] |= 0x40;
    mbedtls_x509write_crt_set_version(writer, MBEDTLS_X509_CRT_VERSION_3);
    mbedtls_x509write_crt_set_md_alg(writer, MBEDTLS_MD_SHA256);
    mbedtls_x509write_crt_set_subject_key(writer, subject_key);
    mbedtls_x509write_crt_set_issuer_key(writer, issuer_key);
    if ((code = mbedtls_x509write_crt_set_serial_raw(writer, serial, sizeof serial)) != 0 ||
        (code = mbedtls_x509write_crt_set_subject_name(writer, certificate->subject)) != 0 ||
        (code = mbedtls_x509write_crt_set_issuer_name(writer, certificate->issuer)) != 0 ||
        (code = mbedtls_x509write_crt_set_validity(writer, certificate->not_before, certificate->not_after)) != 0 ||
        (code = mbedtls_x509write_crt_set_basic_constraints(writer, certificate->is_ca, certificate->path_length)) != 0)
        return code;
    int length = mbedtls_x509write_crt_der(writer, out, room, e4j_dtls_random, NULL);
    if (length > 0)
        memmove(out, out + room - length, (size_t) length); /* it is written from the end */
    return length;
}

int e4j_certificate_write(const e4j_certificate *certificate, uint8_t *out, size_t room)
{
    mbedtls_pk_context subject_key, issuer_key;
    mbedtls_x509write_cert writer;
    mbedtls_pk_init(&subject_key);
    mbedtls_pk_init(&issuer_key);
    mbedtls_x509write_crt_init(&writer);
    int length = write_with_keys(certificate, &subject_key, &issuer_key, &writer, out, room);
    mbedtls_x509write_crt_free(&writer);
    mbedtls_pk_free(&issuer_key);
    mbedtls_pk_free(&subject_key);
    return length;
}

static const char *curve_name(mbedtls_ecp_group_id id)
{
    switch (id) {
    case MBEDTLS_ECP_DP_SECP256R1:
        return "secp256r1";
    case MBEDTLS_ECP_DP_SECP384R1:
        return "secp384r1";
    case MBEDTLS_ECP_DP_SECP521R1:
        return "secp521r1";
    default:
        return NULL;
    }
}

static int export_numbers(const mbedtls_pk_context *key, e4j_key_numbers *numbers)
{
    if (mbedtls_pk_get_type(key) == MBEDTLS_PK_RSA) {
        const mbedtls_rsa_context *rsa = mbedtls_pk_rsa(*key);
        int code = mbedtls_rsa_export(rsa, &numbers->n, &numbers->p, &numbers->q, &numbers->d, &numbers->e);
        numbers->kind = E4J_KEY_RSA;
        return code != 0 ? code : mbedtls_rsa_export_crt(rsa, &numbers->dp, &numbers->dq, &numbers->qp);
    }
    const mbedtls_ecp_keypair *pair = mbedtls_pk_ec(*key);
    numbers->kind = E4J_KEY_EC;
    numbers->curve = curve_name(mbedtls_ecp_keypair_get_group_id(pair));
    if (numbers->curve == NULL)
        return MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE;
    return mbedtls_ecp_export(pair, NULL, &numbers->d, NULL);
}

static mbedtls_mpi *number(e4j_key_numbers *numbers, int i)
{
    mbedtls_mpi *all[] = {&numbers->n, &numbers->e,  &numbers->d,  &numbers->p,
                          &numbers->q, &numbers->dp, &numbers->dq, &numbers->qp};
    return all[i];
}

enum { NUMBERS = 8 };

int e4j_key_read(const e4j_der *key, e4j_key_numbers *numbers)
{
    for (int i = 0; i < NUMBERS; i++)
        mbedtls_mpi_init(number(numbers, i));
    mbedtls_pk_context parsed;
    mbedtls_pk_init(&parsed);
    int code = mbedtls_pk_parse_key(&parsed, key->data, key->length, NULL, 0, e4j_dtls_random, NULL);
    if (code == 0)
        code = export_numbers(&parsed, numbers);
    mbedtls_pk_free(&parsed);
    return code;
}

void e4j_key_release(e4j_key_numbers *numbers)
{
    for (int i = 0; i < NUMBERS; i++)
        mbedtls_mpi_free(number(numbers, i));
}
