#include "host/received.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

/*
 * Counts of packets in the upper 24 bits, the owner as one of them; of their bytes in the lower 40. What happens with
 * the host's lock, nearly all, is counted without an atomic operation; the rest as a debt beside it.
 */
enum { COUNT_SHIFT = 40 };
#define ONE (UINT64_C(1) << COUNT_SHIFT)

struct e4j_received {
    e4j_received_total *total;
    uint64_t counted;      /* with the lock; 0 when the owner has gone */
    _Atomic uint64_t debt; /* less what was freed without it; all that is left, when the owner has gone */
};

struct e4j_received_total {
    size_t counted;     /* with the lock */
    atomic_size_t debt; /* less what was freed without it */
    atomic_size_t holders; /* the host and its connections */
};

e4j_received_total *e4j_received_total_create(void)
{
    e4j_received_total *self = calloc(1, sizeof *self);
    if (self != NULL)
        atomic_init(&self->holders, 1);
    return self;
}

void e4j_received_total_release(e4j_received_total *self)
{
    if (self != NULL && atomic_fetch_sub_explicit(&self->holders, 1, memory_order_acq_rel) == 1)
        free(self);
}

size_t e4j_received_total_memory(const e4j_received_total *self)
{
    return self->counted + atomic_load_explicit(&self->debt, memory_order_relaxed);
}

e4j_received *e4j_received_create(e4j_received_total *total)
{
    e4j_received *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    self->counted = ONE;
    self->total = total;
    atomic_fetch_add_explicit(&total->holders, 1, memory_order_relaxed);
    return self;
}

static void end(e4j_received *self)
{
    e4j_received_total_release(self->total);
    free(self);
}

/* The owner was the last, or the last packet will be. */
void e4j_received_release(e4j_received *self)
{
    if (self == NULL)
        return;
    uint64_t left = self->counted - ONE;
    self->counted = 0;
    if (atomic_fetch_add_explicit(&self->debt, left, memory_order_acq_rel) + left == 0)
        end(self);
}

static uint64_t one(const ENetPacket *packet)
{
    return ONE + packet->dataLength;
}

static size_t memory_of(const ENetPacket *packet)
{
    return E4J_PACKET_MEMORY + packet->dataLength;
}

void e4j_received_add(e4j_received *self, const ENetPacket *packet)
{
    self->counted += one(packet);
    self->total->counted += memory_of(packet);
}

/* As long as the owner is one of those counted, what others owe is less than that, and none of them the last. */
static void repay(e4j_received *self, const ENetPacket *packet)
{
    if (atomic_fetch_sub_explicit(&self->debt, one(packet), memory_order_acq_rel) == one(packet))
        end(self);
}

void e4j_received_remove(e4j_received *self, const ENetPacket *packet)
{
    self->total->counted -= memory_of(packet);
    if (self->counted != 0)
        self->counted -= one(packet);
    else
        repay(self, packet);
}

void e4j_received_remove_unlocked(e4j_received *self, const ENetPacket *packet)
{
    atomic_fetch_sub_explicit(&self->total->debt, memory_of(packet), memory_order_relaxed);
    repay(self, packet);
}

static uint64_t held(const e4j_received *self)
{
    return self->counted + atomic_load_explicit(&self->debt, memory_order_relaxed);
}

size_t e4j_received_data(const e4j_received *self)
{
    return (size_t) (held(self) & (ONE - 1));
}

size_t e4j_received_packets(const e4j_received *self)
{
    return (size_t) (held(self) >> COUNT_SHIFT) - 1;
}
