package io.github.enet4j.multiplayer;

import io.github.enet4j.variant.Vector2;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Java side of src/test/godot/game.gd: the same node Main, the same players, whichever part it plays. */
final class GodotSide {
    static final String SCENE = "res://player.tscn";

    /** What a player is; as player.gd. */
    static final class Avatar {
        Vector2 position = new Vector2(1, 2);
        long hp = 100;
        byte[] blob = {9, 8};
        String title = "t";
        double x;
    }

    final SceneMultiplayer multiplayer;
    final RemoteNode main;
    final MultiplayerSpawner spawner;
    final Map<Integer, Avatar> avatars = new HashMap<>();

    /** "sender method value" for what was called, values as Java shows them. */
    final List<String> heard = new ArrayList<>();

    /** By their number, the values that came back. */
    final Map<Integer, Object> answers = new HashMap<>();

    GodotSide(SceneMultiplayer multiplayer) {
        this.multiplayer = multiplayer;
        main = multiplayer.node("/root/Main");
        declare("echo_reliable", TransferMode.RELIABLE, 0);
        declare("echo_unreliable", TransferMode.UNRELIABLE, 0);
        declare("echo_ordered", TransferMode.UNRELIABLE_ORDERED, 2);
        declare("answer_reliable", TransferMode.RELIABLE, 0);
        declare("answer_unreliable", TransferMode.UNRELIABLE, 3);
        declare("answer_ordered", TransferMode.UNRELIABLE_ORDERED, 0);
        declare("take_bytes", TransferMode.RELIABLE, 0);
        declare("tell", TransferMode.RELIABLE, 0);
        declare("hear", TransferMode.RELIABLE, 0);
        declare("play", TransferMode.RELIABLE, 0);
        declare("move", TransferMode.RELIABLE, 0);
        main.rpcConfig("proclaim", RpcMode.AUTHORITY, TransferMode.RELIABLE, 4, true);
        for (String kind : new String[] {"reliable", "unreliable", "ordered"}) {
            main.onRpc("answer_" + kind, (sender, arguments) -> answers.put(
                    Math.toIntExact((Long) arguments[0]), arguments[1]));
            main.onRpc("echo_" + kind, (sender, arguments) -> main.rpcId(sender, "answer_" + kind, arguments));
        }
        main.onRpc("take_bytes", (sender, arguments) ->
                heard.add(sender + " take_bytes " + (arguments.length == 0 ? 0 : ((byte[]) arguments[0]).length)));
        main.onRpc("hear", (sender, arguments) -> heard.add(sender + " hear " + arguments[0]));
        main.onRpc("proclaim", (sender, arguments) -> heard.add(sender + " proclaim " + arguments[0]));
        spawner = multiplayer.spawner("Spawner", "World").addSpawnableScene(SCENE, this::setUp)
                .setSpawnFunction(this::setUp)
                .onDespawned(node -> avatars.remove(Integer.parseInt(node.name())));
    }

    private void declare(String method, TransferMode mode, int channel) {
        main.rpcConfig(method, RpcMode.ANY_PEER, mode, channel, false);
    }

    private void setUp(RemoteNode node) {
        int owner = Integer.parseInt(node.name());
        Avatar avatar = new Avatar();
        avatars.put(owner, avatar);
        MethodHandles.Lookup access = MethodHandles.lookup();
        node.synchronizer("Sync")
                .fields(access, avatar, ReplicationMode.ALWAYS, "position")
                .fields(access, avatar, ReplicationMode.ON_CHANGE, "hp")
                .fields(access, avatar, ReplicationMode.NEVER, "blob")
                .property("title", ReplicationMode.ON_CHANGE, false,
                        () -> avatar.title, value -> avatar.title = (String) value);
        node.synchronizer("Input").fields(access, avatar, ReplicationMode.ALWAYS, "x");
        node.node("Input").setMultiplayerAuthority(owner);
    }

    private void setUp(RemoteNode node, Object hp) {
        setUp(node);
        avatar(Integer.parseInt(node.name())).hp = (Long) hp;
    }

    Avatar avatar(int owner) {
        return avatars.get(owner);
    }
}
