/*
 * What of Mbed TLS is compiled in: DTLS 1.2 with certificates, as Godot speaks it, and nothing else. Left out are TLS
 * itself, TLS 1.3, pre-shared keys, RSA key exchange, CBC suites, renegotiation, tickets, connection ids, files,
 * sockets, PEM (Java reads that) and PSA.
 *
 * Nothing here is shared between threads: random numbers come from the system (dtls/context.c), every table is
 * constant, and keys and contexts belong to one host, which is used under its connection's lock.
 */
#ifndef E4J_MBEDTLS_CONFIG_H
#define E4J_MBEDTLS_CONFIG_H

/* The system */
#define MBEDTLS_HAVE_ASM
/* Division of 128 bits is the compiler's run-time library's, and zig's brings its own memcpy along for all of us. */
#define MBEDTLS_NO_UDBL_DIVISION
#define MBEDTLS_HAVE_TIME
#define MBEDTLS_HAVE_TIME_DATE
#define MBEDTLS_PLATFORM_C
#define MBEDTLS_ERROR_C

/* Suites: ECDHE with RSA or ECDSA certificates, ChaCha20-Poly1305 or AES-GCM */
#define MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED
#define MBEDTLS_KEY_EXCHANGE_ECDHE_ECDSA_ENABLED
#define MBEDTLS_CIPHER_C
#define MBEDTLS_CHACHA20_C
#define MBEDTLS_POLY1305_C
#define MBEDTLS_CHACHAPOLY_C
#define MBEDTLS_AES_C
#define MBEDTLS_AES_ROM_TABLES /* the others are filled on first use, by whatever thread comes first */
#define MBEDTLS_AESNI_C
#define MBEDTLS_AESCE_C
#define MBEDTLS_GCM_C

/* Key exchange and signatures */
#define MBEDTLS_BIGNUM_C
#define MBEDTLS_RSA_C
#define MBEDTLS_PKCS1_V15
#define MBEDTLS_ECP_C
#define MBEDTLS_ECP_NIST_OPTIM
#define MBEDTLS_ECP_DP_CURVE25519_ENABLED
#define MBEDTLS_ECP_DP_SECP256R1_ENABLED
#define MBEDTLS_ECP_DP_SECP384R1_ENABLED
#define MBEDTLS_ECP_DP_SECP521R1_ENABLED
#define MBEDTLS_ECDH_C
#define MBEDTLS_ECDSA_C
#define MBEDTLS_MD_C
#define MBEDTLS_SHA1_C /* only to read certificates signed with it, as older roots are; none is accepted for that */
#define MBEDTLS_SHA224_C
#define MBEDTLS_SHA256_C
#define MBEDTLS_SHA384_C
#define MBEDTLS_SHA512_C

/* Keys and certificates; writing is for self-signed ones */
#define MBEDTLS_ASN1_PARSE_C
#define MBEDTLS_ASN1_WRITE_C
#define MBEDTLS_OID_C
#define MBEDTLS_PK_C
#define MBEDTLS_PK_PARSE_C
#define MBEDTLS_PK_WRITE_C
#define MBEDTLS_PK_PARSE_EC_EXTENDED
#define MBEDTLS_PK_PARSE_EC_COMPRESSED
#define MBEDTLS_X509_USE_C
#define MBEDTLS_X509_CRT_PARSE_C
#define MBEDTLS_X509_CREATE_C
#define MBEDTLS_X509_CRT_WRITE_C

/* DTLS 1.2 */
#define MBEDTLS_SSL_TLS_C
#define MBEDTLS_SSL_CLI_C
#define MBEDTLS_SSL_SRV_C
#define MBEDTLS_SSL_PROTO_TLS1_2
#define MBEDTLS_SSL_PROTO_DTLS
#define MBEDTLS_SSL_DTLS_ANTI_REPLAY
#define MBEDTLS_SSL_DTLS_HELLO_VERIFY
#define MBEDTLS_SSL_COOKIE_C
#define MBEDTLS_SSL_EXTENDED_MASTER_SECRET
#define MBEDTLS_SSL_SERVER_NAME_INDICATION
#define MBEDTLS_SSL_ALL_ALERT_MESSAGES

/*
 * Memory per session is mostly these two. In: the largest message of a handshake that can be received, a server's whole
 * certificate chain. Out: the same for our own chain, and the largest datagram of ENet's (4096).
 */
#define MBEDTLS_SSL_IN_CONTENT_LEN 16384
#define MBEDTLS_SSL_OUT_CONTENT_LEN 8192
/* What is kept of messages that arrive in pieces or too early: one of the largest kind, and a flight of small ones. */
#define MBEDTLS_SSL_DTLS_MAX_BUFFERING 24576

#endif
