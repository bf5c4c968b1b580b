package io.github.enet4j;

/**
 * What a host has had from strangers: see {@link ConnectGate}. All but halfOpen have been counted since it was created.
 *
 * @param connects     requests to connect that came while the gate was not OFF
 * @param probes       probes sent; while connects come so fast that something waits at every moment, 512 in 20 ms at
 *                     most: a client asks again
 * @param proofs       right answers to them
 * @param wrongCookies answers that were not right
 * @param refused      connects of proven addresses beyond {@link ENetConnection#connectLimit(int)}, and those that an
 *                     {@link ENetAdmission} did not want
 * @param expired      peers given up because they had not confirmed their connection in time while the host was busy
 * @param halfOpen     peers that have not confirmed their connection, now
 * @param unmatched    datagrams that belong to no connection and begin none
 * @see ENetConnection#getGateCounters()
 * @since 0.1.0
 */
public record GateCounters(
        long connects, long probes, long proofs, long wrongCookies, long refused, long expired, long halfOpen,
        long unmatched) {
}
