package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.enet4j.Crypto;
import io.github.enet4j.TLSOptions;
import io.github.enet4j.multiplayer.Players.Player;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A game over DTLS, which is set up on {@link ENetMultiplayerPeer#getHost()} right after creating. */
class DtlsTest {
    private final Players players = new Players();
    private final Player server = players.server();
    private final KeyPair key = Crypto.generateRsa(2048);
    private final X509Certificate certificate =
            Crypto.generateSelfSignedCertificate(key.getPrivate(), "CN=game.example,O=Game,C=UK");
    private final List<String> calls = new ArrayList<>();

    DtlsTest() {
        server.peer.getHost().dtlsServerSetup(TLSOptions.server(key.getPrivate(), List.of(certificate)));
        declare(server);
    }

    @AfterEach
    void close() {
        players.close();
    }

    private RemoteNode declare(Player player) {
        return player.multiplayer.node("Main")
                .rpcConfig("say", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false)
                .onRpc("say", (sender, arguments) -> calls.add(player.id() + " from " + sender + ": " + arguments[0]));
    }

    private Player client(String expectedName) {
        Player client = players.clientOf(server);
        client.peer.getHost().dtlsClientSetup(expectedName, TLSOptions.client(List.of(certificate)));
        return client;
    }

    @Test
    void callsAndTheRelay() {
        Player one = client("game.example");
        Player other = client("game.example");
        players.until("both", () -> server.knows(one, other) && one.knows(other) && other.knows(one));
        declare(other);
        declare(one).rpc("say", "hello");
        players.until("the calls", () -> calls.size() == 2);
        calls.sort(null);
        List<String> expected = new ArrayList<>(List.of(
                "1 from " + one.id() + ": hello", other.id() + " from " + one.id() + ": hello"));
        expected.sort(null);
        assertEquals(expected, calls);
        assertEquals(List.of(), server.told.rejected);
    }

    @Test
    void aServerOfAnotherName() {
        Player client = client("other.example");
        players.until("failure", () -> client.told.lines.contains("connection failed"));
        assertEquals(ConnectionStatus.DISCONNECTED, client.peer.getConnectionStatus());
        assertFalse(server.told.lines.toString().contains("connected"));
    }
}
