package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.EventType;
import io.github.enet4j.interop.Godot;
import io.github.enet4j.multiplayer.Players.Player;
import io.github.enet4j.variant.Aabb;
import io.github.enet4j.variant.Basis;
import io.github.enet4j.variant.Color;
import io.github.enet4j.variant.EmptyCallable;
import io.github.enet4j.variant.NodePath;
import io.github.enet4j.variant.Plane;
import io.github.enet4j.variant.Projection;
import io.github.enet4j.variant.Quaternion;
import io.github.enet4j.variant.Rect2;
import io.github.enet4j.variant.Rect2i;
import io.github.enet4j.variant.Rid;
import io.github.enet4j.variant.SignalId;
import io.github.enet4j.variant.StringName;
import io.github.enet4j.variant.Transform2D;
import io.github.enet4j.variant.Transform3D;
import io.github.enet4j.variant.VariantArray;
import io.github.enet4j.variant.VariantDictionary;
import io.github.enet4j.variant.VariantType;
import io.github.enet4j.variant.Variants;
import io.github.enet4j.variant.Vector2;
import io.github.enet4j.variant.Vector2i;
import io.github.enet4j.variant.Vector3;
import io.github.enet4j.variant.Vector3i;
import io.github.enet4j.variant.Vector4;
import io.github.enet4j.variant.Vector4i;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Games with real Godots in every role, running game.gd. */
@Tag("godot")
class GodotGameTest {
    private static final Basis BASIS = new Basis(new Vector3(1, 2, 3), new Vector3(4, 5, 6), new Vector3(7, 8, 9));
    private static final Object[] VALUES = {
        null, true, 0L, -129L, 1L << 40, 0.1, "", "äöü 日本 🙂", new StringName("name"), new NodePath("/root/A:b"),
        new Vector2(1.5, -2.5), new Vector2i(3, -4), new Vector3(1, 2, 3), new Vector4i(1, 2, 3, 4),
        new Color(0.25f, 0.5f, 0.75f, 1), List.of(1L, "two", List.of(3.0)), Map.of("key", new Vector2(1, 1)),
        VariantArray.typed(VariantType.INT, 1L, 2L), new byte[] {0, 1, -1}, new int[] {1, -2}, new long[] {1L << 40},
        new float[] {0.5f}, new double[] {0.1}, new String[] {"x", "yz"}, new Vector2[] {new Vector2(1, 2)},
        new byte[1000], false, Integer.MAX_VALUE, Long.MIN_VALUE, -0.5, Double.NaN, Double.NEGATIVE_INFINITY,
        new Rect2(1, 2, 3, 4), new Rect2i(1, -2, 3, 4), new Vector3i(1, -2, 3), new Vector4(1, 2, 3, 4),
        new Transform2D(new Vector2(1, 2), new Vector2(3, 4), new Vector2(5, 6)), new Plane(new Vector3(1, 2, 3), 4),
        new Quaternion(0, 0, 0, 1), new Aabb(new Vector3(1, 2, 3), new Vector3(4, 5, 6)), BASIS,
        new Transform3D(BASIS, new Vector3(10, 11, 12)),
        new Projection(new Vector4(1, 2, 3, 4), new Vector4(5, 6, 7, 8), new Vector4(9, 10, 11, 12),
                new Vector4(13, 14, 15, 16)),
        new Rid(0), new EmptyCallable(), new SignalId("", 0), new Vector3[] {new Vector3(1, 2, 3)},
        new Color[] {new Color(1, 0, 0, 1)}, new Vector4[] {new Vector4(1, 2, 3, 4)},
        new VariantDictionary(VariantType.STRING, VariantType.INT, Map.of("a", 1L)),
    };

    private final Players players = new Players();
    private final List<Godot> godots = new ArrayList<>();

    @AfterEach
    void close() {
        players.close();
        godots.forEach(Godot::close);
    }

    private Godot godot(String... arguments) {
        Godot godot = new Godot("game.gd", arguments);
        godots.add(godot);
        return godot;
    }

    private Godot clientOf(Player server, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--role=client", "--port=" + Players.port(server)));
        arguments.addAll(List.of(more));
        return godot(arguments.toArray(String[]::new));
    }

    /** Polls until the other thread, which waits for Godot, has what it waits for. */
    private Map<String, String> await(Godot godot, String event) {
        return meanwhile(() -> godot.await(event));
    }

    private Map<String, String> awaitCall(Godot godot, String method) {
        Map<String, String> call = await(godot, "call");
        return call.get("method").equals(method) ? call : awaitCall(godot, method);
    }

    private <T> T meanwhile(Supplier<T> waiting) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(waiting);
        players.until("Godot", result::isDone);
        return result.join();
    }

    /** All values in all modes, there and back. */
    private void echo(GodotSide side, int target) {
        for (String kind : new String[] {"reliable", "unreliable", "ordered"}) {
            for (int i = 0; i < VALUES.length; i++) {
                int number = i;
                long[] sentAt = {0};
                side.answers.clear();
                players.until("the echo of " + VALUES[i], () -> {
                    long now = System.nanoTime();
                    if (sentAt[0] == 0 || !kind.equals("reliable") && now - sentAt[0] > 500_000_000) {
                        sentAt[0] = now;
                        assertEquals(ENetError.OK, side.main.rpcId(target, "echo_" + kind, number, VALUES[number]));
                    }
                    return side.answers.containsKey(number);
                });
                assertArrayEquals(Variants.encode(VALUES[i]), Variants.encode(side.answers.get(i)), kind + " " + i);
            }
        }
    }

    private void rawAndBytes(GodotSide side, Player player, int target) {
        byte[] large = new byte[100_000];
        side.main.rpcId(target, "take_bytes", large);
        players.until("bytes", () -> side.heard.remove(target + " take_bytes 100000"));
        side.main.rpcId(target, "take_bytes", new byte[] {1});
        players.until("bytes", () -> side.heard.remove(target + " take_bytes 1"));
        player.multiplayer.sendBytes(new byte[] {1, 2, 3}, target, TransferMode.RELIABLE, 0);
        players.until("raw", () -> player.told.lines.remove("packet " + target + " 010203"));
    }

    private static void assertFine(Player player) {
        assertEquals(List.of(), player.told.rejected);
        assertEquals(List.of(), player.told.failures);
        assertTrue(player.told.lines.stream().noneMatch(line -> line.startsWith("mismatch")), player.told.toString());
    }

    @Test
    void javaServerWithThreeGodots() {
        Player server = players.server();
        GodotSide side = new GodotSide(server.multiplayer);
        Godot first = clientOf(server);
        Godot second = clientOf(server);
        int a = Integer.parseInt(await(first, "connected").get("id"));
        int b = Integer.parseInt(await(second, "connected").get("id"));
        players.until("both", () -> server.multiplayer.getPeers().containsAll(List.of(a, b)));
        echo(side, a);
        rawAndBytes(side, server, a);
        /* Through the relay, from one Godot to the other. */
        side.main.rpcId(a, "tell", b, "from a");
        assertEquals("" + a, awaitCall(second, "hear").get("from"));
        side.main.rpcId(b, "tell", 0, "from b");
        players.until("what b says to all", () -> side.heard.remove(b + " hear from b"));
        assertEquals("" + b, awaitCall(first, "hear").get("from"));
        side.main.rpc("proclaim", "to all");
        assertEquals(List.of("1 proclaim to all"), side.heard);
        awaitCall(first, "proclaim");
        awaitCall(second, "proclaim");
        /* Players. */
        RemoteNode nodeOfA = side.spawner.spawn(GodotSide.SCENE, "" + a);
        side.spawner.spawn(GodotSide.SCENE, "" + b);
        side.avatar(a).hp = 42;
        await(first, "spawned");
        await(first, "changed");
        side.main.rpcId(a, "move", 7.5);
        players.until("x of a", () -> side.avatar(a).x == 7.5);
        assertEquals("7.5", await(second, "moved").get("x"));
        /* One more comes late. */
        side.avatar(b).hp = 9;
        Godot third = clientOf(server);
        third.tolerateErrors(); // what a says of its node to the newcomer may pass the node's end on the way
        await(third, "connected");
        Set<String> there = Set.of(await(third, "spawned").get("name"), await(third, "spawned").get("name"));
        assertEquals(Set.of("" + a, "" + b), there);
        assertEquals("7.5", await(third, "moved").get("x"));
        nodeOfA.remove();
        assertEquals("" + a, await(second, "despawned").get("name"));
        side.spawner.spawnCustom(31, "31");
        assertEquals("31", await(third, "spawned").get("hp"));
        server.multiplayer.disconnectPeer(a);
        await(first, "gone");
        assertFine(server);
    }

    /** It logs what it can't take at first, which the others of these tests are not to do. */
    @Test
    void nodesReachAGodotThatLoadsItsSceneLate() {
        Player server = players.server();
        GodotSide side = new GodotSide(server.multiplayer);
        side.spawner.spawn(GodotSide.SCENE, "77");
        side.avatar(77).hp = 3;
        Godot late = clientOf(server, "--late=1.5");
        late.tolerateErrors();
        await(late, "connected");
        Map<String, String> spawned = await(late, "spawned");
        assertEquals("77", spawned.get("name"));
        assertEquals("3", spawned.get("hp"));
        assertEquals("t", await(late, "changed").get("title"));
    }

    @Test
    void visibilityAndRecreation() {
        Player server = players.server();
        GodotSide side = new GodotSide(server.multiplayer);
        Godot client = clientOf(server);
        int id = Integer.parseInt(await(client, "connected").get("id"));
        for (int i = 0; i < 3; i++) {
            RemoteNode node = side.spawner.spawn(GodotSide.SCENE, "" + id);
            side.avatar(id).hp = 10 + i;
            await(client, "changed");
            side.main.rpcId(id, "move", i + 1.0);
            double x = i + 1.0;
            players.until("x", () -> side.avatar(id).x == x);
            node.synchronizer("Sync").setPublicVisibility(false);
            await(client, "despawned");
            side.avatar(id).hp = 20 + i;
            node.synchronizer("Sync").setVisibilityFor(id, true);
            assertEquals("" + (20 + i), await(client, "spawned").get("hp"));
            node.remove();
            await(client, "despawned");
        }
        assertTrue(server.told.failures.isEmpty());
    }

    @Test
    void godotServerWithThreeJavas() {
        Godot server = godot("--role=server");
        int port = Integer.parseInt(server.await("listening").get("port"));
        List<Player> javas = new ArrayList<>();
        List<GodotSide> sides = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Player player = players.clientOf(port);
            GodotSide side = new GodotSide(player.multiplayer);
            javas.add(player);
            sides.add(side);
            players.until("the server", () -> player.multiplayer.getPeers().contains(1));
        }
        Player a = javas.get(0);
        GodotSide sideA = sides.get(0);
        players.until("all", () -> a.knows(javas.get(1), javas.get(2)));
        echo(sideA, 1);
        rawAndBytes(sideA, a, 1);
        /* From Java to Java through Godot. */
        sideA.main.rpcId(javas.get(1).id(), "hear", "hello");
        players.until("hello", () -> sides.get(1).heard.remove(a.id() + " hear hello"));
        sideA.main.rpc("hear", "all");
        players.until("all", () -> sides.get(1).heard.remove(a.id() + " hear all")
                | sides.get(2).heard.remove(a.id() + " hear all"));
        sideA.main.rpcId(1, "tell", javas.get(2).id(), "told");
        players.until("told", () -> sides.get(2).heard.contains("1 hear told"));
        for (GodotSide side : sides) {
            side.main.rpcId(1, "play", "spawn", 0);
        }
        until(sides, side -> side.avatars.size() == 3);
        sideA.main.rpcId(1, "play", "hp", 55);
        until(sides, side -> side.avatar(a.id()).hp == 55);
        assertArrayEquals(new byte[] {9, 8}, sideA.avatar(a.id()).blob);
        sideA.avatar(a.id()).x = 3;
        until(sides, side -> side.avatar(a.id()).x == 3);
        Player late = players.clientOf(port);
        GodotSide lateSide = new GodotSide(late.multiplayer);
        players.until("what was there", () -> lateSide.avatars.size() == 3 && lateSide.avatar(a.id()).hp == 55
                && lateSide.avatar(a.id()).x == 3);
        sideA.main.rpcId(1, "play", "hide", late.id());
        players.until("hidden", () -> lateSide.avatars.size() == 2);
        sideA.main.rpcId(1, "play", "free", 0);
        until(sides, side -> !side.avatars.containsKey(a.id()));
        sideA.main.rpcId(1, "play", "spawn", 0); // once more
        sideA.main.rpcId(1, "play", "hp", 12);
        sideA.main.rpcId(1, "play", "custom", 31);
        until(sides, side -> side.avatars.containsKey(a.id()) && side.avatar(a.id()).hp == 12
                && side.avatars.containsKey(31) && side.avatar(31).hp == 31);
        sideA.avatar(a.id()).x = 8;
        until(sides, side -> side.avatar(a.id()).x == 8);
        javas.get(2).multiplayer.close();
        players.until("gone", () -> !a.multiplayer.getPeers().contains(javas.get(2).id())
                && a.told.lines.stream().anyMatch(line -> line.startsWith("disconnected")));
        for (Player player : javas) {
            assertFine(player);
        }
    }

    private void until(List<GodotSide> sides, Predicate<GodotSide> condition) {
        players.until("all sides", () -> sides.stream().allMatch(condition));
    }

    @Test
    void mesh() {
        Player member = players.mesh(1);
        GodotSide side = new GodotSide(member.multiplayer);
        for (int id = 2; id <= 3; id++) {
            ENetConnection host = new ENetConnection();
            host.createHostBound(Players.LOCALHOST, 0, 1, 0, 0, 0);
            godot("--role=mesh", "--id=" + id, "--port=" + host.getLocalPort());
            long end = System.nanoTime() + 30_000_000_000L;
            EventType type = EventType.NONE;
            while (type != EventType.CONNECT && System.nanoTime() - end < 0) {
                type = host.service(100).type();
            }
            assertEquals(ENetError.OK, member.peer.addMeshPeer(id, host));
        }
        assertEquals(List.of(2, 3), member.multiplayer.getPeers());
        echo(side, 2);
        rawAndBytes(side, member, 3);
        side.main.rpc("hear", "all");
        assertEquals("1", awaitCall(godots.get(0), "hear").get("from"));
        godots.get(0).close();
        assertFine(member);
    }

    @ParameterizedTest
    @CsvSource({"yes, yes", "no, yes", "yes, no", "no, no"})
    void authentication(String here, String there) {
        Player server = players.server();
        server.multiplayer.setAuthTimeout(1);
        boolean both = here.equals(there);
        if (here.equals("yes")) {
            server.multiplayer.setAuthCallback((id, data) -> {
                if (Arrays.equals(data, "secret".getBytes())) {
                    server.multiplayer.completeAuth(id);
                }
            });
            MultiplayerListener told = server.told;
            server.multiplayer.setListener(new MultiplayerListener() {
                @Override
                public void peerAuthenticating(int id) {
                    server.multiplayer.sendAuth(id, "secret".getBytes());
                }

                @Override
                public void peerConnected(int id) {
                    told.peerConnected(id);
                }
            });
        }
        Godot client = clientOf(server, "--auth=" + there);
        if (both) {
            await(client, "connected");
            players.until("admission", () -> !server.multiplayer.getPeers().isEmpty());
            return;
        }
        client.tolerateErrors();
        await(client, there.equals("yes") ? "authentication_failed" : "gone");
    }

    @ParameterizedTest
    @CsvSource({"yes, yes", "no, yes", "yes, no"})
    void authenticationByAGodotServer(String here, String there) {
        Godot server = godot("--role=server", "--auth=" + there);
        Player client = players.clientOf(Integer.parseInt(server.await("listening").get("port")));
        GodotSide side = new GodotSide(client.multiplayer);
        if (here.equals("yes")) {
            client.multiplayer.setAuthTimeout(1);
            client.multiplayer.setAuthCallback((id, data) -> {
                client.multiplayer.sendAuth(id, data);
                client.multiplayer.completeAuth(id);
            });
        }
        if (here.equals(there)) {
            players.until("admission", () -> client.multiplayer.getPeers().contains(1));
            echo(side, 1);
            assertEquals(List.of("authenticating 1", "connected to server", "connected 1"), client.told.take());
            return;
        }
        /* Who does not authenticate takes itself for admitted, until it is disconnected. */
        players.until("the end", () -> client.told.lines.contains("server disconnected"));
        assertEquals(here.equals("yes") ? List.of("authenticating 1", "authentication failed 1", "server disconnected")
                : List.of("connected to server", "connected 1", "disconnected 1", "server disconnected"),
                client.told.take());
    }

    @ParameterizedTest
    @EnumSource(CompressionMode.class)
    void compression(CompressionMode mode) {
        Player server = players.server();
        server.peer.getHost().compress(mode);
        GodotSide side = new GodotSide(server.multiplayer);
        Godot client = clientOf(server, "--compress=" + Godot.name(mode));
        int id = Integer.parseInt(await(client, "connected").get("id"));
        players.until("admission", () -> server.multiplayer.getPeers().contains(id));
        echo(side, id);
        assertFine(server);
    }
}
