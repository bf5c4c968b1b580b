/*
 * The functions that the ENet core expects of its platform: clock, random seed, memory, and sockets, which are
 * transports.
 */
#include "net/transport.h"
#include "platform/memory.h"
#include "platform/system.h"

static uint32_t time_base;

int enet_initialize(void)
{
    return 0;
}

void enet_deinitialize(void)
{
}

enet_uint32 enet_time_get(void)
{
    return (uint32_t) e4j_system_milliseconds() - time_base;
}

void enet_time_set(enet_uint32 time)
{
    time_base = (uint32_t) e4j_system_milliseconds() - time;
}

enet_uint32 enet_host_random_seed(void)
{
    uint32_t seed;
    if (e4j_system_random(&seed, sizeof seed) != 0)
        seed = (uint32_t) e4j_system_milliseconds();
    return seed;
}

ENetSocket enet_socket_create(ENetSocketType type)
{
    return type == ENET_SOCKET_TYPE_DATAGRAM ? e4j_udp_open() : ENET_SOCKET_NULL;
}

int enet_socket_bind(ENetSocket socket, const ENetAddress *address)
{
    return socket->ops->bind(socket, address);
}

int enet_socket_get_address(ENetSocket socket, ENetAddress *address)
{
    return socket->ops->local_address(socket, address);
}

int enet_socket_set_option(ENetSocket socket, ENetSocketOption option, int value)
{
    return socket->ops->set_option(socket, option, value);
}

int enet_socket_send(ENetSocket socket, const ENetAddress *address, const ENetBuffer *buffers, size_t count)
{
    return socket->ops->send(socket, address, buffers, count);
}

int enet_socket_receive(ENetSocket socket, ENetAddress *address, ENetBuffer *buffers, size_t count)
{
    return count == 1 ? socket->ops->receive(socket, address, buffers) : -1;
}

/*
 * Only enet_host_service with a timeout waits through ENet; enet4j waits outside (host/host.h). The C tests use this.
 */
int enet_socket_wait(ENetSocket socket, enet_uint32 *condition, enet_uint32 timeout)
{
    *condition &= ENET_SOCKET_WAIT_RECEIVE;
    return socket->ops->wait(socket, timeout);
}

void enet_socket_destroy(ENetSocket socket)
{
    socket->ops->close(socket);
}
