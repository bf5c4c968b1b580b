import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.enet4j.multiplayer.ENetMultiplayerPeer;
import io.github.enet4j.multiplayer.MultiplayerListener;
import io.github.enet4j.multiplayer.RemoteNode;
import io.github.enet4j.multiplayer.SceneMultiplayer;

/** The server of the game in the folder godot: checks its version, passes on what is said, kicks who says too much. */
public class GodotServer implements GodotMain, MultiplayerListener {
    private static final String VERSION = "1";
    private static final int LONGEST = 100;

    private final SceneMultiplayer multiplayer = new SceneMultiplayer();
    private final ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
    private final RemoteNode main = multiplayer.node("Main");

    private GodotServer(int port) {
        main.implement(GodotMain.class, this);
        multiplayer.setAuthCallback(this::authenticate);
        multiplayer.setListener(this);
        peer.createServer(port);
        multiplayer.setMultiplayerPeer(peer);
    }

    // tag::auth[]
    /** What a client has given to send_auth: its version. */
    private void authenticate(int id, byte[] data) {
        if (new String(data, UTF_8).equals(VERSION)) {
            multiplayer.completeAuth(id);
        } else {
            multiplayer.sendAuth(id, ("the server has version " + VERSION).getBytes(UTF_8));
            peer.getPeer(id).peerDisconnectLater(0);        // when that has arrived
        }
    }
    // end::auth[]

    @Override
    public void say(String text) {
        int id = multiplayer.getRemoteSenderId();
        if (text.length() > LONGEST) {
            kick(id, "too much at once");
        } else {
            main.remote(GodotMain.class).said(id, text);
        }
    }

    // tag::kick[]
    private void kick(int id, String reason) {
        main.remote(GodotMain.class, id).kicked(reason);
        peer.getPeer(id).peerDisconnectLater(0);            // when that has arrived; then peerDisconnected is called
    }
    // end::kick[]

    @Override
    public void said(int who, String text) {
        /* Only peers are told. */
    }

    @Override
    public void kicked(String reason) {
        /* Only peers are told. */
    }

    @Override
    public void peerConnected(int id) {
        System.out.println(id + " is here");
    }

    @Override
    public void peerDisconnected(int id) {
        System.out.println(id + " is gone");
    }

    @Override
    public void peerAuthenticationFailed(int id) {
        System.out.println(id + " was not let in");
    }

    public static void main(String[] args) {
        GodotServer server = new GodotServer(args.length > 0 ? Integer.parseInt(args[0]) : 7777);
        System.out.println("listening on UDP port " + server.peer.getHost().getLocalPort() + ", until Ctrl-C");
        Runtime.getRuntime().addShutdownHook(new Thread(server.multiplayer::close));    // players learn of it at once
        while (true) {
            server.multiplayer.poll(100);
        }
    }
}
