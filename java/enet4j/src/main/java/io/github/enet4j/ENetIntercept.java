package io.github.enet4j;

/**
 * Sees every datagram that arrives at a connection before ENet does, as ENet's {@code ENetInterceptCallback}: to answer
 * queries of another protocol on the same port, or to keep senders out.
 *
 * <p>It is called inside {@link ENetConnection#service(int)} on the thread that called it, under the connection's lock.
 * There it may send with {@link ENetConnection#socketSend(String, int, byte[])} and ask or change anything but service,
 * checkEvents, destroy, close and the DTLS set-up, which throw IllegalStateException. So do all calls on other
 * connections and their peers, since two interceptors that called one another's would wait for ever: leave those to
 * another thread. What it throws drops the datagram, and comes out of the service call when all that had arrived is
 * dealt with (the first of it, if it throws again). With DTLS it sees what was decrypted.
 *
 * @see ENetConnection#intercept
 * @see ENetConnection#socketSend(String, int, byte[])
 * @since 0.1.0
 */
@FunctionalInterface
public interface ENetIntercept {
    /**
     * Looks at one datagram.
     *
     * @param datagram the datagram, good until this method returns
     * @return true when it is dealt with, so that ENet is not to have it
     */
    boolean intercept(ENetDatagram datagram);
}
