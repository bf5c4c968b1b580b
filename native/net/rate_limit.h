/*
 * How often something may happen: token buckets that fill at a rate and hold what comes in a second. One alone, and a
 * table with one for each address (IPv6 by its /64, which is what one customer has). A rate of 0 sets no limit.
 */
#ifndef E4J_RATE_LIMIT_H
#define E4J_RATE_LIMIT_H

#include <enet/enet.h>

#include <stdint.h>

/* Full when it is all zero. */
typedef struct {
    uint64_t spent; /* in thousandths of a token, at `when` */
    uint64_t when;  /* ms */
} e4j_bucket;

/* Whole tokens that are left now. The clock must not go back. */
uint32_t e4j_bucket_left(const e4j_bucket *bucket, uint32_t rate, uint64_t now);
/* Takes one, be there one or not; a bucket has no debts. */
void e4j_bucket_take(e4j_bucket *bucket, uint32_t rate, uint64_t now);

enum { E4J_ADDRESS_SETS = 256, E4J_ADDRESS_WAYS = 4 };

typedef struct {
    uint64_t prefix[2];
    uint64_t asked; /* when last, in ms; 0: the entry is free */
    e4j_bucket bucket;
    int32_t unfinished;
} e4j_address_entry;

/*
 * The addresses that asked last. When there is no place for one more, one of those that have not asked for longest
 * makes room. The hash is keyed: nobody can aim at a place.
 */
typedef struct {
    uint64_t key[2];
    e4j_address_entry entries[E4J_ADDRESS_SETS][E4J_ADDRESS_WAYS];
} e4j_address_table;

/* Of a table that is all zero. 0, or -1 when there are no random numbers. */
int e4j_address_table_start(e4j_address_table *table);

typedef struct {
    int within;         /* the limit */
    int32_t unfinished; /* of what it was given; -1 when it finished the last; 0 again after a minute's silence */
    uint64_t before;    /* when the address asked last, 0 when that is not known */
} e4j_address_asking;

/* The address asks once more. */
e4j_address_asking e4j_address_ask(e4j_address_table *table, const ENetAddress *address, uint32_t rate, uint64_t now);
/* It is given what it asked for, and may or may not finish that. */
void e4j_address_begin(e4j_address_table *table, const ENetAddress *address);
void e4j_address_finish(e4j_address_table *table, const ENetAddress *address);
/* Whether it has nothing left now, or more than one thing unfinished; it is not asking. */
int e4j_address_is_over(e4j_address_table *table, const ENetAddress *address, uint32_t rate, uint64_t now);

#endif
