#include "host/fragments.h"

#include "host/host.h"
#include "platform/memory.h"
#include "platform/packet.h"

typedef struct {
    int reliable;
    enet_uint16 start; /* the number of its packet */
    size_t number, count, end, length, total;
} fragment;

static fragment fragment_of(const ENetProtocol *command)
{
    const ENetProtocolSendFragment *it = &command->sendFragment;
    size_t length = ENET_NET_TO_HOST_16(it->dataLength);
    return (fragment) {
        .reliable = (it->header.command & ENET_PROTOCOL_COMMAND_MASK) == ENET_PROTOCOL_COMMAND_SEND_FRAGMENT,
        .start = ENET_NET_TO_HOST_16(it->startSequenceNumber),
        .number = ENET_NET_TO_HOST_32(it->fragmentNumber),
        .count = ENET_NET_TO_HOST_32(it->fragmentCount),
        .end = (size_t) ENET_NET_TO_HOST_32(it->fragmentOffset) + length,
        .length = length,
        .total = ENET_NET_TO_HOST_32(it->totalLength),
    };
}

/* The packet that ENet will put the fragment into; NULL when there is none yet. It is looked for as ENet does. */
static ENetIncomingCommand *find(const ENetPeer *peer, const ENetProtocol *command, const fragment *it)
{
    ENetChannel *channel = &peer->channels[command->header.channelID];
    ENetList *list = it->reliable ? &channel->incomingReliableCommands : &channel->incomingUnreliableCommands;
    enet_uint16 reliable = it->reliable ? it->start : command->header.reliableSequenceNumber;
    enet_uint16 since = channel->incomingReliableSequenceNumber;
    for (ENetListIterator at = enet_list_previous(enet_list_end(list)); at != enet_list_end(list);
         at = enet_list_previous(at)) {
        ENetIncomingCommand *each = (ENetIncomingCommand *) (void *) at;
        enet_uint16 ours = (enet_uint16) (reliable - since), its = (enet_uint16) (each->reliableSequenceNumber - since);
        if (its < ours || (its == ours && !it->reliable && each->unreliableSequenceNumber < it->start))
            return NULL;
        if (its == ours && (it->reliable || each->unreliableSequenceNumber == it->start))
            return each;
    }
    return NULL;
}

/* Whether ENet will write the fragment into that packet. */
static int is_wanted(const ENetIncomingCommand *whole, const fragment *it)
{
    return it->count == whole->fragmentCount && it->number < it->count &&
           it->total == whole->packet->dataLength && it->end <= it->total &&
           (whole->fragments[it->number / 32] & 1u << it->number % 32) == 0;
}

static ptrdiff_t *debt_of(const ENetPeer *peer, int reliable)
{
    e4j_fragments_debt *debt = &e4j_slot_of(peer)->incoming.debt;
    return reliable ? &debt->reliable : &debt->unreliable;
}

static size_t more(size_t end, size_t reached)
{
    return end > reached ? end - reached : 0;
}

/* What fills a gap always may come. */
static int has_credit(const ENetPeer *peer, const fragment *it, size_t growth)
{
    return growth <= it->length ||
           *debt_of(peer, it->reliable) + (ptrdiff_t) (growth - it->length) <= E4J_FRAGMENTS_CREDIT;
}

static void add(const ENetPeer *peer, e4j_fragmented *packet, const fragment *it)
{
    size_t growth = more(it->end, packet->reached);
    packet->reached += growth;
    packet->arrived += it->length;
    *debt_of(peer, it->reliable) += (ptrdiff_t) growth - (ptrdiff_t) it->length;
}

enet_uint32 e4j_fragments_most(ENetPeer *peer, const ENetProtocol *command)
{
    const fragment it = fragment_of(command);
    ENetIncomingCommand *whole = find(peer, command, &it);
    e4j_fragmented *packet = whole != NULL && whole->fragments != NULL ? e4j_packet_fragmented(whole->packet) : NULL;
    if (packet == NULL || !is_wanted(whole, &it))
        return ENET_PROTOCOL_MAXIMUM_FRAGMENT_COUNT;
    if (!has_credit(peer, &it, more(it.end, packet->reached))) {
        e4j_incoming_counters *counters = &e4j_slot_of(peer)->host->incoming_counters;
        it.reliable ? counters->refused++ : counters->dropped++;
        return 0;
    }
    add(peer, packet, &it);
    return ENET_PROTOCOL_MAXIMUM_FRAGMENT_COUNT;
}

/* Of unreliable packets with gaps many will never be whole, and what follows them may be as large. */
static void give_up_unreliable(ENetPeer *peer)
{
    for (size_t i = 0; i < peer->channelCount; i++) {
        ENetList *list = &peer->channels[i].incomingUnreliableCommands;
        for (ENetListIterator at = enet_list_begin(list), next; at != enet_list_end(list); at = next) {
            ENetIncomingCommand *each = (ENetIncomingCommand *) (void *) at;
            next = enet_list_next(at);
            if (each->fragmentsRemaining == 0)
                continue;
            enet_list_remove(at);
            enet_packet_destroy(each->packet);
            enet_free(each->fragments);
            enet_free(each);
            e4j_slot_of(peer)->host->incoming_counters.dropped++;
        }
    }
}

int e4j_fragments_may_begin(ENetPeer *peer, const ENetProtocol *command, size_t length)
{
    const fragment it = fragment_of(command);
    size_t taken = length <= E4J_MEMORY_WHOLE ? length : it.end;
    if (!has_credit(peer, &it, taken) && !it.reliable)
        give_up_unreliable(peer);
    return has_credit(peer, &it, taken);
}

void e4j_fragments_begin(ENetPeer *peer, ENetPacket *packet, const ENetProtocol *command)
{
    const fragment it = fragment_of(command);
    e4j_fragmented *fragmented = e4j_packet_fragmented(packet);
    *debt_of(peer, it.reliable) += (ptrdiff_t) fragmented->reached;
    add(peer, fragmented, &it);
}

void e4j_fragments_end(e4j_fragments_debt *debt, ENetPacket *packet)
{
    const e4j_fragmented *fragmented = e4j_packet_fragmented(packet);
    if (fragmented == NULL)
        return;
    ptrdiff_t owed = (ptrdiff_t) fragmented->reached - (ptrdiff_t) fragmented->arrived;
    if (packet->flags & ENET_PACKET_FLAG_RELIABLE)
        debt->reliable -= owed;
    else
        debt->unreliable -= owed;
}
