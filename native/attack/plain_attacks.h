/* The attacks: datagrams with forged sources from a raw socket, or those of a peer that has connected as it should. */
#ifndef PLAIN_ATTACKS_H
#define PLAIN_ATTACKS_H

#include "compress/compress.h"

#include <enet/enet.h>

enum { ATTACK_PORT = 4000 };

/* Its IPv4 address. 0, or -1. */
int attack_find_server(const char *address);
ENetAddress attack_server(void);

/* What the server must use for the attack to be one. */
e4j_compression_mode attack_compression(const char *name);

/* Before anything is measured, in the process whose child attacks. */
void attack_prepare(const char *name);

/* Counts what it has done. 0, or 1 when there is no such attack, it could not be run, or the server has ended it. */
int attack_run(const char *name, unsigned rate, unsigned seconds, volatile unsigned long *done);

#endif
