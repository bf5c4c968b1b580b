package fleet;

import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.server.ENetListener;
import io.github.enet4j.server.ENetLoop;
import io.github.enet4j.server.ENetServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who is in which room: the number that a client gives to connect. A room's players may be on several loops. */
final class Rooms {
    private final Map<Long, Set<ENetPacketPeer>> rooms = new ConcurrentHashMap<>();
    private final AtomicInteger players = new AtomicInteger();
    private volatile ENetServer server;

    /** Packets that come before have nobody to go to. */
    void open(ENetServer started) {
        server = started;
    }

    int players() {
        return players.get();
    }

    ENetListener listener(ENetLoop loop) {
        return new ENetListener() {
            @Override
            public void connected(ENetPacketPeer peer, long data) {
                peer.attach(data);
                players.incrementAndGet();
                rooms.compute(data, (room, members) -> {
                    Set<ENetPacketPeer> all = members != null ? members : ConcurrentHashMap.newKeySet();
                    all.add(peer);
                    return all;
                });
            }

            @Override
            public void received(ENetPacketPeer peer, ENetEvent event) {
                int flags = event.getPacketFlags();
                byte[] packet = event.getPacket();
                List<ENetPacketPeer> others = new ArrayList<>(rooms.getOrDefault((Long) peer.attachment(), Set.of()));
                others.remove(peer);
                if (server != null && !others.isEmpty()) {
                    server.broadcast(others, event.channel(), packet, flags);
                }
            }

            @Override
            public void disconnected(ENetPacketPeer peer, DisconnectReason reason, long data) {
                players.decrementAndGet();
                rooms.computeIfPresent((Long) peer.attachment(), (room, members) -> {
                    members.remove(peer);
                    return members.isEmpty() ? null : members;
                });
            }
        };
    }
}
