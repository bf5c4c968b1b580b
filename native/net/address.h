/*
 * Between ENetAddress and what the system's calls take.
 *
 * ENetAddress.host is an IPv6 address in network order, IPv4 as ::ffff:a.b.c.d; port is in host order. A link-local
 * address (fe80::/10) means something only together with its interface: the number of that stands in the bytes 4 to 7,
 * which are zeros on the wire (RFC 4291, 2.5.6). So ENet tells two neighbours apart who have the same address on two
 * interfaces.
 *
 * ENetAddress.local is the address of this machine that a datagram came to, 0 when that is not known. ENet copies it
 * with the rest when a peer connects, so that what is sent to the peer leaves from the address that it has spoken to.
 * Only DTLS sessions and what belongs to them are told apart by it.
 */
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

/* Whether host and port are the same. */
int e4j_address_equal(const ENetAddress *a, const ENetAddress *b);

/* And the address of this machine, where both know it: two ways between the same ports. */
int e4j_address_same_way(const ENetAddress *a, const ENetAddress *b);

/* Bytes as they are on the wire, and the number of an interface, 0 for none, into a host. 0, or -1: not an address. */
int e4j_host_from_bytes(const uint8_t bytes[16], uint32_t scope, e4j_uint128 *host);
e4j_uint128 e4j_host_from_v4(const void *bytes);

/* The other way round. The number of the interface, 0 for none. */
uint32_t e4j_host_to_bytes(e4j_uint128 host, uint8_t bytes[16]);
void e4j_host_to_v4(e4j_uint128 host, void *bytes);

/*
 * The address for a socket of this family, and its length; 0 when a socket of that family can't reach it (an IPv6
 * address other than the wildcard, an IPv4-only socket).
 */
socklen_t e4j_address_to_sockaddr(const ENetAddress *address, int family, e4j_sockaddr *out);

/* 0, or -1 when it is of another family, or no address that anybody can have. `local` is 0 then. */
int e4j_address_from_sockaddr(const e4j_sockaddr *from, ENetAddress *out);

#endif
