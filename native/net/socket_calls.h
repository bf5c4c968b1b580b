/* The calls on sockets that POSIX and Winsock have in common. */
#ifndef E4J_SOCKET_CALLS_H
#define E4J_SOCKET_CALLS_H

#include "net/address.h"

#ifdef _WIN32
typedef SOCKET e4j_descriptor;
#else
typedef int e4j_descriptor;
#endif

/* The system's number of the last error. */
int e4j_socket_error(void);

/*
 * Whether an error of a send or receive is the socket's own. All others concern one datagram, one destination or the
 * moment (no route, forbidden, no room, too large, an ICMP message that came back for an earlier one): that datagram
 * counts as lost on the way, and ENet's resends do the rest.
 */
int e4j_socket_is_broken(int error);

/* Whether a datagram may be refused with this error since it can't leave from the address that it was to leave from. */
int e4j_socket_lacks_address(int error);

/* Each answers 0, or -1; e4j_transport_error then says why. */
int e4j_socket_bind(e4j_descriptor descriptor, int family, const ENetAddress *address);
int e4j_socket_local_address(e4j_descriptor descriptor, ENetAddress *address);
/* Of ENet's options those that make sense for a socket that never blocks. */
int e4j_socket_set_option(e4j_descriptor descriptor, ENetSocketOption option, int value);

#endif
