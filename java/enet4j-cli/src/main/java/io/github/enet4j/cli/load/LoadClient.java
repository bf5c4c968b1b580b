package io.github.enet4j.cli.load;

import io.github.enet4j.ENetConnection;

/**
 * One client with a socket of its own. It sends by its schedule, whether or not answers come (open loop), and times
 * what it sends from when it was due, not from when it was sent: so a stall of the server, or of this program, is seen
 * in everything that was due meanwhile.
 */
interface LoadClient {
    /** Begins to connect. Its host; null if there is none to be had. */
    ENetConnection open();

    /** Takes what has come. */
    void receive();

    /** When there is something to send next, ns; Long.MAX_VALUE for never. */
    long next();

    /** Sends what is due until then, ns. */
    void send(long until);

    /** Gives up connecting when it has taken too long. */
    void expire(long now);

    /** Takes leave. */
    void close();
}
