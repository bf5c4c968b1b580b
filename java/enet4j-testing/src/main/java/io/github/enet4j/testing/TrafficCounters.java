package io.github.enet4j.testing;

/**
 * What went through a {@link NetworkProxy} in one direction.
 *
 * @param received       datagrams that came
 * @param receivedBytes  their contents, bytes
 * @param delivered      datagrams that went on, copies included
 * @param deliveredBytes their contents, bytes
 * @param filtered       datagrams that a filter dropped
 * @param changed        datagrams that a filter changed
 * @param lost           datagrams that the loss took
 * @param queueFull      datagrams for which there was no room in the queue before a limited rate
 * @param duplicated     datagrams that went on twice
 * @param heldBack       datagrams that later ones were allowed to overtake
 * @param refused        datagrams that the system would not send, or of clients beyond those that there is room for
 * @since 0.1.0
 */
public record TrafficCounters(long received, long receivedBytes, long delivered, long deliveredBytes, long filtered,
        long changed, long lost, long queueFull, long duplicated, long heldBack, long refused) {
}
