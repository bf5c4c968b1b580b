package fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.enet4j.server.ENetServer;
import io.github.enet4j.server.ServerHealth;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The health of the server at /health: 200 or 503. Run as a program it asks for that and ends with status 0 or 1, for
 * images that have no other program to do so.
 */
final class HealthPage implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 2000;

    private final HttpServer http;
    private final ENetServer server;

    HealthPage(int port, ENetServer server) throws IOException {
        this.server = server;
        http = HttpServer.create(new InetSocketAddress(port), 0);
        http.createContext("/health", this::answer);
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        ServerHealth health = server.health();
        byte[] text = (health + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(health.healthy() ? 200 : 503, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    public static void main(String[] arguments) throws IOException {
        URI page = URI.create("http://127.0.0.1:" + FleetServer.setting("HEALTH_PORT", 8080) + "/health");
        HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        System.exit(connection.getResponseCode() == 200 ? 0 : 1);
    }
}
