/* How sessions are found by their address, and kept in order. */
#ifndef E4J_DTLS_SESSION_TABLE_H
#define E4J_DTLS_SESSION_TABLE_H

#include "dtls/session.h"

/* A hash table. Its size is fixed; its hash is keyed, so that nobody can aim at one bucket. */
typedef struct {
    e4j_session **buckets;
    size_t mask;
    uint64_t key[2];
    size_t count;
} e4j_session_table;

/* 0, or -1 when memory is short. */
int e4j_session_table_create(e4j_session_table *table, size_t capacity);
void e4j_session_table_free(e4j_session_table *table);
e4j_session *e4j_session_find(const e4j_session_table *table, const ENetAddress *address);
void e4j_session_insert(e4j_session_table *table, e4j_session *session);
void e4j_session_remove(e4j_session_table *table, e4j_session *session);

/* Adding what is in the list already, and removing what is not, changes nothing. */
void e4j_session_append(e4j_session_list *list, e4j_session *session);
void e4j_session_unlink(e4j_session_list *list, e4j_session *session);
e4j_session *e4j_session_next(const e4j_session_list *list, e4j_session *session);

#endif
