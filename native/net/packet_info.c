/* Darwin hides the IPv6 part otherwise. */
#define __APPLE_USE_RFC_3542

#include "net/packet_info.h"

#include <string.h>

#ifdef _WIN32
#define FIRST WSA_CMSG_FIRSTHDR
#define NEXT WSA_CMSG_NXTHDR
#define DATA WSA_CMSG_DATA
#define LENGTH WSA_CMSG_LEN
#define ASK_V6 IPV6_PKTINFO
#define LEAVE_FROM ipi_addr
#else
#define FIRST CMSG_FIRSTHDR
#define NEXT CMSG_NXTHDR
#define DATA CMSG_DATA
#define LENGTH CMSG_LEN
#define ASK_V6 IPV6_RECVPKTINFO
#define LEAVE_FROM ipi_spec_dst
#endif

void e4j_packet_info_enable(e4j_descriptor descriptor, int family)
{
    int on = 1;
    setsockopt(descriptor, IPPROTO_IP, IP_PKTINFO, (const void *) &on, sizeof on);
    if (family == AF_INET6)
        setsockopt(descriptor, IPPROTO_IPV6, ASK_V6, (const void *) &on, sizeof on);
}

/* Whether a datagram may leave from it: not a multicast or broadcast address, which one may well come to. */
static int can_send(e4j_uint128 host)
{
    const ENetAddress address = {.host = host};
    uint8_t bytes[16];
    memcpy(bytes, &host, sizeof bytes);
    return e4j_address_is_v4(&address) ? bytes[12] > 0 && bytes[12] < 224 : bytes[0] != 0xff;
}

static e4j_uint128 destination(e4j_cmsghdr *control)
{
    e4j_uint128 host = 0;
    if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
        struct in_pktinfo info;
        memcpy(&info, DATA(control), sizeof info);
        host = e4j_host_from_v4(&info.LEAVE_FROM);
        /* Linux says what an answer to a broadcast may leave from; Darwin leaves that empty. */
        if (!can_send(host))
            host = e4j_host_from_v4(&info.ipi_addr);
    } else if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
        struct in6_pktinfo info;
        memcpy(&info, DATA(control), sizeof info);
        if (e4j_host_from_bytes((const uint8_t *) &info.ipi6_addr, (uint32_t) info.ipi6_ifindex, &host) != 0)
            return 0;
    }
    return can_send(host) ? host : 0;
}

void e4j_packet_info_read(e4j_msghdr *message, ENetAddress *address)
{
    address->local = 0;
    for (e4j_cmsghdr *control = FIRST(message); control != NULL; control = NEXT(message, control)) {
        e4j_uint128 host = destination(control);
        if (host != 0 && (address->local == 0 || control->cmsg_level == IPPROTO_IP))
            address->local = host;
    }
}

size_t e4j_packet_info_write(const ENetAddress *address, e4j_cmsghdr *control)
{
    if (address->local == 0)
        return 0;
    if (e4j_address_is_v4(address)) {
        struct in_pktinfo info = {0};
        e4j_host_to_v4(address->local, &info.LEAVE_FROM);
        control->cmsg_level = IPPROTO_IP;
        control->cmsg_type = IP_PKTINFO;
        control->cmsg_len = LENGTH(sizeof info);
        memcpy(DATA(control), &info, sizeof info);
        return E4J_CMSG_SPACE(sizeof info);
    }
    struct in6_pktinfo info = {0};
    info.ipi6_ifindex = e4j_host_to_bytes(address->local, (uint8_t *) &info.ipi6_addr);
    control->cmsg_level = IPPROTO_IPV6;
    control->cmsg_type = IPV6_PKTINFO;
    control->cmsg_len = LENGTH(sizeof info);
    memcpy(DATA(control), &info, sizeof info);
    return E4J_CMSG_SPACE(sizeof info);
}
