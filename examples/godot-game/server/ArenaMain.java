import io.github.enet4j.multiplayer.Rpc;
import io.github.enet4j.multiplayer.RpcMode;

/** The remote methods of main.gd. */
public interface ArenaMain {
    @Rpc(mode = RpcMode.ANY_PEER)
    void introduce(String title);

    @Rpc(mode = RpcMode.ANY_PEER, channel = 1)
    void say(String text);

    @Rpc(channel = 1)
    void said(String who, String text);
}
