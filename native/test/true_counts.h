/* Whether what a host counts of each peer is what is in ENet's lists. For between calls of the host's functions. */
#ifndef TRUE_COUNTS_H
#define TRUE_COUNTS_H

#include "host/host.h"

int counts_are_true(const e4j_host *host);

#endif
