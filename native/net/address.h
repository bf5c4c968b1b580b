/* Between ENetAddress (128-bit IPv6 address in network order, port in host order) and what the system's calls take. */
#ifndef E4J_ADDRESS_H
#define E4J_ADDRESS_H

#include <enet/enet.h>

#ifdef _WIN32
#include <winsock2.h>
/* ws2tcpip.h needs what winsock2.h defines. */
#include <ws2tcpip.h>
#else
#include <netinet/in.h>
#include <sys/socket.h>
#endif

typedef union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} e4j_sockaddr;

/* Whether the address is ::ffff:a.b.c.d. */
int e4j_address_is_v4(const ENetAddress *address);

/*
 * The address for a socket of this family, and its length; 0 when a socket of that family can't reach it (an IPv6
 * address other than the wildcard, an IPv4-only socket).
 */
socklen_t e4j_address_to_sockaddr(const ENetAddress *address, int family, e4j_sockaddr *out);

/* 0, or -1 when it is of another family. */
int e4j_address_from_sockaddr(const e4j_sockaddr *from, ENetAddress *out);

#endif
