/* The pool: blocks of every size are apart, aligned, found again by whichever thread, and counted. */
#include "platform/pool.h"

#include "check.h"

#include <pthread.h>
#include <stdlib.h>

enum { LARGEST = 300 * 1024 };

static void test_sizes(void)
{
    static uint8_t *blocks[2000];
    enum { COUNT = 2000 };
    int64_t before = e4j_pool_blocks();
    for (int round = 0; round < 3; round++) {
        size_t size = 0;
        for (int i = 0; i < COUNT; i++) {
            blocks[i] = e4j_pool_allocate(size);
            if (!CHECK(blocks[i] != NULL))
                return;
            CHECK_EQ(0, (uintptr_t) blocks[i] % 16);
            memset(blocks[i], i & 0xff, size);
            size = i < 600 ? size + 1 : size + size / 100 + 1;
            if (size > LARGEST)
                size = (size_t) i;
        }
        CHECK_EQ(before + COUNT, e4j_pool_blocks());
        size = 0;
        for (int i = 0; i < COUNT; i++) {
            size_t same = 0;
            while (same < size && blocks[i][same] == (uint8_t) i)
                same++;
            CHECK_EQ(size, same);
            size = i < 600 ? size + 1 : size + size / 100 + 1;
            if (size > LARGEST)
                size = (size_t) i;
        }
        for (int i = 0; i < COUNT; i++)
            e4j_pool_release(blocks[(i * 7) % COUNT]);
        CHECK_EQ(before, e4j_pool_blocks());
    }
    e4j_pool_release(NULL);
    CHECK_EQ(before, e4j_pool_blocks());
    CHECK(e4j_pool_allocate(SIZE_MAX) == NULL);
    CHECK(e4j_pool_allocate(SIZE_MAX - 8) == NULL);
    CHECK_EQ(before, e4j_pool_blocks());
}

/* ---- One thread takes, the other gives back ---- */

enum { MOVED = 200000, SLOTS = 1024 };

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    void *blocks[SLOTS];
    unsigned put, got;
    unsigned right;
} queue;

static void *give_back(void *argument)
{
    queue *q = argument;
    for (unsigned i = 0; i < MOVED; i++) {
        pthread_mutex_lock(&q->lock);
        while (q->put == q->got)
            pthread_cond_wait(&q->changed, &q->lock);
        uint32_t *block = q->blocks[q->got++ % SLOTS];
        pthread_cond_signal(&q->changed);
        pthread_mutex_unlock(&q->lock);
        q->right += *block == i;
        e4j_pool_release(block);
    }
    return NULL;
}

static void test_threads(void)
{
    static queue q = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    pthread_t thread;
    int64_t before = e4j_pool_blocks();
    pthread_create(&thread, NULL, give_back, &q);
    for (unsigned i = 0; i < MOVED; i++) {
        uint32_t *block = e4j_pool_allocate(4 + i * 13 % 200);
        *block = i;
        pthread_mutex_lock(&q.lock);
        while (q.put - q.got == SLOTS)
            pthread_cond_wait(&q.changed, &q.lock);
        q.blocks[q.put++ % SLOTS] = block;
        pthread_cond_signal(&q.changed);
        pthread_mutex_unlock(&q.lock);
    }
    pthread_join(thread, NULL);
    CHECK_EQ(MOVED, q.right);
    CHECK_EQ(before, e4j_pool_blocks());
}

static void *take_some(void *argument)
{
    void **blocks = argument;
    for (int i = 0; i < 1000; i++)
        blocks[i] = e4j_pool_allocate(100);
    return NULL;
}

/* What a thread kept goes to the others when it ends, what it took stays counted. */
static void test_thread_end(void)
{
    void *blocks[1000];
    pthread_t thread;
    int64_t before = e4j_pool_blocks();
    for (int round = 0; round < 20; round++) {
        pthread_create(&thread, NULL, take_some, blocks);
        pthread_join(thread, NULL);
        CHECK_EQ(before + 1000, e4j_pool_blocks());
        for (int i = 0; i < 1000; i++)
            e4j_pool_release(blocks[i]);
        CHECK_EQ(before, e4j_pool_blocks());
    }
}

/* What a thread gives back is its own again, as far as it is not more than some MiB. */
static void test_spare(void)
{
    enum { FEW = 2000, MANY = 40000, SIZE = 224 };
    static void *blocks[MANY];
    size_t stored = e4j_pool_stored();
    for (int count = FEW; count <= MANY; count += MANY - FEW) {
        for (int i = 0; i < count; i++)
            blocks[i] = e4j_pool_allocate(SIZE);
        for (int i = 0; i < count; i++)
            e4j_pool_release(blocks[i]);
        if (count == FEW)
            CHECK_EQ(stored, e4j_pool_stored());
    }
    CHECK(e4j_pool_stored() > stored + (MANY * SIZE - (5 << 20)));
    CHECK(e4j_pool_stored() < stored + (MANY * SIZE - (3 << 20)));
}

/* The bytes that the store gets when this thread takes and gives back so many. */
static size_t surplus(size_t size, size_t bytes)
{
    static void *blocks[40000];
    size_t stored = e4j_pool_stored();
    for (size_t i = 0; i < bytes / size; i++)
        blocks[i] = e4j_pool_allocate(size);
    size_t taken = stored - e4j_pool_stored();
    for (size_t i = 0; i < bytes / size; i++)
        e4j_pool_release(blocks[i]);
    return e4j_pool_stored() - stored + taken;
}

static void *keep_many_sizes(void *unused)
{
    enum { BUNDLE = 32 << 10, BYTES = 8 * BUNDLE };
    surplus(224, 6 << 20);
    for (size_t size = 256; size <= 8192; size *= 2)
        CHECK(surplus(size, BYTES) > BYTES - BUNDLE);
    return unused;
}

/* That is the limit of all sizes together. */
static void test_spare_of_many_sizes(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, keep_many_sizes, NULL);
    pthread_join(thread, NULL);
}

/* However much was in use once, only so much is kept. */
static void test_limit(void)
{
    enum { COUNT = 2000, SIZE = 60000 };
    static void *blocks[COUNT];
    for (int i = 0; i < COUNT; i++)
        blocks[i] = e4j_pool_allocate(SIZE);
    for (int i = 0; i < COUNT; i++)
        e4j_pool_release(blocks[i]);
    CHECK(e4j_pool_stored() > 16 << 20);
    CHECK(e4j_pool_stored() <= 32 << 20);
    for (int i = 0; i < COUNT; i++)
        blocks[i] = e4j_pool_allocate(SIZE);
    CHECK(e4j_pool_stored() < 16 << 20);
    for (int i = 0; i < COUNT; i++)
        e4j_pool_release(blocks[i]);
}

/* Whichever of the two goes first, the block goes with the other. */
static void test_ahead(void)
{
    int64_t before = e4j_pool_blocks();
    for (int i = 0; i < 4000; i++) {
        size_t size = (size_t) i * 37 % 3000, next = 1 + (size_t) i % 200;
        uint8_t *outer = e4j_pool_allocate_ahead(size, next), *inner = e4j_pool_allocate(next);
        CHECK_EQ(before + 1, e4j_pool_blocks());
        CHECK(inner >= outer + size && inner < outer + size + 48);
        CHECK_EQ(0, (uintptr_t) inner % 16);
        memset(outer, 1, size);
        memset(inner, 2, next);
        e4j_pool_release(i % 2 ? outer : inner);
        CHECK_EQ(before + 1, e4j_pool_blocks());
        e4j_pool_release(i % 2 ? inner : outer);
        CHECK_EQ(before, e4j_pool_blocks());
    }
}

/* The room is for the very next allocation, of the size that was said, and not after something was released. */
static void test_ahead_in_vain(void)
{
    enum { SIZE = 100, NEXT = 96 };
    int64_t before = e4j_pool_blocks();
    void *other = e4j_pool_allocate(SIZE);
    for (int i = 0; i < 5; i++) {
        void *outer = e4j_pool_allocate_ahead(SIZE, i == 3 ? 0 : NEXT);
        void *between = i == 0 ? e4j_pool_allocate(NEXT + 1) : i == 1 ? e4j_pool_allocate_ahead(SIZE, NEXT + 1) : NULL;
        if (i == 2) {
            e4j_pool_release(other);
            other = NULL;
        }
        if (i == 4)
            e4j_pool_release(outer);
        int64_t now = e4j_pool_blocks();
        void *own = e4j_pool_allocate(NEXT);
        CHECK_EQ(now + 1, e4j_pool_blocks());
        e4j_pool_release(own);
        e4j_pool_release(between);
        if (i != 4)
            e4j_pool_release(outer);
    }
    CHECK(e4j_pool_allocate_ahead(SIZE_MAX - 8, 1) == NULL);
    CHECK_EQ(before, e4j_pool_blocks());
}

int main(void)
{
    /* These two first: the others fill the store too. */
    test_spare();
    test_spare_of_many_sizes();
    test_limit();
    test_sizes();
    test_threads();
    test_thread_end();
    test_ahead();
    test_ahead_in_vain();
    CHECK_EQ(0, e4j_pool_blocks());
    return check_result();
}
