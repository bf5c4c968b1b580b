import io.github.enet4j.multiplayer.Rpc;
import io.github.enet4j.multiplayer.RpcMode;

/** All remote methods of main.gd. */
public interface GodotMain {
    @Rpc(mode = RpcMode.ANY_PEER)
    void say(String text);

    @Rpc
    void said(int who, String text);

    @Rpc
    void kicked(String reason);
}
