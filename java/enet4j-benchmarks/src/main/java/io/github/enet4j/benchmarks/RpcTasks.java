package io.github.enet4j.benchmarks;

import io.github.enet4j.HostStatistic;
import io.github.enet4j.multiplayer.ENetMultiplayerPeer;
import io.github.enet4j.multiplayer.MultiplayerPeer;
import io.github.enet4j.multiplayer.RemoteNode;
import io.github.enet4j.multiplayer.RpcArguments;
import io.github.enet4j.multiplayer.RpcMode;
import io.github.enet4j.multiplayer.SceneMultiplayer;
import io.github.enet4j.multiplayer.TransferMode;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** A server that calls all its clients 60 times a second, as godot/fanout.gd does, and the clients of both. */
final class RpcTasks {
    private static final long FRAME_NANOS = 1_000_000_000L / 60;
    private static final long SETTLE_NANOS = 500_000_000;
    private static final int NUMBERS = 150;
    private static final int JOINING = 20;

    private RpcTasks() {
    }

    private static RemoteNode declare(SceneMultiplayer multiplayer) {
        return multiplayer.node("Main").rpcConfig("state", RpcMode.AUTHORITY, TransferMode.UNRELIABLE, 0, false);
    }

    /** Tells the port first, and calls when all are there. */
    static String server(int clients, int ticks, IntConsumer listening) {
        ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
        peer.setBindIp("127.0.0.1");
        peer.createServer(0, clients, 0, 0, 0);
        int[] values = new int[NUMBERS];
        Arrays.setAll(values, i -> i * 37 % 1000);
        RpcArguments arguments = writer -> writer.putValue(values);
        try (SceneMultiplayer multiplayer = new SceneMultiplayer()) {
            multiplayer.setServerRelay(false);
            multiplayer.setMultiplayerPeer(peer);
            RemoteNode node = declare(multiplayer);
            listening.accept(peer.getHost().getLocalPort());
            while (multiplayer.getPeers().size() < clients) {
                multiplayer.poll(100);
            }
            node.writeRpc(0, "state", 1, arguments);
            pollUntil(multiplayer, Meter.now() + SETTLE_NANOS);
            peer.getHost().popStatistic(HostStatistic.TOTAL_SENT_PACKETS);
            long heap = Meter.heap();
            long cpu = Meter.cpu();
            long due = Meter.now();
            for (int tick = 0; tick < ticks; tick++) {
                node.writeRpc(0, "state", 1, arguments);
                due += FRAME_NANOS;
                pollUntil(multiplayer, due);
            }
            double packets = (double) ticks * clients;
            return Meter.json(
                    "us_per_packet", (Meter.cpu() - cpu) / 1e3 / packets,
                    "heap", (Meter.heap() - heap) / packets,
                    "sent", peer.getHost().popStatistic(HostStatistic.TOTAL_SENT_PACKETS) / packets);
        }
    }

    private static void pollUntil(SceneMultiplayer multiplayer, long due) {
        do {
            multiplayer.poll((int) Math.max(0, (due - Meter.now()) / 1_000_000));
        } while (Meter.now() + 1_000_000 < due);
    }

    /** That many clients with sockets of their own, served until they are told to end. */
    static void clients(int count, int port, Runnable connected) throws InterruptedException {
        SceneMultiplayer[] clients = new SceneMultiplayer[count];
        for (int i = 0; i < count; i++) {
            ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
            peer.createClient("127.0.0.1", port);
            clients[i] = new SceneMultiplayer();
            clients[i].setMultiplayerPeer(peer);
            declare(clients[i]).onRpc("state", (sender, arguments) -> { });
            while (i % JOINING == JOINING - 1 && !clients[i].getPeers().contains(MultiplayerPeer.SERVER)) {
                poll(clients, i + 1);
            }
        }
        connected.run();
        while (true) {
            poll(clients, count);
            Thread.sleep(1);
        }
    }

    private static void poll(SceneMultiplayer[] clients, int count) {
        for (int i = 0; i < count; i++) {
            clients[i].poll();
        }
    }
}
