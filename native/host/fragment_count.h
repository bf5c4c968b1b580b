/*
 * Comes before ENet's protocol.c (cmake/enet.cmake), where the constant is used once for each kind of fragment, beside
 * variables of these names.
 */
#include "fragments.h"

#define ENET_PROTOCOL_MAXIMUM_FRAGMENT_COUNT e4j_fragments_most(peer, command)
