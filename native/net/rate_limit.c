#include "net/rate_limit.h"

#include "net/address.h"
#include "platform/system.h"

#include <string.h>

enum { TOKEN = 1000, FORGOTTEN_AFTER = 60000 /* ms */ };

/* What is spent of a bucket now: tokens come back at `rate` thousandths per ms. */
static uint64_t spent(const e4j_bucket *bucket, uint32_t rate, uint64_t now)
{
    uint64_t most = (uint64_t) rate * TOKEN, passed = now - bucket->when;
    uint64_t then = bucket->spent < most ? bucket->spent : most; /* the rate may have been another one then */
    return passed > then / rate ? 0 : then - passed * rate;
}

uint32_t e4j_bucket_left(const e4j_bucket *bucket, uint32_t rate, uint64_t now)
{
    return rate == 0 ? UINT32_MAX : (uint32_t) (((uint64_t) rate * TOKEN - spent(bucket, rate, now)) / TOKEN);
}

void e4j_bucket_take(e4j_bucket *bucket, uint32_t rate, uint64_t now)
{
    if (rate == 0)
        return;
    uint64_t most = (uint64_t) rate * TOKEN, after = spent(bucket, rate, now) + TOKEN;
    *bucket = (e4j_bucket) {.spent = after < most ? after : most, .when = now};
}

int e4j_address_table_start(e4j_address_table *table)
{
    return e4j_system_random(table->key, sizeof table->key);
}

static void prefix_of(const ENetAddress *address, uint64_t prefix[2])
{
    memcpy(prefix, &address->host, 2 * sizeof *prefix);
    if (!e4j_address_is_v4(address))
        prefix[1] = 0;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    e4j_uint128 product = (e4j_uint128) a * (b | 1);
    return (uint64_t) product ^ (uint64_t) (product >> 64);
}

static int is_of(const e4j_address_entry *entry, const uint64_t prefix[2])
{
    return entry->asked != 0 && memcmp(entry->prefix, prefix, sizeof entry->prefix) == 0;
}

/* The address's entry; when it has none, the one of its set that is to make room. */
static e4j_address_entry *entry_of(e4j_address_table *table, const uint64_t prefix[2])
{
    uint64_t hash = mix(mix(prefix[0] ^ table->key[0], prefix[1] ^ table->key[1]), table->key[0]);
    e4j_address_entry *set = table->entries[hash % E4J_ADDRESS_SETS], *oldest = set;
    for (int i = 0; i < E4J_ADDRESS_WAYS; i++) {
        if (is_of(&set[i], prefix))
            return &set[i];
        if (set[i].asked < oldest->asked)
            oldest = &set[i];
    }
    return oldest;
}

e4j_address_asking e4j_address_ask(e4j_address_table *table, const ENetAddress *address, uint32_t rate, uint64_t now)
{
    uint64_t prefix[2];
    prefix_of(address, prefix);
    e4j_address_entry *entry = entry_of(table, prefix);
    if (!is_of(entry, prefix)) {
        *entry = (e4j_address_entry) {.asked = 0};
        memcpy(entry->prefix, prefix, sizeof prefix);
    }
    if (now - entry->asked > FORGOTTEN_AFTER)
        entry->unfinished = 0;
    e4j_address_asking asking = {e4j_bucket_left(&entry->bucket, rate, now) > 0, entry->unfinished, entry->asked};
    entry->asked = now > 0 ? now : 1;
    e4j_bucket_take(&entry->bucket, rate, now);
    return asking;
}

/* The address's entry, NULL when it has none. */
static e4j_address_entry *find(e4j_address_table *table, const ENetAddress *address)
{
    uint64_t prefix[2];
    prefix_of(address, prefix);
    e4j_address_entry *entry = entry_of(table, prefix);
    return is_of(entry, prefix) ? entry : NULL;
}

void e4j_address_begin(e4j_address_table *table, const ENetAddress *address)
{
    e4j_address_entry *entry = find(table, address);
    if (entry != NULL)
        entry->unfinished += entry->unfinished < INT32_MAX;
}

void e4j_address_finish(e4j_address_table *table, const ENetAddress *address)
{
    e4j_address_entry *entry = find(table, address);
    if (entry != NULL)
        entry->unfinished = -1;
}

int e4j_address_is_over(e4j_address_table *table, const ENetAddress *address, uint32_t rate, uint64_t now)
{
    const e4j_address_entry *entry = find(table, address);
    return entry != NULL && (entry->unfinished > 1 || e4j_bucket_left(&entry->bucket, rate, now) == 0);
}
