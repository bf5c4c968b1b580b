#include "host/waiting_data.h"

#include <enet/time.h>

enum { INTERVAL = 1000 /* ms */ };

static size_t bytes_in(ENetList *commands)
{
    size_t bytes = 0;
    for (ENetListIterator node = enet_list_begin(commands); node != enet_list_end(commands);
         node = enet_list_next(node)) {
        const ENetPacket *packet = ((const ENetIncomingCommand *) node)->packet;
        if (packet != NULL)
            bytes += packet->dataLength;
    }
    return bytes;
}

void e4j_waiting_data_correct(ENetHost *host, uint32_t *epoch)
{
    if (ENET_TIME_DIFFERENCE(host->serviceTime, *epoch) < INTERVAL)
        return;
    *epoch = host->serviceTime;
    for (ENetPeer *peer = host->peers; peer < host->peers + host->peerCount; peer++) {
        if (peer->totalWaitingData == 0 || peer->totalWaitingData < host->maximumWaitingData / 2)
            continue;
        size_t bytes = bytes_in(&peer->dispatchedCommands);
        /* A peer that is being disconnected has none. */
        for (size_t i = 0; i < peer->channelCount; i++)
            bytes += bytes_in(&peer->channels[i].incomingReliableCommands) +
                     bytes_in(&peer->channels[i].incomingUnreliableCommands);
        peer->totalWaitingData = bytes;
    }
}
