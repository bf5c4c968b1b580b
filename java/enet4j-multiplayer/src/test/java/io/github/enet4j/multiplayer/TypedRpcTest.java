package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetError;
import io.github.enet4j.ENetException;
import io.github.enet4j.variant.StringName;
import io.github.enet4j.variant.VariantArray;
import io.github.enet4j.variant.VariantDictionary;
import io.github.enet4j.variant.VariantType;
import io.github.enet4j.variant.Vector2;
import io.github.enet4j.variant.Vector2i;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Interfaces in place of method names. */
class TypedRpcTest {
    /** As of a base script. */
    interface Entity {
        @Rpc(mode = RpcMode.ANY_PEER)
        void moveTo(Vector2 where, double speed);

        @Rpc(mode = RpcMode.ANY_PEER, name = "Odd")
        void renamed();
    }

    interface Player extends Entity {
        @Override
        void renamed(); // keeps the annotation

        @Rpc(mode = RpcMode.ANY_PEER, transferMode = TransferMode.UNRELIABLE, channel = 3, callLocal = true)
        void takeDamage(int amount, boolean critical);

        @Rpc(mode = RpcMode.ANY_PEER)
        ENetError say(String text, Long channel);

        @Rpc(mode = RpcMode.ANY_PEER)
        void lists(List<Integer> ids, List<?> any, Map<String, Long> scores, byte[] bytes);

        @Rpc(mode = RpcMode.ANY_PEER)
        void anything(Object value, short small, float single);

        default void shout(String text) {
            say(text.toUpperCase(), null);
        }
    }

    /** Writes down what it is called with. */
    private static class Recorder implements Player {
        final List<String> calls = new ArrayList<>();

        @Override
        public void moveTo(Vector2 where, double speed) {
            calls.add("moveTo " + where + " " + speed);
        }

        @Override
        public void renamed() {
            calls.add("renamed");
        }

        @Override
        public void takeDamage(int amount, boolean critical) {
            calls.add("takeDamage " + amount + " " + critical);
        }

        @Override
        public ENetError say(String text, Long channel) {
            calls.add("say " + text + " " + channel);
            return ENetError.OK;
        }

        @Override
        public void lists(List<Integer> ids, List<?> any, Map<String, Long> scores, byte[] bytes) {
            int sum = ids.stream().mapToInt(id -> id).sum(); // Integers indeed
            calls.add("lists " + sum + " " + any + " " + scores + " " + Arrays.toString(bytes));
        }

        @Override
        public void anything(Object value, short small, float single) {
            calls.add("anything " + value + " " + small + " " + single);
        }

        void assertCalls(String... expected) {
            assertEquals(Arrays.asList(expected), calls);
            calls.clear();
        }
    }

    private final Game server = Game.serverWith(7);
    private final Game client = Game.client(7);
    private final RemoteNode node = server.multiplayer.node("Player");
    private final Recorder recorder = new Recorder();

    /** What a client's call comes to. */
    private void receive(String method, Object... arguments) {
        client.multiplayer.node("Player").remote(Player.class);
        client.multiplayer.node("Player").rpcId(1, method, arguments);
        client.peer.takeSent().forEach(sent -> server.peer.inject(7, sent.hex()));
        server.multiplayer.poll();
    }

    @Test
    void declaresWhatTheInterfaceSays() {
        node.implement(Player.class, recorder);
        assertEquals("Oddanythinglistsmove_tosaytake_damage", node.rpcs.names());
        RpcTable.Method damage = node.rpcs.find("take_damage");
        assertEquals(RpcMode.ANY_PEER, damage.mode);
        assertEquals(TransferMode.UNRELIABLE, damage.transferMode);
        assertEquals(3, damage.channel);
        assertTrue(damage.callLocal);
    }

    @Test
    void receives() {
        node.implement(Player.class, recorder);
        receive("move_to", new Vector2(1, 2), 0.5);
        receive("Odd");
        receive("take_damage", 5, true);
        receive("say", "hi", 3);
        recorder.assertCalls("moveTo Vector2[x=1.0, y=2.0] 0.5", "renamed", "takeDamage 5 true", "say hi 3");
        server.assertFine();
    }

    @Test
    void convertsAsGodotDoes() {
        node.implement(Player.class, recorder);
        receive("move_to", new Vector2i(1, 2), 3);
        receive("take_damage", 2.9, 1);
        receive("say", new StringName("name"), null);
        receive("lists", VariantArray.of(1, 2.0), List.of("x"), Map.of(new StringName("a"), 1), List.of(300, -1));
        receive("anything", null, -32768, 7);
        recorder.assertCalls("moveTo Vector2[x=1.0, y=2.0] 3.0", "takeDamage 2 true", "say name null",
                "lists 3 [x] {a=1} [44, -1]", "anything null -32768 7.0");
        server.assertFine();
    }

    @Test
    void refusesWhatDoesNotFit() {
        node.implement(Player.class, recorder);
        receive("take_damage", 1L << 31, true);
        receive("take_damage", "5", true);
        receive("take_damage", null, true);
        receive("take_damage", 5);
        receive("take_damage", 5, true, 6);
        receive("say", null, 1);
        receive("anything", 1, 40000, 1);
        receive("lists", List.of("x"), List.of(), Map.of(), new byte[0]);
        receive("lists", List.of(1L << 40), List.of(), Map.of(), new byte[0]);
        recorder.assertCalls();
        assertEquals(9, server.told.rejected.size());
        assertTrue(server.told.rejected.get(0).endsWith(
                "Player.take_damage: argument 0: 2147483648 is too large for Integer"), server.told.rejected.get(0));
        assertTrue(server.told.rejected.get(3).endsWith("Player.take_damage: 1 arguments in place of 2"));
    }

    /** Where null is allowed, the script's defaults may be left to it. */
    @Test
    void missingArgumentsAtTheEndAreNull() {
        node.implement(Player.class, recorder);
        receive("say", "hi");
        recorder.assertCalls("say hi null");
    }

    @Test
    void sendsTyped() {
        Player players = node.remote(Player.class);
        players.lists(List.of(1, 2), List.of("x", 1), Map.of("a", 1L), new byte[] {9});
        List<Object[]> calls = new ArrayList<>();
        client.multiplayer.node("Player").remote(Player.class);
        client.multiplayer.node("Player").onRpc("lists", (sender, arguments) -> calls.add(arguments));
        server.peer.takeSent().forEach(sent -> client.peer.inject(1, sent.hex()));
        client.multiplayer.poll();
        Object[] arguments = calls.get(0);
        assertEquals(VariantType.INT, ((VariantArray) arguments[0]).elementType());
        assertEquals(List.of(1L, 2L), arguments[0]);
        assertEquals(VariantType.NIL, ((VariantArray) arguments[1]).elementType());
        assertEquals(VariantType.STRING, ((VariantDictionary) arguments[2]).keyType());
        assertEquals(VariantType.INT, ((VariantDictionary) arguments[2]).valueType());
        assertArrayEquals(new byte[] {9}, (byte[]) arguments[3]);
    }

    @Test
    void sendsToOneOrAll() {
        Game two = Game.serverWith(7, 8);
        RemoteNode player = two.multiplayer.node("Player");
        player.remote(Player.class, 8).takeDamage(1, false);
        assertEquals(List.of(8, 8), two.peer.takeSent().stream().map(MemoryPeer.Sent::target).toList());
        player.implement(Player.class, recorder);
        player.remote(Player.class).takeDamage(2, true);
        List<MemoryPeer.Sent> sent = two.peer.takeSent();
        assertEquals(List.of(7, 7, 8), sent.stream().map(MemoryPeer.Sent::target).toList()); // with 7's path
        assertEquals(TransferMode.UNRELIABLE, sent.get(2).mode());
        assertEquals(3, sent.get(2).channel());
        recorder.assertCalls("takeDamage 2 true");
    }

    @Test
    void saysWhatCantBeSent() {
        Player players = node.remote(Player.class);
        assertEquals("argument 1 of Player.say: null in place of String",
                assertThrows(NullPointerException.class, () -> players.say(null, null)).getMessage());
        assertEquals(ENetError.OK, players.say("x", null));
        Player here = node.remote(Player.class, 1);
        assertThrows(ENetException.class, () -> here.moveTo(Vector2.ZERO, 1));
        assertEquals(ENetError.INVALID_PARAMETER, here.say("to myself", null));
        server.multiplayer.close();
        players.renamed();
        assertEquals(ENetError.CONNECTION_ERROR, players.say("x", null));
    }

    @Test
    void remotesAreObjects() {
        Player players = node.remote(Player.class);
        assertEquals(players, players);
        assertEquals(players.hashCode(), players.hashCode());
        assertEquals("remote Player", players.toString());
        assertEquals("remote Player of 7", node.remote(Player.class, 7).toString());
        server.peer.takeSent();
        players.shout("a"); // a default method, whose call goes out
        assertTrue(server.peer.takeSent().stream().anyMatch(sent -> sent.hex().contains("04 00 00 00 01 00 00 00 41")));
    }

    interface Overloads {
        @Rpc
        void hit(int amount);

        @Rpc
        void hit(String what);
    }

    interface SameNames {
        @Rpc
        void takeDamage();

        @Rpc
        void take_damage();
    }

    interface Returns {
        @Rpc
        int hit();
    }

    interface Unmarked {
        void hit();
    }

    interface Strange {
        @Rpc
        void at(Instant when);
    }

    interface Nested {
        @Rpc
        void nested(List<List<Integer>> lists);
    }

    interface Nothing {
    }

    @Test
    void localCallsHaveTheArgumentsOfRemoteOnes() {
        List<Object> given = new ArrayList<>(List.of(1));
        List<Object> received = new ArrayList<>();
        node.rpcConfig("hear", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, true)
                .onRpc("hear", (sender, arguments) -> received.addAll(Arrays.asList(arguments)));
        node.rpc("hear", 5, 0.5f, given, null);
        given.clear();
        assertEquals(Arrays.asList(5L, 0.5, VariantArray.of(1L), null), received);
        received.clear();
        node.rpcId(1, "hear", new byte[] {9});
        assertArrayEquals(new byte[] {9}, (byte[]) received.get(0));
        node.rpcId(1, "hear");
        assertEquals(1, received.size());
    }

    interface Bounded {
        @Rpc
        void take(List<? extends Integer> ids, List<? super Integer> any);
    }

    @Test
    void wildcardsAreWhatTheyAreBoundedBy() {
        assertEquals("[List<Integer>, List]", RpcInterface.of(Bounded.class).methods().iterator().next()
                .parameters().toString());
    }

    @Test
    void interfacesThatCantBe() {
        assertRefused(Overloads.class, "scripts have no overloads");
        assertRefused(SameNames.class, "take_damage");
        assertRefused(Returns.class, "returns something");
        assertRefused(Unmarked.class, "needs @Rpc");
        assertRefused(Strange.class, "java.time.Instant is no type that Godot has");
        assertRefused(Nested.class, "no typed containers in typed containers");
        assertRefused(Nothing.class, "no methods with @Rpc");
        assertRefused(Recorder.class, "not an interface");
    }

    private void assertRefused(Class<?> type, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> node.remote(type)).getMessage();
        assertTrue(message.contains(why), message);
        assertEquals("", node.rpcs.names());
    }

    @Test
    void whatAnImplementationThrowsReachesTheListener() {
        node.implement(Player.class, new Recorder() {
            @Override
            public void renamed() {
                throw new UnsupportedOperationException("not yet");
            }
        });
        receive("Odd");
        assertEquals(1, server.told.failures.size());
    }

    /** By the rules of the engine, which named these. */
    @Test
    void snakeCase() {
        for (String pair : List.of("takeDamage take_damage", "getHTTPServer get_http_server", "move2D move_2d",
                "v2 v_2", "hpMax3 hp_max_3", "aB a_b", "ABc a_bc", "Beta beta", "_under _under", "_onHit _on_hit",
                "set3DPos set_3d_pos", "x1Y2 x_1y_2", "already_snake already_snake", "URL url", "toURL to_url",
                "move2Left move_2_left", "\u00dcber \u00fcber", "a1b a_1b", "HTTP2Server http_2_server",
                "move2left move_2_left", "a1bc a_1_bc", "a1b2 a_1b_2", "aA1Bc a_a_1_bc", "__x __x", "x_Y x_y",
                "sendX2y send_x_2y")) {
            assertEquals(pair.split(" ")[1], SnakeCase.of(pair.split(" ")[0]));
        }
    }
}
