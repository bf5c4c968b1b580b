#include "host/insert.h"

static enet_uint16 distance(const ENetChannel *channel, const void *node)
{
    const ENetIncomingCommand *command = node;
    return (enet_uint16) (command->reliableSequenceNumber - channel->incomingReliableSequenceNumber);
}

/* Whether the command waits in the channel, and ours does not belong before it. */
static int precedes(const ENetChannel *channel, const ENetIncomingCommand *command, enet_uint16 ours)
{
    enet_uint16 its = distance(channel, command);
    return its > 0 && its <= ours;
}

/* The first command behind the new one's place, if it is found before ENet would find it; else NULL. */
static ENetListIterator behind(ENetChannel *channel, const ENetProtocol *command, const ENetIncomingCommand *latest)
{
    enet_uint16 ours = (enet_uint16) (command->header.reliableSequenceNumber - channel->incomingReliableSequenceNumber);
    ENetListIterator end = enet_list_end(&channel->incomingReliableCommands), back = enet_list_previous(end);
    ENetListIterator next = enet_list_begin(&channel->incomingReliableCommands);
    if (latest != NULL && latest->command.header.channelID == command->header.channelID &&
        precedes(channel, latest, ours))
        next = latest->incomingCommandList.next;
    for (; next != end && distance(channel, back) > ours; next = enet_list_next(next), back = enet_list_previous(back))
        if (distance(channel, next) > ours)
            return next;
    return NULL;
}

/* Moves all from `first` on to the end of another list. */
static void move_rest(ENetListIterator first, ENetList *from, ENetList *to)
{
    if (first != enet_list_end(from))
        enet_list_move(enet_list_end(to), first, enet_list_previous(enet_list_end(from)));
}

/*
 * ENet sees the list up to the new command's place only. What follows is delivered afterwards if it now can be, and so
 * are unreliable packets: once, as if all had been there from the start.
 */
static ENetIncomingCommand *insert_before(ENetListIterator next, ENetPeer *peer, const ENetProtocol *command,
                                          const void *data, size_t length, enet_uint32 flags, enet_uint32 fragments)
{
    ENetChannel *channel = &peer->channels[command->header.channelID];
    ENetList *reliable = &channel->incomingReliableCommands, *unreliable = &channel->incomingUnreliableCommands;
    enet_uint16 delivered = channel->incomingReliableSequenceNumber;
    ENetList rest, later;
    enet_list_clear(&rest);
    enet_list_clear(&later);
    move_rest(next, reliable, &rest);
    move_rest(enet_list_begin(unreliable), unreliable, &later);
    ENetIncomingCommand *queued = enet_peer_queue_incoming_command(peer, command, data, length, flags, fragments);
    move_rest(enet_list_begin(&rest), &rest, reliable);
    move_rest(enet_list_begin(&later), &later, unreliable);
    if (channel->incomingReliableSequenceNumber == delivered)
        return queued;
    delivered = channel->incomingReliableSequenceNumber;
    enet_peer_dispatch_incoming_reliable_commands(peer, channel, queued);
    if (channel->incomingReliableSequenceNumber == delivered)
        enet_peer_dispatch_incoming_unreliable_commands(peer, channel, queued);
    return queued;
}

ENetIncomingCommand *e4j_insert(ENetPeer *peer, const ENetIncomingCommand *latest, const ENetProtocol *command,
                               const void *data, size_t length, enet_uint32 flags, enet_uint32 fragments)
{
    ENetChannel *channel = &peer->channels[command->header.channelID];
    ENetListIterator next = NULL;
    /* Mostly nothing waits, so that there is one place. */
    if (enet_list_empty(&channel->incomingReliableCommands))
        return enet_peer_queue_incoming_command(peer, command, data, length, flags, fragments);
    switch (command->header.command & ENET_PROTOCOL_COMMAND_MASK) {
    case ENET_PROTOCOL_COMMAND_SEND_RELIABLE:
    case ENET_PROTOCOL_COMMAND_SEND_FRAGMENT:
        next = behind(channel, command, latest);
        break;
    default:
        break;
    }
    if (next != NULL)
        return insert_before(next, peer, command, data, length, flags, fragments);
    return enet_peer_queue_incoming_command(peer, command, data, length, flags, fragments);
}
