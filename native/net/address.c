#include "net/address.h"

#include <string.h>

static const uint8_t v4_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/* Where a host has the number of its interface, which RFC 4007 calls a scope. */
enum { SCOPE = 4 };

int e4j_address_is_v4(const ENetAddress *address)
{
    return memcmp(&address->host, v4_prefix, sizeof v4_prefix) == 0;
}

int e4j_address_equal(const ENetAddress *a, const ENetAddress *b)
{
    return a->host == b->host && a->port == b->port;
}

int e4j_address_same_way(const ENetAddress *a, const ENetAddress *b)
{
    return e4j_address_equal(a, b) && (a->local == b->local || a->local == 0 || b->local == 0);
}

static int is_link_local(const uint8_t *bytes)
{
    return bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80;
}

int e4j_host_from_bytes(const uint8_t bytes[16], uint32_t scope, e4j_uint128 *host)
{
    uint8_t with_scope[16];
    memcpy(with_scope, bytes, sizeof with_scope);
    if (is_link_local(bytes)) {
        static const uint8_t none[4];
        uint32_t number = ENET_HOST_TO_NET_32(scope);
        if (memcmp(bytes + SCOPE, none, sizeof none) != 0)
            return -1;
        memcpy(with_scope + SCOPE, &number, sizeof number);
    }
    memcpy(host, with_scope, sizeof *host);
    return 0;
}

uint32_t e4j_host_to_bytes(e4j_uint128 host, uint8_t bytes[16])
{
    uint32_t number = 0;
    memcpy(bytes, &host, sizeof host);
    if (is_link_local(bytes)) {
        memcpy(&number, bytes + SCOPE, sizeof number);
        memset(bytes + SCOPE, 0, sizeof number);
    }
    return ENET_NET_TO_HOST_32(number);
}

e4j_uint128 e4j_host_from_v4(const void *bytes)
{
    e4j_uint128 host;
    memcpy(&host, v4_prefix, sizeof v4_prefix);
    memcpy((uint8_t *) &host + sizeof v4_prefix, bytes, 4);
    return host;
}

void e4j_host_to_v4(e4j_uint128 host, void *bytes)
{
    memcpy(bytes, (const uint8_t *) &host + sizeof v4_prefix, 4);
}

socklen_t e4j_address_to_sockaddr(const ENetAddress *address, int family, e4j_sockaddr *out)
{
    memset(out, 0, sizeof *out);
    if (family == AF_INET6) {
        out->v6.sin6_family = AF_INET6;
        out->v6.sin6_port = ENET_HOST_TO_NET_16(address->port);
        out->v6.sin6_scope_id = e4j_host_to_bytes(address->host, (uint8_t *) &out->v6.sin6_addr);
        return sizeof out->v6;
    }
    if (!e4j_address_is_v4(address) && address->host != 0)
        return 0;
    out->v4.sin_family = AF_INET;
    out->v4.sin_port = ENET_HOST_TO_NET_16(address->port);
    e4j_host_to_v4(address->host, &out->v4.sin_addr);
    return sizeof out->v4;
}

int e4j_address_from_sockaddr(const e4j_sockaddr *from, ENetAddress *out)
{
    out->local = 0;
    switch (from->any.sa_family) {
    case AF_INET6:
        out->port = ENET_NET_TO_HOST_16(from->v6.sin6_port);
        return e4j_host_from_bytes((const uint8_t *) &from->v6.sin6_addr, (uint32_t) from->v6.sin6_scope_id,
                                   &out->host);
    case AF_INET:
        out->port = ENET_NET_TO_HOST_16(from->v4.sin_port);
        out->host = e4j_host_from_v4(&from->v4.sin_addr);
        return 0;
    default:
        return -1;
    }
}
