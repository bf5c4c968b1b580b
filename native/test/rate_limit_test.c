/* Token buckets, alone and for addresses. */
#include "net/rate_limit.h"

#include "check.h"

#include <stdlib.h>

static void one_bucket(void)
{
    e4j_bucket bucket = {0};
    CHECK_EQ(3, e4j_bucket_left(&bucket, 3, 5000));
    for (uint32_t i = 0; i < 5; i++)
        e4j_bucket_take(&bucket, 3, 5000);
    CHECK_EQ(0, e4j_bucket_left(&bucket, 3, 5000));
    CHECK_EQ(0, e4j_bucket_left(&bucket, 3, 5333));
    CHECK_EQ(1, e4j_bucket_left(&bucket, 3, 5334));
    CHECK_EQ(2, e4j_bucket_left(&bucket, 3, 5999));
    CHECK_EQ(3, e4j_bucket_left(&bucket, 3, 6000));
    CHECK_EQ(3, e4j_bucket_left(&bucket, 3, UINT64_MAX));
}

static void other_rates(void)
{
    e4j_bucket bucket = {0};
    for (int i = 0; i < 100; i++)
        e4j_bucket_take(&bucket, 100, 5000);
    CHECK_EQ(0, e4j_bucket_left(&bucket, 2, 5000)); /* a lower one is not owed for ever */
    CHECK_EQ(1, e4j_bucket_left(&bucket, 2, 5500));
    e4j_bucket_take(&bucket, 0, 5000);
    CHECK_EQ(UINT32_MAX, e4j_bucket_left(&bucket, 0, 5000));
}

static ENetAddress address(const uint8_t bytes[16])
{
    ENetAddress result = {.port = 1};
    memcpy(&result.host, bytes, 16);
    return result;
}

/* What is begun counts until one is finished, or a minute of silence. */
static void unfinished(void)
{
    e4j_address_table *table = calloc(1, sizeof *table);
    CHECK_EQ(0, e4j_address_table_start(table));
    uint8_t v4[16] = {[10] = 0xff, [11] = 0xff, [12] = 10, [15] = 1};
    ENetAddress one = address(v4);
    for (int32_t i = 0; i < 3; i++) {
        CHECK_EQ(i > 1, e4j_address_is_over(table, &one, 10, 100));
        CHECK_EQ(i, e4j_address_ask(table, &one, 10, 100).unfinished);
        e4j_address_begin(table, &one);
    }
    e4j_address_finish(table, &one);
    CHECK_EQ(0, e4j_address_is_over(table, &one, 10, 104));
    CHECK_EQ(-1, e4j_address_ask(table, &one, 10, 200).unfinished);
    e4j_address_begin(table, &one);
    CHECK_EQ(0, e4j_address_ask(table, &one, 10, 201).unfinished);
    e4j_address_begin(table, &one);
    CHECK_EQ(1, e4j_address_ask(table, &one, 10, 60201).unfinished);
    CHECK_EQ(0, e4j_address_ask(table, &one, 10, 120202).unfinished);
    v4[15] = 2;
    one = address(v4);
    e4j_address_begin(table, &one); /* of which nothing is known */
    e4j_address_finish(table, &one);
    CHECK_EQ(0, e4j_address_ask(table, &one, 10, 120202).unfinished);
    free(table);
}

static void addresses(void)
{
    e4j_address_table *table = calloc(1, sizeof *table);
    CHECK_EQ(0, e4j_address_table_start(table));
    uint8_t v4[16] = {[10] = 0xff, [11] = 0xff, [12] = 10, [15] = 1}, v6[16] = {0x20, 1, [15] = 1};
    ENetAddress one = address(v4), six = address(v6);
    CHECK_EQ(0, e4j_address_is_over(table, &one, 2, 100));
    e4j_address_asking asking = e4j_address_ask(table, &one, 2, 100);
    CHECK_EQ(1, asking.within);
    CHECK_EQ(0, asking.before);
    one.port = 7; /* no matter */
    asking = e4j_address_ask(table, &one, 2, 150);
    CHECK_EQ(1, asking.within);
    CHECK_EQ(100, asking.before);
    CHECK_EQ(1, e4j_address_is_over(table, &one, 2, 150));
    CHECK_EQ(0, e4j_address_ask(table, &one, 2, 160).within);
    CHECK_EQ(0, e4j_address_is_over(table, &one, 0, 160));
    v4[15] = 2; /* another one */
    ENetAddress two = address(v4);
    CHECK_EQ(1, e4j_address_ask(table, &two, 2, 160).within);
    CHECK_EQ(160, e4j_address_ask(table, &two, 2, 165).before);
    for (int i = 0; i < 2; i++) {
        v6[15]++; /* in the same /64 */
        six = address(v6);
        CHECK_EQ(1, e4j_address_ask(table, &six, 2, 170).within);
    }
    CHECK_EQ(0, e4j_address_ask(table, &six, 2, 170).within);
    v6[7] = 1; /* in another */
    six = address(v6);
    CHECK_EQ(1, e4j_address_ask(table, &six, 2, 170).within);
    free(table);
}

/* More than there is room for: the table forgets, but hardly ever those who go on asking. */
static void crowd(void)
{
    e4j_address_table *table = calloc(1, sizeof *table);
    CHECK_EQ(0, e4j_address_table_start(table));
    uint8_t v4[16] = {[10] = 0xff, [11] = 0xff, [12] = 10};
    ENetAddress busy = address(v4);
    int forgotten = 0;
    e4j_address_ask(table, &busy, 2, 1);
    for (uint64_t i = 1; i < 100000; i++) {
        v4[13] = (uint8_t) (1 + (i >> 16));
        v4[14] = (uint8_t) (i >> 8);
        v4[15] = (uint8_t) i;
        ENetAddress other = address(v4);
        CHECK_EQ(1, e4j_address_ask(table, &other, 2, i / 10).within);
        if (i % 100 == 0)
            forgotten += e4j_address_ask(table, &busy, 2, i / 10).before == 0;
    }
    CHECK(forgotten < 20);
    free(table);
}

int main(void)
{
    one_bucket();
    other_rates();
    addresses();
    unfinished();
    crowd();
    return check_result();
}
