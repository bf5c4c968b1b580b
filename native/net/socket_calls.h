/* The calls on sockets that POSIX and Winsock have in common. */
#ifndef E4J_SOCKET_CALLS_H
#define E4J_SOCKET_CALLS_H

#include "net/address.h"

#ifdef _WIN32
typedef SOCKET e4j_descriptor;
#else
typedef int e4j_descriptor;
#endif

/* Each answers 0, or -1. */
int e4j_socket_bind(e4j_descriptor descriptor, int family, const ENetAddress *address);
int e4j_socket_local_address(e4j_descriptor descriptor, ENetAddress *address);
/* Of ENet's options those that make sense for a socket that never blocks. */
int e4j_socket_set_option(e4j_descriptor descriptor, ENetSocketOption option, int value);

#endif
