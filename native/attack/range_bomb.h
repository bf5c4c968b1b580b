/* Datagrams that the range coder takes as long for as we have found: by trying, from constructed ones on. */
#ifndef RANGE_BOMB_H
#define RANGE_BOMB_H

#include <stddef.h>
#include <stdint.h>

enum { RANGE_BOMB = 1351 /* with the header before it, bytes */ };

/*
 * A block of RANGE_BOMB bytes that is slow to decompress where no more than `limit` bytes may come out. How long one
 * takes, nanoseconds. The search takes a second or two.
 */
uint64_t range_bomb(uint8_t *block, size_t limit);

#endif
