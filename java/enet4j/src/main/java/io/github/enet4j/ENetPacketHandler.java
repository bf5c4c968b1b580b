package io.github.enet4j;

import java.nio.ByteBuffer;

/**
 * Gets the received packets of {@link ENetConnection#service(int, ENetPacketHandler)}, as they are and many in one
 * call: nothing is copied and nothing allocated, however small they are. (Not in Godot.)
 *
 * <pre>{@code
 * ENetPacketHandler echo = (peer, channel, flags, packet) -> peer.send(channel, packet, flags);
 * while (true) {
 *     ENetEvent event = host.service(1000, echo);
 *     switch (event.type()) {
 *         case CONNECT -> System.out.println(event.peer() + " is here");
 *         case DISCONNECT -> System.out.println(event.peer() + " is gone: " + event.getDisconnectReason());
 *         default -> { }
 *     }
 * }
 * }</pre>
 *
 * <p>It is called on the thread that is in service, without the connection's lock: meanwhile other threads may use the
 * connection and its peers. Those that service it wait as if there were nothing: service and checkEvents return NONE,
 * at once or when their time is over. Here everything may be called, on this connection (send, disconnect,
 * {@link ENetConnection#destroy()}) and on others, but service and checkEvents of this one, which throw
 * IllegalStateException. Nothing is sent or received until it returns, so long work belongs elsewhere. To wait here for
 * another thread that services this connection is to wait for ever; two handlers that wait in service of one another's
 * connection are such.
 *
 * <p>Where several threads service a connection, a handler may get a peer's packets before the thread that has got its
 * CONNECT has done anything with that, as with {@link ENetConnection#service(int)}.
 *
 * <p>A peer that is asked to disconnect hands out no more packets, as for {@link ENetConnection#service(int)}; if
 * another thread asks, perhaps a few. What is left when the host is destroyed is dropped. Until the service call has
 * come to its end or gone on to receive, the packets that it has handed out count as unread in
 * {@link ENetPacketPeer#getUnreadData()}. The memory for packets of more than 1408 bytes is as large as the largest of
 * them, or twice that, and stays until the host is destroyed.
 *
 * @see ENetConnection#service(int, ENetPacketHandler)
 * @since 0.1.0
 */
@FunctionalInterface
public interface ENetPacketHandler {
    /**
     * Takes a packet.
     *
     * @param peer    who has sent it
     * @param channel the channel on which it came, 0 to 254
     * @param flags   what it came with, as {@link ENetPacketPeer#getPacketFlags()}
     * @param packet  its contents, from position to limit: a read-only direct buffer, big-endian at first. Other
     *     packets lie before and behind, so it is as long as remaining(), not limit(); absolute methods, as get(0),
     *     count from elsewhere, but not those of slice(); reset() leads back to the packet's beginning, rewind, flip
     *     and clear do not. It is good until this method returns, for this thread, and used again for the next packet:
     *     copy what is to be kept
     */
    void received(ENetPacketPeer peer, int channel, int flags, ByteBuffer packet);
}
