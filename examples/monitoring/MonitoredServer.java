import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.micrometer.ENetServerMetrics;
import io.github.enet4j.server.ENetListener;
import io.github.enet4j.server.ENetServer;
import io.github.enet4j.server.ServerHealth;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An echo server that Prometheus can watch: /metrics for it, /health for whoever restarts servers. */
public class MonitoredServer implements ENetListener {
    @Override
    public void received(ENetPacketPeer peer, ENetEvent event) {
        int flags = event.getPacketFlags();
        peer.send(event.channel(), event.getPacket(), flags);
    }

    @Override
    public void tick(long number) {
        // A step of the game. What takes too long here shows as an overrun.
    }

    public static void main(String[] args) throws IOException {
        ENetServer server = ENetServer.builder(loop -> new MonitoredServer())
                .bind("*", args.length > 0 ? Integer.parseInt(args[0]) : 7777)
                .maxPeers(1000)
                .tick(Duration.ofMillis(50))
                .start();

        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new ENetServerMetrics(server).bindTo(registry);

        HttpServer http = HttpServer.create(
                new InetSocketAddress(args.length > 1 ? Integer.parseInt(args[1]) : 9400), 0);
        http.createContext("/metrics", exchange ->
                answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape()));
        http.createContext("/health", exchange -> {
            ServerHealth health = server.health();
            answer(exchange, health.healthy() ? 200 : 503, "text/plain; charset=utf-8", health + "\n");
        });
        http.start();
        System.out.println("listening on port " + server.getLocalPort() + ", http on port "
                + http.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
