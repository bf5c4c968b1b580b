package io.github.enet4j.benchmarks;

/**
 * One side of a contender: a server or a client, driven by one thread as a game drives it, so that its cost can be read
 * off that thread. What it sends is one payload of its own, prepared once.
 */
interface Endpoint extends AutoCloseable {
    /** What an endpoint tells while it is serviced. Peers are numbered from 0 in the order in which they connected. */
    interface Handler {
        default void connected(int peer) {
        }

        /** The contents are in Java memory: an array or a buffer, as the contender does it. */
        default void received(int peer, int size) {
        }
    }

    int port();

    /** Starts to connect to a server on this machine. */
    void connect(int port);

    /** Sends what is queued, takes what has come, and waits that long when there is nothing to tell. */
    void service(int millis, Handler handler);

    /** Sends now what is queued. */
    void flush();

    void payload(int size);

    void send(int peer, boolean reliable);

    void broadcast(boolean reliable);

    /** Ends the connection at once, with a word to the other side. */
    void disconnect(int peer);

    @Override
    void close();
}
