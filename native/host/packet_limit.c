#include "host/packet_limit.h"

enum {
    /* From the window of the last packet that is complete. Of the window after those, ENet acknowledges nothing. */
    ACKNOWLEDGED_WINDOWS = ENET_PEER_FREE_RELIABLE_WINDOWS - 1,
    /* One number beyond does no harm: the fragment arrives, and its packet is complete with it. */
    NUMBERS = ACKNOWLEDGED_WINDOWS * ENET_PEER_RELIABLE_WINDOW_SIZE
};

static size_t fragment_length(const ENetPeer *peer)
{
    size_t checksum = peer->host->checksum != NULL ? sizeof(enet_uint32) : 0;
    return peer->mtu - sizeof(ENetProtocolHeader) - sizeof(ENetProtocolSendFragment) - checksum;
}

/* ENet's own rule. The numbers of unreliable packets may be used up. */
static int in_unreliable_fragments(const ENetChannel *channel, uint32_t flags)
{
    return (flags & (ENET_PACKET_FLAG_RELIABLE | ENET_PACKET_FLAG_UNRELIABLE_FRAGMENT)) ==
               ENET_PACKET_FLAG_UNRELIABLE_FRAGMENT &&
           channel->outgoingUnreliableSequenceNumber < UINT16_MAX;
}

int e4j_packet_fits(const ENetPeer *peer, size_t channel_number, size_t length, uint32_t flags)
{
    size_t most = fragment_length(peer);
    if (length <= most || channel_number >= peer->channelCount)
        return 1;
    const ENetChannel *channel = &peer->channels[channel_number];
    if (in_unreliable_fragments(channel, flags))
        return 1;
    size_t fragments = (length + most - 1) / most;
    return channel->outgoingReliableSequenceNumber % ENET_PEER_RELIABLE_WINDOW_SIZE + fragments <= NUMBERS;
}
