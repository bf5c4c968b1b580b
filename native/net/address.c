#include "net/address.h"

#include <string.h>

static const uint8_t v4_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

int e4j_address_is_v4(const ENetAddress *address)
{
    return memcmp(&address->host, v4_prefix, sizeof v4_prefix) == 0;
}

socklen_t e4j_address_to_sockaddr(const ENetAddress *address, int family, e4j_sockaddr *out)
{
    memset(out, 0, sizeof *out);
    if (family == AF_INET6) {
        out->v6.sin6_family = AF_INET6;
        out->v6.sin6_port = ENET_HOST_TO_NET_16(address->port);
        memcpy(&out->v6.sin6_addr, &address->host, sizeof address->host);
        return sizeof out->v6;
    }
    if (!e4j_address_is_v4(address) && address->host != 0)
        return 0;
    out->v4.sin_family = AF_INET;
    out->v4.sin_port = ENET_HOST_TO_NET_16(address->port);
    memcpy(&out->v4.sin_addr, (const uint8_t *) &address->host + sizeof v4_prefix, 4);
    return sizeof out->v4;
}

int e4j_address_from_sockaddr(const e4j_sockaddr *from, ENetAddress *out)
{
    switch (from->any.sa_family) {
    case AF_INET6:
        memcpy(&out->host, &from->v6.sin6_addr, sizeof out->host);
        out->port = ENET_NET_TO_HOST_16(from->v6.sin6_port);
        return 0;
    case AF_INET:
        memcpy(&out->host, v4_prefix, sizeof v4_prefix);
        memcpy((uint8_t *) &out->host + sizeof v4_prefix, &from->v4.sin_addr, 4);
        out->port = ENET_NET_TO_HOST_16(from->v4.sin_port);
        return 0;
    default:
        return -1;
    }
}
