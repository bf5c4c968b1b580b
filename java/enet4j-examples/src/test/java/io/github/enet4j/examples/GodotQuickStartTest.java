package io.github.enet4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.multiplayer.ENetMultiplayerPeer;
import io.github.enet4j.multiplayer.MultiplayerListener;
import io.github.enet4j.multiplayer.Rpc;
import io.github.enet4j.multiplayer.RpcMode;
import io.github.enet4j.multiplayer.SceneMultiplayer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The server for a game in Godot, with players in Java; those in Godot are GodotClientTest's. */
class GodotQuickStartTest {
    /** As main.gd. */
    public interface Main {
        @Rpc(mode = RpcMode.ANY_PEER)
        void say(String text);

        @Rpc
        void said(int who, String text);

        @Rpc
        void kicked(String reason);
    }

    private static final class Player implements Main, MultiplayerListener {
        final SceneMultiplayer multiplayer = new SceneMultiplayer();
        final List<String> seen = new ArrayList<>();
        private final String version;

        Player(int port, String version) {
            this.version = version;
            multiplayer.node("Main").implement(Main.class, this);
            multiplayer.setListener(this);
            multiplayer.setAuthCallback((id, data) -> seen.add("refused: " + new String(data, UTF_8)));
            ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
            peer.createClient("127.0.0.1", port);
            multiplayer.setMultiplayerPeer(peer);
        }

        @Override
        public void peerAuthenticating(int id) {
            multiplayer.sendAuth(id, version.getBytes(UTF_8));
            multiplayer.completeAuth(id);
        }

        @Override
        public void peerAuthenticationFailed(int id) {
            seen.add("not let in");
        }

        @Override
        public void connectedToServer() {
            seen.add("connected");
        }

        @Override
        public void serverDisconnected() {
            seen.add("gone");
        }

        @Override
        public void say(String text) {
            /* Only the server is told. */
        }

        @Override
        public void said(int who, String text) {
            seen.add(text);
        }

        @Override
        public void kicked(String reason) {
            seen.add("kicked: " + reason);
        }

        void await(String what) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!seen.contains(what) && System.nanoTime() < end) {
                multiplayer.poll(20);
            }
            assertTrue(seen.contains(what), () -> "no " + what + " in " + seen);
        }
    }

    @Test
    void playersAreLetInOrRefusedOrKicked() {
        try (Program server = Program.java("GodotServer", 0)) {
            int port = server.awaitNumber("listening on UDP port (\\d+)");
            Player old = new Player(port, "0");
            old.await("refused: the server has version 1");
            old.await("not let in");
            server.await("was not let in");
            Player player = new Player(port, "1");
            player.await("connected");
            server.await("is here");
            Main main = player.multiplayer.node("Main").remote(Main.class, 1);
            main.say("hello");
            player.await("hello");
            main.say("o".repeat(101));
            player.await("kicked: too much at once");
            player.await("gone");
            server.await("is gone");
            old.multiplayer.close();
            player.multiplayer.close();
        }
    }
}
