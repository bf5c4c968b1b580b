#include "host/received.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

/* The packets in the upper 24 bits, the owner as one of them; their bytes in the lower 40. One addition counts both. */
enum { COUNT_SHIFT = 40 };
#define ONE (UINT64_C(1) << COUNT_SHIFT)

struct e4j_received {
    e4j_received_total *total;
    _Atomic uint64_t held;
};

struct e4j_received_total {
    atomic_size_t memory;
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
    return atomic_load_explicit(&self->memory, memory_order_relaxed);
}

e4j_received *e4j_received_create(e4j_received_total *total)
{
    e4j_received *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    atomic_init(&self->held, ONE);
    self->total = total;
    atomic_fetch_add_explicit(&total->holders, 1, memory_order_relaxed);
    return self;
}

static void let_go(e4j_received *self, uint64_t what)
{
    if (atomic_fetch_sub_explicit(&self->held, what, memory_order_acq_rel) != what)
        return;
    e4j_received_total_release(self->total);
    free(self);
}

void e4j_received_release(e4j_received *self)
{
    if (self != NULL)
        let_go(self, ONE);
}

void e4j_received_add(e4j_received *self, const ENetPacket *packet)
{
    atomic_fetch_add_explicit(&self->held, ONE + packet->dataLength, memory_order_relaxed);
    atomic_fetch_add_explicit(&self->total->memory, E4J_PACKET_MEMORY + packet->dataLength, memory_order_relaxed);
}

void e4j_received_remove(e4j_received *self, const ENetPacket *packet)
{
    atomic_fetch_sub_explicit(&self->total->memory, E4J_PACKET_MEMORY + packet->dataLength, memory_order_relaxed);
    let_go(self, ONE + packet->dataLength);
}

size_t e4j_received_data(const e4j_received *self)
{
    return (size_t) (atomic_load_explicit(&self->held, memory_order_relaxed) & (ONE - 1));
}

size_t e4j_received_packets(const e4j_received *self)
{
    return (size_t) (atomic_load_explicit(&self->held, memory_order_relaxed) >> COUNT_SHIFT) - 1;
}
