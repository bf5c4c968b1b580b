package io.github.enet4j;

/**
 * Decides who may connect to a host, before a peer is made for them: by a list of addresses, or by the data that the
 * client has given to {@link ENetConnection#connectToHost(String, int, int, int)}. (Not in Godot.)
 *
 * <p>Who is refused gets no answer, and asks again until its time is up, 5 to 30 s with ENet's settings: each time
 * here, too. A client that is let in may ask again as well, since its request may have come twice. To tell a client why
 * it may not stay, let it in and disconnect it with a number. Other clients that are connected, and connections that
 * this host begins itself, are not asked about.
 *
 * <p>Without DTLS, and while the {@link ConnectGate} lets clients pass that have not proved their address, the address
 * may be forged; so with a gate that is not ALWAYS don't hold requests against an address. The data is anybody's word.
 *
 * <p>It is called inside {@link ENetConnection#service(int)} on the thread that called it, under the connection's lock,
 * and everybody waits for it: a look into a map, not into a database. It may do there what an {@link ENetIntercept}
 * may, which it comes after. What it throws refuses the client, and comes out of the service call when all that had
 * arrived is dealt with (the first of it, if it throws again).
 *
 * @see ENetConnection#admission
 * @since 0.1.0
 */
@FunctionalInterface
public interface ENetAdmission {
    /**
     * Decides about one request.
     *
     * @param address the sender's address, as {@link ENetPacketPeer#getRemoteAddress()} would write it
     * @param port    the sender's port, 1 to 65535
     * @param data    what it connects with, 0 to 4294967295; {@code ENetMultiplayerPeer}s send their id
     * @return true to let it in, as far as there is a free peer; false to drop the request, which counts as
     *     {@link GateCounters#refused()}
     */
    boolean admit(String address, int port, long data);
}
