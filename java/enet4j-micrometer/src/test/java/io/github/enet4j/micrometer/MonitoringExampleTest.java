package io.github.enet4j.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.server.ENetClients;
import io.github.enet4j.server.ENetListener;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** examples/monitoring as docs/monitoring.md shows it: the server is to be watched, and has all that Grafana shows. */
class MonitoringExampleTest {
    private static final Path FOLDER = Path.of("../../examples/monitoring");
    private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+), http on port (\\d+)");

    private static HttpResponse<String> get(String port, String path) throws Exception {
        return HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void showsWhatTheDashboardNames() throws Exception {
        Process jvm = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"),
                FOLDER.resolve("MonitoredServer.java").toString(), "0", "0").redirectErrorStream(true).start();
        try (ENetClients clients = ENetClients.builder(loop -> new ENetListener() { }).start()) {
            Matcher line = jvm.inputReader().lines().map(LISTENING::matcher).filter(Matcher::matches)
                    .findFirst().orElseThrow();
            ENetPacketPeer peer = clients.connect("127.0.0.1", Integer.parseInt(line.group(1)), 2, 0)
                    .get(30, TimeUnit.SECONDS);
            assertTrue(peer.isActive());
            assertEquals(200, get(line.group(2), "/health").statusCode());
            HttpResponse<String> metrics = get(line.group(2), "/metrics");
            assertTrue(metrics.headers().firstValue("Content-Type").orElseThrow().startsWith("text/plain"));
            PrometheusText text = new PrometheusText(metrics.body());
            assertEquals(1, text.sum("enet_host_peers"));
            Set<String> missing = new TreeSet<>(named());
            missing.removeAll(text.names());
            missing.removeIf(name -> name.startsWith("enet_dtls_")); // it has no DTLS
            assertEquals(Set.of(), missing, "the dashboard names what there is not");
        } finally {
            jvm.destroyForcibly();
        }
    }

    /** All that the dashboard asks for. */
    private static Set<String> named() throws Exception {
        Set<String> names = new TreeSet<>();
        Matcher expressions = Pattern.compile("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(Files.readString(FOLDER.resolve("grafana-dashboard.json")));
        while (expressions.find()) {
            Matcher name = Pattern.compile("\\benet_\\w+").matcher(expressions.group(1));
            while (name.find()) {
                names.add(name.group());
            }
        }
        assertTrue(names.size() > 20, names.toString());
        return names;
    }
}
