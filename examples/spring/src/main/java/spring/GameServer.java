package spring;

import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.server.ENetListener;
import io.github.enet4j.server.ENetServer;
import io.github.enet4j.server.ServerHealth;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The ENet server as a part of the application: it starts when all beans are there, drains when the application is
 * asked to end (before they go), and is part of /actuator/health. This one sends each packet back.
 */
@Component("game")
class GameServer implements SmartLifecycle, HealthIndicator {
    private final GameSettings settings;
    private volatile ENetServer server;

    GameServer(GameSettings settings) {
        this.settings = settings;
    }

    // tag::lifecycle[]
    @Override
    public void start() {
        server = ENetServer.builder(loop -> new ENetListener() {
            @Override
            public void received(ENetPacketPeer peer, ENetEvent event) {
                int flags = event.getPacketFlags(); // of a packet that has not been taken yet
                peer.send(event.channel(), event.getPacket(), flags);
            }
        }).bind("*", settings.port()).maxPeers(settings.maxPeers()).start();
    }

    @Override
    public void stop(Runnable done) {
        server.drain(settings.drain()).whenComplete((all, failure) -> done.run());
    }
    // end::lifecycle[]

    @Override
    public void stop() {
        server.close();
    }

    @Override
    public boolean isRunning() {
        return server != null && !server.terminated().isDone();
    }

    // tag::health[]
    @Override
    public Health health() {
        if (!isRunning()) {
            return Health.down().build();
        }
        ServerHealth health = server.health();
        return (health.healthy() ? Health.up() : Health.down()).withDetail("loops", health.loops()).build();
    }
    // end::health[]
}
