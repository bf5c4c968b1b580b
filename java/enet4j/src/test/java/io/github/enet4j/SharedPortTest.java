package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several hosts on one port. */
@ExtendWith(NoLeaks.class)
class SharedPortTest {
    private static final int CLIENTS = 40;

    /** Every client reaches one host, and all its packets come to that one. */
    @ParameterizedTest
    @ValueSource(strings = {LOCALHOST, "*"})
    @EnabledOnOs(OS.LINUX)
    void eachClientKeepsToOneHost(String bind) {
        try (Loopback net = Loopback.hosts(); ENetConnection first = new ENetConnection()) {
            first.createHostBound(bind, 0, CLIENTS, 0, 0, 0);
            List<ENetConnection> servers = new ArrayList<>(List.of(net.add(first)));
            while (servers.size() < 3) {
                ENetConnection server = net.add(new ENetConnection());
                server.createHostSharing(first, CLIENTS, 0, 0, 0);
                assertEquals(first.getLocalPort(), server.getLocalPort());
                servers.add(server);
            }
            List<ENetPacketPeer> peers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                peers.add(net.newClient().connectToHost(LOCALHOST, first.getLocalPort(), 1, i));
            }
            net.until("all clients", () -> peers.stream().allMatch(p -> p.getState() == PeerState.CONNECTED));
            for (int round = 0; round < 5; round++) {
                peers.forEach(p -> p.send(0, new byte[] {1}, ENetPacketPeer.FLAG_RELIABLE));
            }
            net.until("all packets", () -> servers.stream().flatMap(s -> s.getPeers().stream())
                    .mapToInt(ENetPacketPeer::getAvailablePacketCount).sum() == 5 * CLIENTS);
            for (ENetConnection server : servers) {
                server.getPeers().forEach(p -> assertEquals(5, p.getAvailablePacketCount()));
                assertTrue(server.getPeers().size() < CLIENTS, "one host has all clients");
            }
            assertEquals(CLIENTS, servers.stream().mapToInt(s -> s.getPeers().size()).sum());
        }
    }

    /** The port is the process's own, as without sharing. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void nobodyElseGetsThePort() {
        try (ENetConnection first = new ENetConnection(); ENetConnection second = new ENetConnection();
                ENetConnection third = new ENetConnection()) {
            first.createHostBound(LOCALHOST, 0);
            second.createHostSharing(first, 1, 0, 0, 0);
            assertError(ENetError.CANT_CREATE, () -> third.createHostBound(LOCALHOST, first.getLocalPort()));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatCanNotBeShared() {
        try (ENetConnection one = new ENetConnection(); ENetConnection other = new ENetConnection()) {
            assertError(ENetError.UNCONFIGURED, () -> one.createHostSharing(other, 1, 0, 0, 0));
            other.createHost();
            assertError(ENetError.INVALID_PARAMETER, () -> one.createHostSharing(other, 1, 0, 0, 0));
            other.destroy();
            other.createHostBound(LOCALHOST, 0);
            assertError(ENetError.INVALID_PARAMETER, () -> one.createHostSharing(other, 0, 0, 0, 0));
            assertError(ENetError.ALREADY_IN_USE, () -> other.createHostSharing(other, 1, 0, 0, 0));
        }
    }

    @Test
    @EnabledOnOs({OS.WINDOWS, OS.MAC})
    void othersSayThatTheyCanNot() {
        try (ENetConnection one = new ENetConnection(); ENetConnection other = new ENetConnection()) {
            one.createHostBound(LOCALHOST, 0);
            assertError(ENetError.UNAVAILABLE, () -> other.createHostSharing(one, 1, 0, 0, 0));
        }
    }
}
