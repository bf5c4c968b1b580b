/*
 * The keys of sessions, written to a file for who looks at recorded traffic, in the form that such tools read
 * ("CLIENT_RANDOM random secret"). One file for the whole process; none unless somebody asks for it.
 */
#ifndef E4J_DTLS_KEYLOG_H
#define E4J_DTLS_KEYLOG_H

#include <mbedtls/ssl.h>

/* Appends to this file from now on; it stays open. Called once. 0, or errno. */
int e4j_keylog_open(const char *path);

/* Has the keys of a session written, if there is a file. */
void e4j_keylog_watch(mbedtls_ssl_context *ssl);

#endif
