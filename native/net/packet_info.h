/*
 * Which of this machine's addresses a datagram came to, and which one another leaves from: control messages beside the
 * datagram (IP_PKTINFO, IPV6_PKTINFO; RFC 3542, 6.2). Without them a socket for all addresses answers from whichever
 * address the system likes, and an ENet client drops what doesn't come from where it connected to.
 */
#ifndef E4J_PACKET_INFO_H
#define E4J_PACKET_INFO_H

#include "net/socket_calls.h"

#ifdef _WIN32
#include <mswsock.h>

typedef WSAMSG e4j_msghdr;
typedef WSACMSGHDR e4j_cmsghdr;
#define E4J_CMSG_SPACE WSA_CMSG_SPACE
#else
typedef struct msghdr e4j_msghdr;
typedef struct cmsghdr e4j_cmsghdr;
#define E4J_CMSG_SPACE CMSG_SPACE
#endif

/* Room for what is said to the system, and for what it says: of IPv4 on an IPv6 socket some say it twice. */
#define E4J_PACKET_INFO_SPACE E4J_CMSG_SPACE(sizeof(struct in6_pktinfo))
#define E4J_PACKET_INFO_RECEIVED_SPACE (E4J_PACKET_INFO_SPACE + E4J_CMSG_SPACE(sizeof(struct in_pktinfo)))

/* Has the system tell of each datagram. Where it can't, `local` stays 0. */
void e4j_packet_info_enable(e4j_descriptor descriptor, int family);

/* Puts into address->local what the system has told with a received message. */
void e4j_packet_info_read(e4j_msghdr *message, ENetAddress *address);

/* Makes a control message that has a datagram to this address leave from address->local. Its space; 0 without local. */
size_t e4j_packet_info_write(const ENetAddress *address, e4j_cmsghdr *control);

#endif
