#include "platform/pool.h"

#include "platform/memory.h"
#include "platform/pages.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    SMALL_STEP = 16,
    SMALL_MAXIMUM = 256,   /* up to here one class per step, then four per doubling */
    SMALL_CLASSES = SMALL_MAXIMUM / SMALL_STEP,
    LARGEST = E4J_MEMORY_WHOLE, /* above, it is malloc's */
    CLASSES = SMALL_CLASSES + 4 * 9,
    UNPOOLED = CLASSES,
    MAPPED, /* by itself, from the system and back to it */
    INNER,  /* in another block */
    /* A bundle, which is what moves between a thread and the store, has about this many bytes. */
    BUNDLE_BYTES = 32 * 1024,
    BUNDLE_MAXIMUM = 128,
    BUNDLE_MINIMUM = 2,
    /*
     * What a thread keeps of them at most, all classes together: 16384 small packets and their commands. Less than a
     * bundle of each class it has beside them. What comes from the store another thread has had last, and another
     * processor's cache.
     */
    SPARE_MAXIMUM = 4 * 1024 * 1024,
    STORED_MAXIMUM = 32 * 1024 * 1024
};

/* Kept out of what is called several times for each packet, which then needs to save no registers. */
#define SELDOM __attribute__((noinline, cold))

/* Before every block. */
typedef struct block {
    union {
        struct block *next;  /* while unused */
        size_t mapped;       /* bytes */
        struct block *outer; /* of an INNER one */
    };
    uint32_t class;
    uint32_t inner; /* blocks in this one that are in use */
} block;

/* In the first block of a bundle that is spare or in the store. */
typedef struct bundle {
    struct bundle *next;
    block *blocks;
} bundle;

typedef struct {
    block *first;
    bundle *spare;
    uint32_t count; /* without the spare ones; less than a bundle */
    uint32_t bundle; /* how many those are: a division, too slow for each release */
} list;

typedef struct cache {
    struct cache *next, **previous;
    atomic_int_fast64_t blocks; /* taken less given back; written by its thread only */
    list lists[CLASSES];
    size_t spare; /* bytes of the lists' spare bundles */
    block *ahead; /* room kept for the next allocation; NULL: there is none */
    size_t ahead_size;
} cache;

_Static_assert(sizeof(block) % 16 == 0, "what follows a block's header is aligned as malloc's");
_Static_assert(sizeof(bundle) <= SMALL_STEP, "a bundle's links fit in any block");

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* Under the lock: */
static bundle *store[CLASSES];
static size_t stored;
static cache *caches;
static int64_t blocks_of_ended_threads;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t at_thread_end;
static int can_end; /* whether there is that key; without it threads have no blocks of their own */
static _Thread_local cache *own;
static _Thread_local int ended;

static unsigned class_of(size_t size)
{
    if (size <= SMALL_MAXIMUM)
        return size > 0 ? (unsigned) (size - 1) / SMALL_STEP : 0;
    unsigned power = 63 - (unsigned) __builtin_clzll(size - 1); /* 8: 257..512 */
    return SMALL_CLASSES + (power - 8) * 4 + (unsigned) ((size - 1) >> (power - 2) & 3);
}

static size_t size_of(unsigned class)
{
    if (class < SMALL_CLASSES)
        return (class + 1) * (size_t) SMALL_STEP;
    unsigned power = 8 + (class - SMALL_CLASSES) / 4;
    return ((size_t) 1 << power) + ((class - SMALL_CLASSES) % 4 + 1) * ((size_t) 1 << (power - 2));
}

static uint32_t bundle_count(unsigned class)
{
    size_t count = BUNDLE_BYTES / size_of(class);
    return count > BUNDLE_MAXIMUM ? BUNDLE_MAXIMUM : count < BUNDLE_MINIMUM ? BUNDLE_MINIMUM : (uint32_t) count;
}

static void free_blocks(block *first)
{
    while (first != NULL) {
        block *next = first->next;
        free(first);
        first = next;
    }
}

static size_t bundle_bytes(const list *of, unsigned class)
{
    return of->bundle * size_of(class);
}

static block *take_spare(cache *self, unsigned class)
{
    list *own_list = &self->lists[class];
    bundle *taken = own_list->spare;
    own_list->spare = taken->next;
    self->spare -= bundle_bytes(own_list, class);
    return taken->blocks;
}

/* Takes a spare bundle into the store if there is room. */
static void store_spare(cache *self, unsigned class)
{
    block *first = take_spare(self, class);
    size_t bytes = bundle_bytes(&self->lists[class], class);
    bundle *taken = (bundle *) (first + 1);
    pthread_mutex_lock(&lock);
    int room = stored + bytes <= STORED_MAXIMUM;
    if (room) {
        taken->next = store[class];
        store[class] = taken;
        stored += bytes;
    }
    pthread_mutex_unlock(&lock);
    if (!room)
        free_blocks(first);
}

/* Makes a list, which is as long as a bundle, one of the spare bundles. */
SELDOM static void keep_spare(cache *self, unsigned class)
{
    list *own_list = &self->lists[class];
    int full = self->spare + bundle_bytes(own_list, class) > SPARE_MAXIMUM;
    if (full && own_list->spare != NULL) { /* older than the new one, which may be in the processor's cache */
        store_spare(self, class);
        full = 0;
    }
    bundle *made = (bundle *) (own_list->first + 1);
    *made = (bundle) {.next = own_list->spare, .blocks = own_list->first};
    own_list->spare = made;
    self->spare += bundle_bytes(own_list, class);
    own_list->first = NULL;
    own_list->count = 0;
    if (full)
        store_spare(self, class);
}

/* Fills an empty list with a spare bundle or one from the store, if there is one. */
static void get_bundle(cache *self, unsigned class)
{
    list *own_list = &self->lists[class];
    if (own_list->spare != NULL) {
        own_list->first = take_spare(self, class);
        own_list->count = own_list->bundle;
        return;
    }
    pthread_mutex_lock(&lock);
    bundle *found = store[class];
    if (found != NULL) {
        store[class] = found->next;
        stored -= bundle_bytes(own_list, class);
    }
    pthread_mutex_unlock(&lock);
    if (found != NULL) {
        own_list->first = found->blocks;
        own_list->count = own_list->bundle;
    }
}

static void end_thread(void *memory)
{
    cache *self = memory;
    own = NULL;
    ended = 1;
    for (unsigned class = 0; class < CLASSES; class++) {
        while (self->lists[class].spare != NULL)
            store_spare(self, class);
        free_blocks(self->lists[class].first);
    }
    pthread_mutex_lock(&lock);
    blocks_of_ended_threads += atomic_load_explicit(&self->blocks, memory_order_relaxed);
    *self->previous = self->next;
    if (self->next != NULL)
        self->next->previous = self->previous;
    pthread_mutex_unlock(&lock);
    free(self);
}

static void prepare(void)
{
    can_end = pthread_key_create(&at_thread_end, end_thread) == 0;
}

/* NULL when there can't be one, as when the thread is about to end. */
SELDOM static cache *new_cache(void)
{
    pthread_once(&once, prepare);
    cache *self = ended || !can_end ? NULL : calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    if (pthread_setspecific(at_thread_end, self) != 0) {
        free(self);
        return NULL;
    }
    for (unsigned class = 0; class < CLASSES; class++)
        self->lists[class].bundle = bundle_count(class);
    pthread_mutex_lock(&lock);
    self->next = caches;
    self->previous = &caches;
    if (caches != NULL)
        caches->previous = &self->next;
    caches = self;
    pthread_mutex_unlock(&lock);
    return own = self;
}

static cache *own_cache(void)
{
    return own != NULL ? own : new_cache();
}

static inline void count(cache *self, int change)
{
    int_fast64_t blocks = atomic_load_explicit(&self->blocks, memory_order_relaxed);
    atomic_store_explicit(&self->blocks, blocks + change, memory_order_relaxed);
}

/* The same of a thread that may have no blocks of its own. */
static void count_any(cache *self, int change)
{
    if (self != NULL) {
        count(self, change);
        return;
    }
    pthread_mutex_lock(&lock);
    blocks_of_ended_threads += change;
    pthread_mutex_unlock(&lock);
}

/* The room kept for this one; NULL when there is none. */
static void *take_ahead(cache *self, size_t size)
{
    block *room = self->ahead;
    self->ahead = NULL;
    if (size != self->ahead_size)
        return NULL;
    room->outer->inner++;
    return room + 1;
}

/*
 * The next call wants the block's link first, and then writes to all of it. Not inline, it would do nothing that GCC
 * knows of, and be left out.
 */
static inline __attribute__((always_inline)) void fetch(const block *next, unsigned class)
{
    size_t size = class < SMALL_CLASSES ? size_of(class) : 0;
    for (size_t at = 0; at <= size; at += 64)
        __builtin_prefetch((const uint8_t *) next + at, 1);
}

/* A new block, of malloc's. */
static void *make(cache *self, size_t size, unsigned class)
{
    block *made = size <= SIZE_MAX - sizeof *made ? malloc(sizeof *made + size) : NULL;
    if (made == NULL)
        return NULL;
    made->class = class;
    made->inner = 0;
    count_any(self, 1);
    return made + 1;
}

SELDOM static void *make_unpooled(cache *self, size_t size)
{
    return make(self, size, UNPOOLED);
}

/* The first of the thread's own, of which there must be one. */
static inline void *take(cache *self, unsigned class)
{
    list *own_list = &self->lists[class];
    block *found = own_list->first;
    own_list->first = found->next;
    own_list->count--;
    fetch(own_list->first, class);
    count(self, 1);
    return found + 1;
}

/* The thread has none left. */
SELDOM static void *take_or_make(cache *self, unsigned class)
{
    get_bundle(self, class);
    return self->lists[class].first != NULL ? take(self, class) : make(self, size_of(class), class);
}

static inline void *allocate(cache *self, size_t size)
{
    if (self == NULL || size > LARGEST)
        return make_unpooled(self, size);
    unsigned class = class_of(size);
    return self->lists[class].first != NULL ? take(self, class) : take_or_make(self, class);
}

void *e4j_pool_allocate(size_t size)
{
    cache *self = own_cache();
    void *kept = self != NULL && self->ahead != NULL ? take_ahead(self, size) : NULL;
    return kept != NULL ? kept : allocate(self, size);
}

void *e4j_pool_allocate_ahead(size_t size, size_t next)
{
    cache *self = own_cache();
    if (self != NULL)
        self->ahead = NULL;
    if (next == 0 || next > SIZE_MAX / 4 || size > SIZE_MAX / 4)
        return allocate(self, size);
    size_t at = (size + sizeof(block) - 1) / sizeof(block) * sizeof(block);
    uint8_t *memory = allocate(self, at + sizeof(block) + next);
    if (memory == NULL || self == NULL)
        return memory;
    block *room = (block *) (memory + at);
    *room = (block) {.outer = (block *) memory - 1, .class = INNER};
    self->ahead = room;
    self->ahead_size = next;
    return memory;
}

void *e4j_pool_allocate_zeroed(size_t size)
{
    if (size <= LARGEST) {
        void *memory = e4j_pool_allocate(size);
        return memory != NULL ? memset(memory, 0, size) : NULL;
    }
    /*
     * Not calloc's: once glibc has freed a large block, it takes the next ones from its heap, where zeroing writes all
     * of them, and keeps them. A peer that only announces large packets must not get that.
     */
    if (size > SIZE_MAX - sizeof(block))
        return NULL;
    size += sizeof(block);
    block *made = e4j_pages_allocate(size);
    if (made == NULL)
        return NULL;
    made->mapped = size;
    made->class = MAPPED;
    made->inner = 0;
    count_any(own_cache(), 1);
    return made + 1;
}

SELDOM static void release_unpooled(cache *self, block *given)
{
    count_any(self, -1);
    if (given->class == MAPPED)
        e4j_pages_release(given, given->mapped);
    else
        free(given);
}

void e4j_pool_release(void *memory)
{
    if (memory == NULL)
        return;
    block *given = (block *) memory - 1;
    if (given->class == INNER)
        given = given->outer;
    if (given->inner > 0) {
        given->inner--;
        return;
    }
    cache *self = own_cache();
    if (self != NULL)
        self->ahead = NULL;
    unsigned class = given->class;
    if (self == NULL || class >= UNPOOLED) {
        release_unpooled(self, given);
        return;
    }
    count(self, -1);
    list *own_list = &self->lists[class];
    given->next = own_list->first;
    own_list->first = given;
    if (++own_list->count == own_list->bundle)
        keep_spare(self, class);
}

int64_t e4j_pool_blocks(void)
{
    pthread_mutex_lock(&lock);
    int64_t blocks = blocks_of_ended_threads;
    for (cache *each = caches; each != NULL; each = each->next)
        blocks += atomic_load_explicit(&each->blocks, memory_order_relaxed);
    pthread_mutex_unlock(&lock);
    return blocks;
}

size_t e4j_pool_stored(void)
{
    pthread_mutex_lock(&lock);
    size_t bytes = stored;
    pthread_mutex_unlock(&lock);
    return bytes;
}
