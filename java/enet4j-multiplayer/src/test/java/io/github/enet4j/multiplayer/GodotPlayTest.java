package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.interop.Godot;
import io.github.enet4j.multiplayer.Players.Player;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A Java server, Godot and Java clients that come, play and go at random; at the end all see the same.
 * -Dmultiplayer.play.seconds=1800 for half an hour in place of some seconds.
 */
@Tag("godot")
class GodotPlayTest {
    private static final int SECONDS = Integer.getInteger("multiplayer.play.seconds", 8);
    private static final int MOST_JAVAS = 6;
    private static final int MOST_GODOTS = 2;
    private static final long MOST_GROWTH = 16 << 20;

    private final Players players = new Players();
    private final Map<Player, GodotSide> javas = new HashMap<>();
    private final List<Godot> godots = new ArrayList<>();
    private final PlayReport report = new PlayReport();
    private final Random random = new Random(7);
    private int joined;
    private int left;

    @AfterEach
    void close() {
        players.close();
        godots.forEach(Godot::close);
    }

    @Test
    void play() {
        Player server = players.server();
        GodotSide side = new GodotSide(server.multiplayer);
        server.multiplayer.setListener(report.listener("server", new MultiplayerListener() {
            @Override
            public void peerConnected(int id) {
                joined++;
                side.spawner.spawn(GodotSide.SCENE, "" + id);
            }

            @Override
            public void peerDisconnected(int id) {
                gone(side, id);
            }

            @Override
            public void callbackFailed(int id, Exception failure) {
                server.told.callbackFailed(id, failure);
            }
        }));
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (System.nanoTime() - end < 0) {
            step(server, side);
            players.settle();
            report.measureNowAndThen();
        }
        comes(server);
        players.until("own players", () -> all((one, its) -> its.avatars.containsKey(one.id())));
        for (Map.Entry<Player, GodotSide> one : javas.entrySet()) {
            one.getValue().avatar(one.getKey().id()).x = joined + one.getKey().id();
        }
        players.until("all see the same", () -> all((one, its) -> same(side, its)));
        players.until("what they did", () -> all((one, its) -> side.avatar(one.id()).x == its.avatar(one.id()).x));
        assertEquals(List.of(), server.told.failures);
        javas.keySet().forEach(one -> assertEquals(List.of(), one.told.failures));
        report.measure();
        System.out.println(joined + " joined and " + left + " left in " + SECONDS + " s; "
                + server.multiplayer.getCounters() + report);
        assertTrue(report.growth() < MOST_GROWTH, "the heap grew by " + report.growth());
    }

    /** Whether it holds for all that have not been shown out. */
    private boolean all(BiPredicate<Player, GodotSide> condition) {
        javas.keySet().removeIf(player -> player.told.lines.contains("server disconnected"));
        return javas.entrySet().stream().allMatch(one -> condition.test(one.getKey(), one.getValue()));
    }

    private void gone(GodotSide server, int id) {
        left++;
        server.multiplayer.node("World/" + id).remove();
        server.avatars.remove(id);
    }

    private static boolean same(GodotSide server, GodotSide client) {
        return client.avatars.keySet().equals(server.avatars.keySet()) && client.avatars.entrySet().stream().allMatch(
                one -> one.getValue().hp == server.avatar(one.getKey()).hp
                        && one.getValue().title.equals(server.avatar(one.getKey()).title));
    }

    private void step(Player server, GodotSide side) {
        List<Integer> ids = server.multiplayer.getPeers();
        int id = ids.isEmpty() ? 0 : ids.get(random.nextInt(ids.size()));
        switch (random.nextInt(12)) {
            case 0 -> comeOrGo(server);
            case 1 -> {
                if (godots.size() < MOST_GODOTS) {
                    Godot godot = new Godot("game.gd", "--role=client", "--port=" + Players.port(server),
                            "--seconds=" + (3 + random.nextInt(20)));
                    godots.add(godot);
                }
                godots.removeIf(this::hasEnded);
            }
            case 2 -> {
                if (id != 0 && random.nextInt(10) == 0) {
                    server.multiplayer.disconnectPeer(id);
                    gone(side, id);
                }
            }
            case 3 -> side.main.rpc("hear", "to all " + random.nextInt());
            case 4 -> javas.values().forEach(one -> one.main.rpc("hear", "from one"));
            default -> {
                if (id != 0) {
                    side.avatar(id).hp = random.nextInt(100);
                    side.avatar(id).title = "t" + random.nextInt(10);
                    side.main.rpcId(id, "tell", 1, "back");
                }
            }
        }
        javas.forEach((player, one) -> {
            if (one.avatar(player.id()) != null) {
                one.avatar(player.id()).x++;
            }
            one.heard.clear();
        });
        javas.keySet().removeIf(player -> player.told.lines.contains("server disconnected"));
        side.heard.clear();
        players.forgetEnded();
    }

    private void comeOrGo(Player server) {
        if (javas.size() < MOST_JAVAS && random.nextBoolean()) {
            comes(server);
        } else if (!javas.isEmpty()) {
            Player player = javas.keySet().iterator().next();
            player.multiplayer.close();
            javas.remove(player);
        }
    }

    private void comes(Player server) {
        Player player = players.clientOf(server);
        player.multiplayer.setListener(report.listener("client", player.told));
        javas.put(player, new GodotSide(player.multiplayer));
    }

    private boolean hasEnded(Godot godot) {
        if (godot.isRunning()) {
            return false;
        }
        godot.output().lines().filter(line -> line.contains("ERROR")).forEach(line -> report.add("Godot: " + line));
        return true;
    }
}
