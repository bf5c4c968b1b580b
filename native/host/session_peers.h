/*
 * ENet peers and the sessions of a transport that keeps them (DTLS): a peer does not outlive its session, and a
 * session not for long its last peer. Both are matched by address. Where the transport keeps none, nothing happens.
 */
#ifndef E4J_SESSION_PEERS_H
#define E4J_SESSION_PEERS_H

#include <enet/enet.h>

/*
 * Brings the peers up to date with the sessions, once ENet has handed out all that was received: a session that is
 * ready has the connect command sent again which was lost before it was; one that has ended ends its peers, through
 * ENet's own queue of events; one that the program never heard of is reset. Whether anything changed.
 */
int e4j_session_peers_update(ENetHost *host, void (*reset)(ENetPeer *));

/* This peer has ended, maybe the last one in its session. */
void e4j_session_peers_ended(ENetPeer *peer);

/* And was not to have a successor: the session is not kept for one. */
void e4j_session_peers_drop(const ENetPeer *peer);

/* Whether there is a peer with this address whose session has not ended. */
int e4j_session_peers_has(const ENetHost *host, const ENetAddress *address);

#endif
