package io.github.enet4j.cli.load;

/**
 * One client with a socket of its own. It sends by its schedule, whether or not answers come (open loop), and times
 * what it sends from when it was due, not from when it was sent: so a stall of the server, or of this program, is seen
 * in everything that was due meanwhile.
 */
interface LoadClient {
    /** Does what is to be done now, ns; whether there may be more at once. */
    boolean step(long now, boolean sending);

    /** When there is something to send, ns. */
    long next();

    /** Takes leave. */
    void close();
}
