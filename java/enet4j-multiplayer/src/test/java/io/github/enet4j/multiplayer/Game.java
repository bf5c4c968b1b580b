package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One side of a game without a network, and what happened to it. */
final class Game {
    /** Of node Main: its script's methods, in the order of their numbers. */
    static final String[] METHODS = {"Beta", "_under", "alpha", "typed", "zeta"};

    final MemoryPeer peer;
    final SceneMultiplayer multiplayer = new SceneMultiplayer();
    final Told told = new Told();
    final RemoteNode main = multiplayer.node("Main");

    /** "sender method(arguments)" for each call that arrived. */
    final List<String> calls = new ArrayList<>();

    Game(MemoryPeer peer) {
        this.peer = peer;
        multiplayer.setListener(told);
        for (String method : new String[] {"zeta", "alpha", "Beta", "_under", "typed"}) {
            main.rpcConfig(method, RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
            main.onRpc(method,
                    (sender, arguments) -> calls.add(sender + " " + method + Arrays.deepToString(arguments)));
        }
        multiplayer.setMultiplayerPeer(peer);
    }

    /** A server that a client of that id has just joined. */
    static Game serverWith(int... clients) {
        Game game = new Game(MemoryPeer.server());
        for (int client : clients) {
            game.peer.come(client);
        }
        game.multiplayer.poll();
        game.peer.takeSent();
        game.told.take();
        return game;
    }

    /** A client whose server admits it. */
    static Game client(int id) {
        Game game = new Game(MemoryPeer.client(id));
        game.peer.come(1);
        game.multiplayer.poll();
        game.told.take();
        return game;
    }

    /** Polls all until nothing more is under way. */
    static void settle(Game... games) {
        for (int i = 0; i < 10; i++) {
            for (Game game : games) {
                game.multiplayer.poll();
            }
        }
    }

    void receive(int sender, String hex) {
        peer.inject(sender, hex);
        multiplayer.poll();
    }

    void assertSent(String... hex) {
        assertEquals(Arrays.asList(hex), peer.takeSent().stream().map(MemoryPeer.Sent::hex).toList());
    }

    void assertCalls(String... expected) {
        assertEquals(Arrays.asList(expected), calls);
        calls.clear();
    }

    /** Nothing was wrong. */
    void assertFine() {
        assertEquals(List.of(), told.rejected);
        assertEquals(List.of(), told.failures);
    }
}
