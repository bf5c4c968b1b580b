#include "dtls/session_table.h"

#include "net/address.h"
#include "platform/system.h"

#include <stdlib.h>
#include <string.h>

int e4j_session_table_create(e4j_session_table *table, size_t capacity)
{
    size_t size = 16;
    while (size < capacity)
        size *= 2;
    table->buckets = calloc(size, sizeof *table->buckets);
    table->mask = size - 1;
    table->count = 0;
    return table->buckets != NULL && e4j_system_random(table->key, sizeof table->key) == 0 ? 0 : -1;
}

void e4j_session_table_free(e4j_session_table *table)
{
    free(table->buckets);
    table->buckets = NULL;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    e4j_uint128 product = (e4j_uint128) a * (b | 1);
    return (uint64_t) product ^ (uint64_t) (product >> 64);
}

static e4j_session **bucket_of(const e4j_session_table *table, const ENetAddress *address)
{
    uint64_t half[2];
    memcpy(half, &address->host, sizeof half);
    uint64_t hash = mix(half[0] ^ table->key[0], half[1] ^ table->key[1]);
    hash = mix(hash ^ address->port, table->key[0]);
    return &table->buckets[hash & table->mask];
}

e4j_session *e4j_session_find(const e4j_session_table *table, const ENetAddress *address)
{
    e4j_session *session = *bucket_of(table, address);
    while (session != NULL && !e4j_address_same_way(&session->address, address))
        session = session->next_in_bucket;
    return session;
}

void e4j_session_insert(e4j_session_table *table, e4j_session *session)
{
    e4j_session **bucket = bucket_of(table, &session->address);
    session->next_in_bucket = *bucket;
    *bucket = session;
    table->count++;
}

void e4j_session_remove(e4j_session_table *table, e4j_session *session)
{
    e4j_session **place = bucket_of(table, &session->address);
    while (*place != NULL && *place != session)
        place = &(*place)->next_in_bucket;
    if (*place == NULL)
        return;
    *place = session->next_in_bucket;
    table->count--;
}

static e4j_session_link *link_of(const e4j_session_list *list, e4j_session *session)
{
    return (e4j_session_link *) (void *) ((char *) session + list->offset);
}

void e4j_session_append(e4j_session_list *list, e4j_session *session)
{
    e4j_session_link *link = link_of(list, session);
    if (link->linked)
        return;
    *link = (e4j_session_link) {.previous = list->last, .linked = 1};
    if (list->last != NULL)
        link_of(list, list->last)->next = session;
    else
        list->first = session;
    list->last = session;
    list->count++;
}

void e4j_session_unlink(e4j_session_list *list, e4j_session *session)
{
    e4j_session_link *link = link_of(list, session);
    if (!link->linked)
        return;
    if (link->previous != NULL)
        link_of(list, link->previous)->next = link->next;
    else
        list->first = link->next;
    if (link->next != NULL)
        link_of(list, link->next)->previous = link->previous;
    else
        list->last = link->previous;
    *link = (e4j_session_link) {0};
    list->count--;
}

e4j_session *e4j_session_next(const e4j_session_list *list, e4j_session *session)
{
    return link_of(list, session)->next;
}
