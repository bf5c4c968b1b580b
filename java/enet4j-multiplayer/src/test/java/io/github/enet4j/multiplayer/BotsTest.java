package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.interop.Godot;
import io.github.enet4j.variant.Vector2;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many Java clients in this JVM, polled by one thread, each with a socket of its own. -Dmultiplayer.bots=1000 joins
 * that many to a Java server in place of the few of the ordinary run, -Dmultiplayer.godotBots=200 to a Godot server.
 */
class BotsTest {
    private static final int BOTS = Integer.getInteger("multiplayer.bots", 40);
    private static final int GODOT_BOTS = Integer.getInteger("multiplayer.godotBots", 20);
    private static final int ROUNDS = 30;
    private static final long FRAME_NANOS = 100_000_000;
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private static final class Bot {
        final ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
        final SceneMultiplayer multiplayer = new SceneMultiplayer();
        final Told told = new Told();
        final RemoteNode arena = declare(multiplayer);
        long heard;

        Bot(int port) {
            multiplayer.setListener(told);
            arena.onRpc("state", (sender, arguments) -> heard++);
            peer.createClient("127.0.0.1", port);
            multiplayer.setMultiplayerPeer(peer);
        }
    }

    private final List<SceneMultiplayer> all = new ArrayList<>();
    private final List<Bot> bots = new ArrayList<>();

    private static RemoteNode declare(SceneMultiplayer multiplayer) {
        return multiplayer.node("Arena")
                .rpcConfig("move", RpcMode.ANY_PEER, TransferMode.UNRELIABLE, 0, false)
                .rpcConfig("state", RpcMode.AUTHORITY, TransferMode.RELIABLE, 1, false);
    }

    @AfterEach
    void close() {
        all.forEach(SceneMultiplayer::close);
    }

    private void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            all.forEach(SceneMultiplayer::poll);
            assertTrue(System.nanoTime() - end < 0, "waited in vain for " + what);
        }
    }

    private void join(int count, int port) {
        for (int i = 0; i < count; i++) {
            Bot bot = new Bot(port);
            bots.add(bot);
            all.add(bot.multiplayer);
            if (i % 20 == 19) {
                until("the first " + i, () -> bots.stream().allMatch(one -> one.multiplayer.getPeers().contains(1)));
            }
        }
        until("all", () -> bots.stream().allMatch(one -> one.multiplayer.getPeers().size() == count));
    }

    private static void report(String what, long start, long cpu) {
        System.out.printf("%s: %.1f s, %.1f s of CPU for both sides%n", what, (System.nanoTime() - start) / 1e9,
                (cpuNanos() - cpu) / 1e9);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    @Test
    void joinAJavaServer() throws InterruptedException {
        ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
        peer.setBindIp("127.0.0.1");
        peer.createServer(0, Math.max(BOTS, 1), 0, 0, 0);
        SceneMultiplayer server = new SceneMultiplayer();
        Told told = new Told();
        server.setListener(told);
        server.setMultiplayerPeer(peer);
        AtomicLong moves = new AtomicLong();
        RemoteNode arena = declare(server).onRpc("move", (sender, arguments) -> moves.incrementAndGet());
        /* In turn with all the bots it would get their answers all at once, more than its socket holds. */
        Thread thread = new Thread(() -> {
            while (!Thread.interrupted()) {
                server.poll(100);
            }
        }, "server");
        thread.start();
        try {
            play(peer.getHost().getLocalPort(), arena, moves);
        } finally {
            thread.interrupt();
            thread.join();
            server.close();
        }
        assertEquals(List.of(), told.rejected);
        assertEquals(List.of(), told.failures);
        for (Bot bot : bots) {
            assertEquals(List.of(), bot.told.rejected);
        }
    }

    private void play(int port, RemoteNode arena, AtomicLong moves) {
        long start = System.nanoTime();
        long cpu = cpuNanos();
        join(BOTS, port);
        report(BOTS + " bots joined, each knows all", start, cpu);
        start = System.nanoTime();
        cpu = cpuNanos();
        for (int round = 0; round < ROUNDS; round++) {
            long frame = System.nanoTime() + FRAME_NANOS;
            for (Bot bot : bots) {
                bot.arena.rpcId(1, "move", new Vector2(round, 2), round);
            }
            arena.rpc("state", round, "round", new int[150]);
            do {
                all.forEach(SceneMultiplayer::poll);
            } while (System.nanoTime() - frame < 0);
        }
        until("all states", () -> bots.stream().allMatch(bot -> bot.heard == ROUNDS));
        report(ROUNDS + " rounds, " + moves + " moves came of " + ROUNDS * BOTS, start, cpu);
        /* They are unreliable, and a machine at its limits drops some. */
        assertTrue(moves.get() > ROUNDS * BOTS / 2, moves + " moves");
    }

    @Test
    @Tag("godot")
    void joinAGodotServer() {
        try (Godot godot = new Godot("game.gd", "--role=server", "--clients=4095", "--seconds=300")) {
            int port = Integer.parseInt(godot.await("listening").get("port"));
            long start = System.nanoTime();
            long cpu = cpuNanos();
            join(GODOT_BOTS, port);
            report(GODOT_BOTS + " bots joined a Godot, each knows all", start, cpu);
            List<GodotSide> sides = bots.stream().map(bot -> new GodotSide(bot.multiplayer)).toList();
            for (int round = 0; round < ROUNDS; round++) {
                int number = round;
                sides.forEach(side -> side.main.rpcId(1, "echo_reliable", number, new Vector2(number, 2)));
                until("echoes", () -> sides.stream().allMatch(side -> side.answers.containsKey(number)));
            }
            report(ROUNDS + " echoes to each", start, cpu);
            for (Bot bot : bots) {
                assertEquals(List.of(), bot.told.rejected);
            }
        }
    }
}
