import io.github.enet4j.multiplayer.Rpc;
import io.github.enet4j.multiplayer.RpcMode;
import io.github.enet4j.variant.Vector2;

/** The remote methods of player.gd. */
public interface ArenaPlayer {
    @Rpc(mode = RpcMode.ANY_PEER)
    void shoot(Vector2 aim);

    @Rpc
    void hit(String by);
}
