#include "net/socket_calls.h"

int e4j_socket_bind(e4j_descriptor descriptor, int family, const ENetAddress *address)
{
    e4j_sockaddr to;
    socklen_t length = e4j_address_to_sockaddr(address, family, &to);
    return length != 0 && bind(descriptor, &to.any, length) == 0 ? 0 : -1;
}

int e4j_socket_local_address(e4j_descriptor descriptor, ENetAddress *address)
{
    e4j_sockaddr from;
    socklen_t length = sizeof from;
    if (getsockname(descriptor, &from.any, &length) != 0)
        return -1;
    return e4j_address_from_sockaddr(&from, address);
}

int e4j_socket_set_option(e4j_descriptor descriptor, ENetSocketOption option, int value)
{
    int name;
    switch (option) {
    case ENET_SOCKOPT_NONBLOCK:
        return value ? 0 : -1; /* it always is */
    case ENET_SOCKOPT_BROADCAST:
        name = SO_BROADCAST;
        break;
    case ENET_SOCKOPT_RCVBUF:
        name = SO_RCVBUF;
        break;
    case ENET_SOCKOPT_SNDBUF:
        name = SO_SNDBUF;
        break;
    case ENET_SOCKOPT_REUSEADDR:
        name = SO_REUSEADDR;
        break;
    default:
        return -1;
    }
    return setsockopt(descriptor, SOL_SOCKET, name, (const void *) &value, sizeof value) == 0 ? 0 : -1;
}
