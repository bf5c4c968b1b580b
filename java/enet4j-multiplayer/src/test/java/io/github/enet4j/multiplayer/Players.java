package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.fail;

import io.github.enet4j.ENetPacketPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Games on the loopback interface, polled in turn until what a test waits for has happened. */
final class Players implements AutoCloseable {
    static final String LOCALHOST = "127.0.0.1";

    /** So slow no machine is. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /** One program. */
    static final class Player {
        final ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
        final SceneMultiplayer multiplayer = new SceneMultiplayer();
        final Told told = new Told();

        private Player() {
            multiplayer.setListener(told);
        }

        int id() {
            return multiplayer.getUniqueId();
        }

        boolean knows(Player... others) {
            for (Player other : others) {
                if (!multiplayer.getPeers().contains(other.id())) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Player> all = new ArrayList<>();

    Player server() {
        Player player = new Player();
        player.peer.setBindIp(LOCALHOST);
        player.peer.createServer(0);
        return add(player);
    }

    /** A client that has not connected yet. */
    Player clientOf(Player server) {
        return clientOf(port(server));
    }

    Player clientOf(int port) {
        Player player = new Player();
        player.peer.createClient(LOCALHOST, port);
        return add(player);
    }

    Player mesh(int id) {
        Player player = new Player();
        player.peer.createMesh(id);
        return add(player);
    }

    private Player add(Player player) {
        player.multiplayer.setMultiplayerPeer(player.peer);
        all.add(player);
        return player;
    }

    static int port(Player server) {
        return server.peer.getHost().getLocalPort();
    }

    void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            for (Player player : all) {
                player.multiplayer.poll(player == all.get(0) ? 1 : 0);
            }
            if (System.nanoTime() - end > 0) {
                StringBuilder told = new StringBuilder();
                all.forEach(player -> told.append('\n').append(player.id()).append(player.told.lines)
                        .append(player.told.rejected).append(player.told.failures));
                fail("waited in vain for " + what + ";" + told);
            }
        }
    }

    /** However slow the machine is at times, no unreliable packet will be dropped for it. */
    void losesNothing() {
        for (Player player : all) {
            for (int id : player.multiplayer.getPeers()) {
                ENetPacketPeer peer = player.peer.getPeer(id);
                if (peer != null) {
                    peer.throttleConfigure(5000, ENetPacketPeer.PACKET_THROTTLE_SCALE, 0);
                }
            }
        }
        settle();
    }

    /** Polls those no more whose connection has ended. */
    void forgetEnded() {
        all.removeIf(player -> player.peer.getConnectionStatus() == ConnectionStatus.DISCONNECTED);
    }

    /** Some rounds, in which what is under way arrives. */
    void settle() {
        for (int i = 0; i < 20; i++) {
            for (Player player : all) {
                player.multiplayer.poll(player == all.get(0) ? 1 : 0);
            }
        }
    }

    @Override
    public void close() {
        all.forEach(player -> player.multiplayer.close());
    }
}
