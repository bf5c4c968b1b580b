/* The selector: reports once each, by token, and wakes. */
#include "check.h"

#include "net/selector.h"
#include "net/transport.h"

#include <enet/enet.h>

enum { LONG = 20000, TOKENS = 8 };

static uint32_t tokens[TOKENS];

static e4j_transport *open_bound(ENetAddress *address)
{
    static const uint8_t loopback[16] = {[10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1};
    e4j_transport *transport = e4j_udp_open();
    memcpy(&address->host, loopback, sizeof loopback);
    address->port = 0;
    CHECK(transport != NULL && transport->ops->bind(transport, address) == 0);
    ENetAddress bound;
    CHECK_EQ(0, transport->ops->local_address(transport, &bound));
    address->port = bound.port;
    return transport;
}

static void send_to(e4j_transport *from, const ENetAddress *to)
{
    ENetBuffer buffer = {.data = "x", .dataLength = 1};
    from->ops->send(from, to, &buffer, 1);
    from->ops->flush(from);
}

/* Waits until something is reported; how many times a wait may end with nothing is not fixed. */
static int wait_for_report(e4j_selector *selector)
{
    int count = 0;
    for (int i = 0; i < 10 && count == 0; i++)
        count = e4j_selector_wait(selector, LONG, tokens, TOKENS);
    return count;
}

static int reported_now(e4j_selector *selector)
{
    int count = 0;
    for (int i = 0; i < 3; i++)
        count += e4j_selector_wait(selector, 0, tokens, TOKENS);
    return count;
}

int main(void)
{
    ENetAddress addresses[2];
    e4j_transport *transports[] = {open_bound(&addresses[0]), open_bound(&addresses[1])};
    intptr_t sockets[] = {transports[0]->ops->socket(transports[0]), transports[1]->ops->socket(transports[1])};
    e4j_selector *selector = e4j_selector_open();
    if (!CHECK(selector != NULL))
        return check_result();
    CHECK_EQ(0, e4j_selector_add(selector, sockets[0], 70));
    CHECK_EQ(0, e4j_selector_add(selector, sockets[1], 71));
    CHECK_EQ(0, reported_now(selector));

    send_to(transports[0], &addresses[1]);
    CHECK_EQ(1, wait_for_report(selector));
    CHECK_EQ(71, tokens[0]);
    CHECK_EQ(0, reported_now(selector)); /* once only */
    CHECK_EQ(0, e4j_selector_add(selector, sockets[1], 72));
    CHECK_EQ(1, wait_for_report(selector)); /* it is still unread */
    CHECK_EQ(72, tokens[0]);

    CHECK_EQ(0, e4j_selector_add(selector, sockets[1], 73));
    e4j_selector_remove(selector, sockets[1]);
    CHECK_EQ(0, reported_now(selector));
    e4j_selector_remove(selector, sockets[1]);

    e4j_selector_wake(selector);
    CHECK_EQ(0, e4j_selector_wait(selector, LONG, tokens, TOKENS));
    CHECK_EQ(0, reported_now(selector));

    /* A socket that is closed meanwhile does no harm. */
    CHECK_EQ(0, e4j_selector_add(selector, sockets[0], 74));
    transports[0]->ops->close(transports[0]);
    CHECK_EQ(0, reported_now(selector));
    e4j_selector_close(selector);
    transports[1]->ops->close(transports[1]);
    return check_result();
}
